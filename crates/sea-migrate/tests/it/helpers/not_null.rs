//! NULL is forbidden, and allowed again.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("book")
            .set_not_null_filled("pages", 0)
            .set_not_null_filled("price", Expr::cust("coalesce(pages, 100) / 10"))
            .set_nullable("title")
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("book")
            .set_not_null("title")
            .set_nullable("price")
            .set_nullable("pages")
            .apply(manager)
            .await
    }
}
