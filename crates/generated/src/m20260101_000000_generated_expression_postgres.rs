//! Generated expression postgres.
//!
//! ```text
//! - t: column g integer generated as (a * 2)
//! + t: column g integer generated as (a * 3)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_generated_expression_postgres"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("t_g").table("t").to_owned()).await?;
        alter_table("t")
            .drop_check("c")
            .drop_column("g")
            .add_column(ColumnDef::new("g").integer().generated(Expr::cust("a * 3"), true))
            .add_check("c", Expr::col("g").gt(0))
            .apply(manager)
            .await?;
        manager.create_index(Index::create().name("t_g").table("t").col("g").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("t_g").table("t").to_owned()).await?;
        alter_table("t")
            .drop_check("c")
            .drop_column("g")
            .add_column(ColumnDef::new("g").integer().generated(Expr::cust("a * 2"), true))
            .add_check("c", Expr::col("g").gt(0))
            .apply(manager)
            .await?;
        manager.create_index(Index::create().name("t_g").table("t").col("g").to_owned()).await
    }
}
