//! Partial index on dropped column.
//!
//! ```text
//! - t: column gone boolean
//! - t: index live (a) where (gone IS NULL)
//! + t: index live (a) where (a > 0)
//! ```
//!
//! Lost for good on the way up: `t.gone` (its values).

use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_partial_index_on_dropped_column"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("live").table("t").to_owned()).await?;
        // Lost for good: `t.gone` (its values).
        manager.alter_table(Table::alter().table("t").drop_column("gone").to_owned()).await?;
        manager
            .create_index(
                Index::create()
                    .name("live")
                    .table("t")
                    .col("a")
                    .and_where(Expr::col("a").gt(0))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("live").table("t").to_owned()).await?;
        manager
            .alter_table(
                Table::alter().table("t").add_column(ColumnDef::new("gone").boolean()).to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("live")
                    .table("t")
                    .col("a")
                    .and_where(Expr::col("gone").is_null())
                    .to_owned(),
            )
            .await
    }
}
