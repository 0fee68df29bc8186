//! Index name postgres.
//!
//! ```text
//! ~ t: index one → other
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_index_name_postgres"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(manager, DbBackend::Postgres, r#"ALTER INDEX "one" RENAME TO "other""#).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(manager, DbBackend::Postgres, r#"ALTER INDEX "other" RENAME TO "one""#).await
    }
}
