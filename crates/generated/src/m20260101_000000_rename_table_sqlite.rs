//! Rename table sqlite.
//!
//! ```text
//! ~ table users → accounts
//! ~ accounts: index users_by_name → accounts_by_name
//! ```

use sea_migrate::prelude::*;
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
        rename_index(manager, "accounts", "users_by_name", "accounts_by_name").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        rename_index(manager, "accounts", "accounts_by_name", "users_by_name").await?;
        manager.rename_table(Table::rename().table("accounts", "users").to_owned()).await
    }
}
