//! Rename to a keyword.
//!
//! ```text
//! ~ t: column a → select
//! ~ t: column and → b
//! ```

use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_rename_to_a_keyword"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(Table::alter().table("t").rename_column("a", "select").to_owned())
            .await?;
        manager.alter_table(Table::alter().table("t").rename_column("and", "b").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("t").rename_column("b", "and").to_owned()).await?;
        manager.alter_table(Table::alter().table("t").rename_column("select", "a").to_owned()).await
    }
}
