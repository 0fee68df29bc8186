//! Swap columns postgres.
//!
//! ```text
//! ~ users: column a → a_new
//! ~ users: column b → a
//! ~ users: column a_new → b
//! ```

use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_swap_columns_postgres"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(Table::alter().table("users").rename_column("a", "a_new").to_owned())
            .await?;
        manager
            .alter_table(Table::alter().table("users").rename_column("b", "a").to_owned())
            .await?;
        manager
            .alter_table(Table::alter().table("users").rename_column("a_new", "b").to_owned())
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(Table::alter().table("users").rename_column("b", "a_new").to_owned())
            .await?;
        manager
            .alter_table(Table::alter().table("users").rename_column("a", "b").to_owned())
            .await?;
        manager
            .alter_table(Table::alter().table("users").rename_column("a_new", "a").to_owned())
            .await
    }
}
