//! Add column.
//!
//! ```text
//! + users: column email text
//! + users: column active boolean not null default true
//! + users: column country character varying(2) not null
//! ```
//!
//! Lost for good on the way down: `users.email` (its values), `users.active` (its values), `users.country` (its values).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_add_column"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("users")
            .add_column(ColumnDef::new("email").text())
            .add_column(ColumnDef::new("active").boolean().not_null().default(true))
            .add_column_filled(ColumnDef::new("country").string_len(2).not_null(), "DE")
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `users.email` (its values), `users.active` (its values), `users.country` (its values).
        alter_table("users")
            .drop_column("email")
            .drop_column("active")
            .drop_column("country")
            .apply(manager)
            .await
    }
}
