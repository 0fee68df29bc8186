//! A column goes, with what stands on it.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("book").drop_column("price").apply(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("book")
            .add_column_filled(ColumnDef::new("price").integer().not_null(), 0)
            .add_check("ck_book_price", Expr::col("price").gte(0))
            .apply(manager)
            .await?;
        let index = Index::create().name("ix_book_price").table("book").col("price").to_owned();
        manager.create_index(index).await
    }
}
