//! Checks come and go.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("book")
            .drop_check("book_pages_check")
            .add_check("ck_book_pages", Expr::col("pages").gt(0))
            .add_check("ck_book_title", Expr::cust("length(title) > 1"))
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("book")
            .drop_check("ck_book_title")
            .drop_check("ck_book_pages")
            .add_check("book_pages_check", Expr::col("pages").gte(0))
            .apply(manager)
            .await
    }
}
