//! An index gets another name.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        rename_index(manager, "book", "ix_title", "ix_book_title").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        rename_index(manager, "book", "ix_book_title", "ix_title").await
    }
}
