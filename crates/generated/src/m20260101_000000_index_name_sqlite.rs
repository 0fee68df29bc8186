//! Index name sqlite.
//!
//! ```text
//! ~ t: index one → other
//! ```

use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_index_name_sqlite"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("one").table("t").to_owned()).await?;
        manager.create_index(Index::create().name("other").table("t").col("a").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("other").table("t").to_owned()).await?;
        manager.create_index(Index::create().name("one").table("t").col("a").to_owned()).await
    }
}
