//! Rename table sqlite.
//!
//! ```text
//! ~ accounts: index users_by_name → accounts_by_name
//! ~ table users → accounts
//! ```

use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_rename_table_sqlite"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.rename_table(Table::rename().table("users", "accounts").to_owned()).await?;
        manager
            .drop_index(Index::drop().name("users_by_name").table("accounts").to_owned())
            .await?;
        manager
            .create_index(
                Index::create().name("accounts_by_name").table("accounts").col("name").to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(Index::drop().name("accounts_by_name").table("accounts").to_owned())
            .await?;
        manager
            .create_index(
                Index::create().name("users_by_name").table("accounts").col("name").to_owned(),
            )
            .await?;
        manager.rename_table(Table::rename().table("accounts", "users").to_owned()).await
    }
}
