//! Rename table.
//!
//! ```text
//! ~ table users → accounts
//! ~ accounts: primary key users_pkey → accounts_pkey
//! ~ accounts: index users_by_name → accounts_by_name
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_rename_table"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        manager.rename_table(Table::rename().table("users", "accounts").to_owned()).await?;
        if backend == DbBackend::Postgres {
            alter_table("accounts")
                .rename_constraint("users_pkey", "accounts_pkey")
                .apply(manager)
                .await?;
        }
        rename_index(manager, "accounts", "users_by_name", "accounts_by_name").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        if backend == DbBackend::Postgres {
            alter_table("accounts")
                .rename_constraint("accounts_pkey", "users_pkey")
                .apply(manager)
                .await?;
        }
        rename_index(manager, "accounts", "accounts_by_name", "users_by_name").await?;
        manager.rename_table(Table::rename().table("accounts", "users").to_owned()).await
    }
}
