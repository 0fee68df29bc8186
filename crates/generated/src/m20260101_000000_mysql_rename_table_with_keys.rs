//! Mysql rename table with keys.
//!
//! ```text
//! ~ table a → b
//! + b: column v int
//! ```
//!
//! Lost for good on the way down: `b.v` (its values).

use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_mysql_rename_table_with_keys"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.rename_table(Table::rename().table("a", "b").to_owned()).await?;
        manager
            .alter_table(
                Table::alter().table("b").add_column(ColumnDef::new("v").integer()).to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `b.v` (its values).
        manager.alter_table(Table::alter().table("b").drop_column("v").to_owned()).await?;
        manager.rename_table(Table::rename().table("b", "a").to_owned()).await
    }
}
