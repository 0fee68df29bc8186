//! Index swap.
//!
//! ```text
//! - t: index i1 (a)
//! - t: index i2 (b)
//! + t: index i1 (b)
//! + t: index i2 (a)
//! ```

use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_index_swap"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("i1").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i2").table("t").to_owned()).await?;
        manager.create_index(Index::create().name("i1").table("t").col("b").to_owned()).await?;
        manager.create_index(Index::create().name("i2").table("t").col("a").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("i1").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i2").table("t").to_owned()).await?;
        manager.create_index(Index::create().name("i1").table("t").col("a").to_owned()).await?;
        manager.create_index(Index::create().name("i2").table("t").col("b").to_owned()).await
    }
}
