//! An index on an expression.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::create()
            .name("ix_book_title")
            .col(Expr::cust("lower(title)"))
            .and_where(Expr::col("pages").is_not_null())
            .to_owned();
        create_index_on(manager, "book", index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("ix_book_title").table("book").to_owned()).await
    }
}
