//! Mysql check moves.
//!
//! ```text
//! ~ a: check one → two
//! - a: check own `n` < 9
//! + a: check own `n` < 8
//! ~ b: check two → one
//! - table c (id, n)
//! + table d (id, n)
//! ```
//!
//! Lost for good on the way up: `c` (all its rows).
//!
//! Lost for good on the way down: `d` (all its rows).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_mysql_check_moves"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("a")
            .drop_check("own")
            .rename_constraint("one", "two")
            .add_check("own", Expr::col("n").lt(8))
            .apply(manager)
            .await?;
        alter_table("b").rename_constraint("two", "one").apply(manager).await?;
        manager
            .create_table(
                Table::create()
                    .table("d")
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .col(ColumnDef::new("n").integer())
                    .check(("three", Expr::col("n").gt(3)))
                    .to_owned(),
            )
            .await?;
        // Lost for good: `c` (all its rows).
        manager.drop_table(Table::drop().table("c").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("a")
            .drop_check("own")
            .rename_constraint("two", "one")
            .add_check("own", Expr::col("n").lt(9))
            .apply(manager)
            .await?;
        alter_table("b").rename_constraint("one", "two").apply(manager).await?;
        manager
            .create_table(
                Table::create()
                    .table("c")
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .col(ColumnDef::new("n").integer())
                    .check(("three", Expr::col("n").gt(3)))
                    .to_owned(),
            )
            .await?;
        // Lost for good: `d` (all its rows).
        manager.drop_table(Table::drop().table("d").to_owned()).await
    }
}
