//! Generated chain.
//!
//! ```text
//! ~ t: column a: integer → numeric(10,2)
//! - t: column g integer generated as (a + b)
//! + t: column g integer generated as (a + (b)::numeric)
//! - t: index by_g (g) where (a > 0)
//! + t: index by_g (g) where (a > (0)::numeric)
//! ```
//!
//! Lost for good on the way down: `t.a` (digits, by rounding).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_generated_chain"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("by_g").table("t").to_owned()).await?;
        alter_table("t")
            .drop_check("small")
            .drop_unique("once")
            .drop_column("g")
            .set_type(ColumnDef::new("a").decimal_len(10, 2))
            .add_column(
                ColumnDef::new("g")
                    .integer()
                    .generated(Expr::cust("a + (b)::numeric"), true)
                    .comment("sum"),
            )
            .add_unique("once", ["g"])
            .add_check("small", Expr::col("g").lt(100))
            .apply(manager)
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("by_g")
                    .table("t")
                    .col(("g", IndexOrder::Desc))
                    .and_where(Expr::col("a").gt(0))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("by_g").table("t").to_owned()).await?;
        // Lost for good: `t.a` (digits, by rounding).
        alter_table("t")
            .drop_check("small")
            .drop_unique("once")
            .drop_column("g")
            .set_type(ColumnDef::new("a").integer())
            .add_column(
                ColumnDef::new("g").integer().generated(Expr::cust("a + b"), true).comment("sum"),
            )
            .add_unique("once", ["g"])
            .add_check("small", Expr::col("g").lt(100))
            .apply(manager)
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("by_g")
                    .table("t")
                    .col(("g", IndexOrder::Desc))
                    .and_where(Expr::col("a").gt(0))
                    .to_owned(),
            )
            .await
    }
}
