//! Rename table with sequences.
//!
//! ```text
//! ~ table users → accounts
//! ~ accounts: column id: serial with other options
//! ~ accounts: column n: identity with other options
//! ~ accounts: primary key users_pkey → accounts_pkey
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_rename_table_with_sequences"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.rename_table(Table::rename().table("users", "accounts").to_owned()).await?;
        alter_table("accounts")
            .rename_constraint("users_pkey", "accounts_pkey")
            .apply(manager)
            .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER SEQUENCE "users_id_seq" RENAME TO "accounts_id_seq""#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER SEQUENCE "users_n_seq" RENAME TO "accounts_n_seq""#,
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("accounts")
            .rename_constraint("accounts_pkey", "users_pkey")
            .apply(manager)
            .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER SEQUENCE "accounts_id_seq" RENAME TO "users_id_seq""#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER SEQUENCE "accounts_n_seq" RENAME TO "users_n_seq""#,
        )
        .await?;
        manager.rename_table(Table::rename().table("accounts", "users").to_owned()).await
    }
}
