//! Rename is asked.
//!
//! ```text
//! - users: column name text
//! + users: column full_name text
//! ```
//!
//! Lost for good on the way up: `users.name` (its values).
//!
//! Lost for good on the way down: `users.full_name` (its values).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_rename_is_asked"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `users.name` (its values).
        alter_table("users")
            .add_column(ColumnDef::new("full_name").text())
            .drop_column("name")
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `users.full_name` (its values).
        alter_table("users")
            .add_column(ColumnDef::new("name").text())
            .drop_column("full_name")
            .apply(manager)
            .await
    }
}
