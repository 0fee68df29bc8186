//! Indexes mysql.
//!
//! ```text
//! - t: index i1 (a)
//! - t: index i2 (b)
//! - t: index i3 (a, b)
//! + t: unique index i1 (a)
//! + t: index i3 (a, b)
//! + t: index i6 (c, a)
//! ```

use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_indexes_mysql"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("i1").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i2").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i3").table("t").to_owned()).await?;
        manager
            .create_index(Index::create().name("i1").table("t").unique().col("a").to_owned())
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("i3")
                    .table("t")
                    .col(("a", IndexOrder::Desc))
                    .col("b")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(Index::create().name("i6").table("t").col("c").col("a").to_owned())
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("i1").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i3").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i6").table("t").to_owned()).await?;
        manager.create_index(Index::create().name("i1").table("t").col("a").to_owned()).await?;
        manager.create_index(Index::create().name("i2").table("t").col("b").to_owned()).await?;
        manager
            .create_index(Index::create().name("i3").table("t").col("a").col("b").to_owned())
            .await
    }
}
