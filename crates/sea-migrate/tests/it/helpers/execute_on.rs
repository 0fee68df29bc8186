//! SQL for one database.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::Postgres,
            "UPDATE book SET title = reverse(title)",
        )
        .await?;
        execute_on(manager, DbBackend::Sqlite, "UPDATE book SET title = title || '!'").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::Postgres,
            "UPDATE book SET title = reverse(title)",
        )
        .await?;
        execute_on(manager, DbBackend::Sqlite, "UPDATE book SET title = rtrim(title, '!')").await
    }
}
