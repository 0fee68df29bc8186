//! Type change.
//!
//! ```text
//! ~ t: column v: integer → text
//! - t: index t_v (v) (MySQL)
//! + t: index t_v (v) (MySQL)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_type_change"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        if backend == DbBackend::MySql {
            manager.drop_index(Index::drop().name("t_v").table("t").to_owned()).await?;
        }
        alter_table("t").set_type(ColumnDef::new("v").text()).apply(manager).await?;
        if backend == DbBackend::MySql {
            manager
                .create_index(Index::create().name("t_v").table("t").col(("v", 768)).to_owned())
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        if backend == DbBackend::MySql {
            manager.drop_index(Index::drop().name("t_v").table("t").to_owned()).await?;
        }
        alter_table("t")
            .set_type_using(ColumnDef::new("v").integer(), r#""v"::integer"#)
            .apply(manager)
            .await?;
        if backend == DbBackend::MySql {
            manager
                .create_index(Index::create().name("t_v").table("t").col("v").to_owned())
                .await?;
        }
        Ok(())
    }
}
