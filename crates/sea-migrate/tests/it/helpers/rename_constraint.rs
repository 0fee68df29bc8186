//! A constraint gets another name.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("book").rename_constraint("ck_pages", "ck_book_pages").apply(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("book").rename_constraint("ck_book_pages", "ck_pages").apply(manager).await
    }
}
