//! Foreign keys come and go.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let author = ForeignKey::create()
            .name("fk_book_author")
            .from_col("author")
            .to("author", "id")
            .on_delete(ForeignKeyAction::SetNull)
            .to_owned();
        alter_table("book")
            .drop_foreign_key("book_author_fkey", ["author"])
            .set_nullable("author")
            .add_foreign_key(author)
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let author = ForeignKey::create()
            .name("book_author_fkey")
            .from_col("author")
            .to("author", "id")
            .on_delete(ForeignKeyAction::Cascade)
            .to_owned();
        alter_table("book")
            .drop_foreign_key("fk_book_author", ["author"])
            .set_not_null("author")
            .add_foreign_key(author)
            .apply(manager)
            .await
    }
}
