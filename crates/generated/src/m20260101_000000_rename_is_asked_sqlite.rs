//! Rename is asked sqlite.
//!
//! ```text
//! - users: column name text
//! + users: column full_name text
//! ```
//!
//! Going up deletes for good: `users.name` loses its values.
//!
//! Going down deletes for good: `users.full_name` loses its values.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_rename_is_asked_sqlite"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // `users.name` loses its values.
        alter_table("users")
            .add_column(ColumnDef::new("full_name").text())
            .drop_column("name")
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // `users.full_name` loses its values.
        alter_table("users")
            .add_column(ColumnDef::new("name").text())
            .drop_column("full_name")
            .apply(manager)
            .await
    }
}
