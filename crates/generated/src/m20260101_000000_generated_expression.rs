//! Generated expression.
//!
//! ```text
//! - t: column g integer generated as (a * 2)
//! + t: column g integer generated as (a * 3)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_generated_expression"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        if backend == DbBackend::Postgres {
            manager.drop_index(Index::drop().name("t_g").table("t").to_owned()).await?;
        }
        let mut table = alter_table("t");
        if backend == DbBackend::Postgres {
            table = table.drop_check("c");
        }
        table = table
            .drop_column("g")
            .add_column(ColumnDef::new("g").integer().generated(Expr::cust("a * 3"), true));
        if backend == DbBackend::Postgres {
            table = table.add_check("c", Expr::col("g").gt(0));
        }
        table.apply(manager).await?;
        if backend == DbBackend::Postgres {
            manager
                .create_index(Index::create().name("t_g").table("t").col("g").to_owned())
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        if backend == DbBackend::Postgres {
            manager.drop_index(Index::drop().name("t_g").table("t").to_owned()).await?;
        }
        let mut table = alter_table("t");
        if backend == DbBackend::Postgres {
            table = table.drop_check("c");
        }
        table = table
            .drop_column("g")
            .add_column(ColumnDef::new("g").integer().generated(Expr::cust("a * 2"), true));
        if backend == DbBackend::Postgres {
            table = table.add_check("c", Expr::col("g").gt(0));
        }
        table.apply(manager).await?;
        if backend == DbBackend::Postgres {
            manager
                .create_index(Index::create().name("t_g").table("t").col("g").to_owned())
                .await?;
        }
        Ok(())
    }
}
