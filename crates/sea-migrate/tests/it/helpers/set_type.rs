//! Columns get other types.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("book")
            .set_type(ColumnDef::new("title").text())
            .drop_default("pages")
            .set_type_using(ColumnDef::new("pages").integer(), "pages::integer")
            .set_default("pages", 1)
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("book")
            .set_type(ColumnDef::new("title").string_len(40))
            .drop_default("pages")
            .set_type(ColumnDef::new("pages").string_len(9))
            .set_default("pages", "1")
            .apply(manager)
            .await
    }
}
