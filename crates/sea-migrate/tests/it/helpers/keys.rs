//! Keys come and go.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("book")
            .drop_primary_key("book_pkey")
            .set_primary_key("pk_book", ["shelf", "place"])
            .add_unique("uq_book_id", ["id"])
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("book")
            .drop_unique("uq_book_id")
            .drop_primary_key("pk_book")
            .set_primary_key("book_pkey", ["id"])
            .apply(manager)
            .await
    }
}
