//! Unique mysql.
//!
//! ```text
//! ~ t: index u3 → renamed
//! - t: unique index u1 (a, b)
//! - t: unique index u2 (c)
//! + t: unique index u1 (b, a)
//! + t: unique index u4 (a, c)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_unique_mysql"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("u1").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("u2").table("t").to_owned()).await?;
        rename_index(manager, "t", "u3", "renamed").await?;
        manager
            .create_index(
                Index::create().name("u1").table("t").unique().col("b").col("a").to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("u4").table("t").unique().col("a").col("c").to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("u1").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("u4").table("t").to_owned()).await?;
        manager
            .create_index(
                Index::create().name("u1").table("t").unique().col("a").col("b").to_owned(),
            )
            .await?;
        manager
            .create_index(Index::create().name("u2").table("t").unique().col("c").to_owned())
            .await?;
        rename_index(manager, "t", "renamed", "u3").await
    }
}
