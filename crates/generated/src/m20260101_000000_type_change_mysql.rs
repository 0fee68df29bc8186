//! Type change mysql.
//!
//! ```text
//! ~ t: column v: int → text
//! - t: index t_v (v)
//! + t: index t_v (v)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_type_change_mysql"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("t_v").table("t").to_owned()).await?;
        alter_table("t").set_type(ColumnDef::new("v").text()).apply(manager).await?;
        manager
            .create_index(Index::create().name("t_v").table("t").col(("v", 768)).to_owned())
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("t_v").table("t").to_owned()).await?;
        alter_table("t").set_type(ColumnDef::new("v").integer()).apply(manager).await?;
        manager.create_index(Index::create().name("t_v").table("t").col("v").to_owned()).await
    }
}
