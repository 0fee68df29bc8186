//! Generated.
//!
//! ```text
//! ~ t: column b: integer → bigint
//! - t: column s2 integer generated as (a * 2)
//! + t: column s3 integer generated as (a * 3)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_generated"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        if backend == DbBackend::Postgres {
            manager.drop_index(Index::drop().name("t_s1").table("t").to_owned()).await?;
        }
        let mut table = alter_table("t")
            .add_column(ColumnDef::new("s3").integer().generated(Expr::cust("a * 3"), true));
        if backend == DbBackend::Postgres {
            table = table.drop_column("s1");
        }
        table = table.set_type(ColumnDef::new("b").custom("bigint"));
        if backend == DbBackend::Postgres {
            table = table
                .add_column(ColumnDef::new("s1").integer().generated(Expr::cust("a + b"), true));
        }
        table = table.drop_column("s2");
        table.apply(manager).await?;
        if backend == DbBackend::Postgres {
            manager
                .create_index(Index::create().name("t_s1").table("t").col("s1").to_owned())
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        if backend == DbBackend::Postgres {
            manager.drop_index(Index::drop().name("t_s1").table("t").to_owned()).await?;
        }
        let mut table = alter_table("t")
            .add_column(ColumnDef::new("s2").integer().generated(Expr::cust("a * 2"), true));
        if backend == DbBackend::Postgres {
            table = table.drop_column("s1");
        }
        table = table.set_type(ColumnDef::new("b").integer());
        if backend == DbBackend::Postgres {
            table = table
                .add_column(ColumnDef::new("s1").integer().generated(Expr::cust("a + b"), true));
        }
        table = table.drop_column("s3");
        table.apply(manager).await?;
        if backend == DbBackend::Postgres {
            manager
                .create_index(Index::create().name("t_s1").table("t").col("s1").to_owned())
                .await?;
        }
        Ok(())
    }
}
