//! Move is asked.
//!
//! ```text
//! - table a.t (id)
//! + table b.t (id)
//! ```
//!
//! Lost for good on the way up: `a.t` (all its rows).
//!
//! Lost for good on the way down: `b.t` (all its rows).

use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_move_is_asked"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(("b", "t"))
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .to_owned(),
            )
            .await?;
        // Lost for good: `a.t` (all its rows).
        manager.drop_table(Table::drop().table(("a", "t")).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(("a", "t"))
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .to_owned(),
            )
            .await?;
        // Lost for good: `b.t` (all its rows).
        manager.drop_table(Table::drop().table(("b", "t")).to_owned()).await
    }
}
