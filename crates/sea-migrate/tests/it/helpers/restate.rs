//! A table of `SQLite` is told as a whole.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("book")
            .restate_on_sqlite("CREATE TABLE book (id integer PRIMARY KEY, title text) STRICT")
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("book")
            .restate_on_sqlite("CREATE TABLE book (id integer PRIMARY KEY, title text)")
            .apply(manager)
            .await
    }
}
