//! Online index.
//!
//! ```text
//! + table fresh (a)
//! - t: index becomes (a)
//! - t: index goes (a)
//! + t: index becomes (b) where (a > 0)
//! + t: unique index comes (lower(b))
//! ```
//!
//! Lost for good on the way down: `fresh` (all its rows).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_online_index"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("becomes").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("goes").table("t").to_owned()).await?;
        manager
            .create_index(
                Index::create()
                    .name("becomes")
                    .table("t")
                    .col(("b", IndexOrder::Desc))
                    .and_where(Expr::col("a").gt(0))
                    .to_owned(),
            )
            .await?;
        execute_on(manager, DbBackend::Postgres, r#"COMMENT ON INDEX "becomes" IS 'for lists'"#)
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("comes")
                    .table("t")
                    .unique()
                    .col(Expr::cust("lower(b)"))
                    .include("a")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create().table("fresh").col(ColumnDef::new("a").integer()).to_owned(),
            )
            .await?;
        manager
            .create_index(Index::create().name("fresh_a").table("fresh").col("a").to_owned())
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("becomes").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("comes").table("t").to_owned()).await?;
        manager
            .create_index(Index::create().name("becomes").table("t").col("a").to_owned())
            .await?;
        manager.create_index(Index::create().name("goes").table("t").col("a").to_owned()).await?;
        // Lost for good: `fresh` (all its rows).
        manager.drop_table(Table::drop().table("fresh").to_owned()).await
    }
}
