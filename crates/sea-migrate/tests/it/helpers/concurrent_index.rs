//! An index is made while others write.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::create().name("ix_book_title").table("book").col("title").to_owned();
        create_index_concurrently(manager, index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_index_concurrently(manager, "ix_book_title").await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(false)
    }
}
