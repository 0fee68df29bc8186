//! Rename over another sqlite.
//!
//! ```text
//! ~ table a → b
//! ~ table b → b_old
//! - table b_old (id)
//! ```
//!
//! Lost for good on the way up: `b_old` (all its rows).

use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_rename_over_another_sqlite"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.rename_table(Table::rename().table("b", "b_old").to_owned()).await?;
        manager.rename_table(Table::rename().table("a", "b").to_owned()).await?;
        // Lost for good: `b_old` (all its rows).
        manager.drop_table(Table::drop().table("b_old").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("b_old")
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .to_owned(),
            )
            .await?;
        manager.rename_table(Table::rename().table("b", "a").to_owned()).await?;
        manager.rename_table(Table::rename().table("b_old", "b").to_owned()).await
    }
}
