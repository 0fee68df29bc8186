//! Rename domain and sequence.
//!
//! ```text
//! ~ domain d → e
//! ~ sequence s → r
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_rename_domain_and_sequence"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(manager, DbBackend::Postgres, r#"ALTER DOMAIN "d" RENAME TO "e""#).await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER SEQUENCE "s" RENAME TO "r""#).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(manager, DbBackend::Postgres, r#"ALTER SEQUENCE "r" RENAME TO "s""#).await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER DOMAIN "e" RENAME TO "d""#).await
    }
}
