//! Defaults come, change and go.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("book")
            .set_default("title", "untitled")
            .set_default("pages", Expr::cust("1 + 1"))
            .drop_default("price")
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("book")
            .set_default("price", 10)
            .drop_default("pages")
            .drop_default("title")
            .apply(manager)
            .await
    }
}
