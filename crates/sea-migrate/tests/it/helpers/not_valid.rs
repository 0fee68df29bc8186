//! A check that keeps nobody waiting.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("book")
            .add_check_not_valid("ck_book_pages", Expr::col("pages").gt(0))
            .apply(manager)
            .await?;
        // In a migration of its own, and there it reads the rows while others go on writing.
        alter_table("book").validate("ck_book_pages").apply(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("book").drop_check("ck_book_pages").apply(manager).await
    }
}
