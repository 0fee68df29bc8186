//! Add column postgres.
//!
//! ```text
//! + users: column email text
//! + users: column active boolean not null default true
//! + users: column country character varying(2) not null
//! ```
//!
//! Going down deletes for good: `users.active` loses its values; `users.country` loses its values; `users.email` loses its values.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_add_column_postgres"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("users")
            .add_column(ColumnDef::new("active").boolean().not_null().default(true))
            .add_column_filled(ColumnDef::new("country").string_len(2).not_null(), "DE")
            .add_column(ColumnDef::new("email").text())
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // `users.active` loses its values.
        // `users.country` loses its values.
        // `users.email` loses its values.
        alter_table("users")
            .drop_column("active")
            .drop_column("country")
            .drop_column("email")
            .apply(manager)
            .await
    }
}
