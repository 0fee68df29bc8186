//! Indexes.
//!
//! ```text
//! - t: index i1 (a)
//! - t: index i2 (b)
//! - t: index i3 (a, b)
//! - t: index i4 (a) where (b > 0)
//! - t: index i5 (lower(c))
//! + t: unique index i1 (a)
//! + t: index i3 (a, b)
//! + t: index i4 (a) where (b > 1)
//! + t: index i5 (upper(c))
//! + t: index i6 (c, a)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_indexes"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        manager.drop_index(Index::drop().name("i1").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i2").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i3").table("t").to_owned()).await?;
        if backend != DbBackend::MySql {
            manager.drop_index(Index::drop().name("i4").table("t").to_owned()).await?;
            manager.drop_index(Index::drop().name("i5").table("t").to_owned()).await?;
        }
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
        if backend != DbBackend::MySql {
            manager
                .create_index(
                    Index::create()
                        .name("i4")
                        .table("t")
                        .col("a")
                        .and_where(Expr::col("b").gt(1))
                        .to_owned(),
                )
                .await?;
            create_index_on(
                manager,
                "t",
                Index::create().name("i5").col(Expr::cust("upper(c)")).to_owned(),
            )
            .await?;
        }
        manager
            .create_index(Index::create().name("i6").table("t").col("c").col("a").to_owned())
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        manager.drop_index(Index::drop().name("i1").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i3").table("t").to_owned()).await?;
        if backend != DbBackend::MySql {
            manager.drop_index(Index::drop().name("i4").table("t").to_owned()).await?;
            manager.drop_index(Index::drop().name("i5").table("t").to_owned()).await?;
        }
        manager.drop_index(Index::drop().name("i6").table("t").to_owned()).await?;
        manager.create_index(Index::create().name("i1").table("t").col("a").to_owned()).await?;
        manager.create_index(Index::create().name("i2").table("t").col("b").to_owned()).await?;
        manager
            .create_index(Index::create().name("i3").table("t").col("a").col("b").to_owned())
            .await?;
        if backend != DbBackend::MySql {
            manager
                .create_index(
                    Index::create()
                        .name("i4")
                        .table("t")
                        .col("a")
                        .and_where(Expr::col("b").gt(0))
                        .to_owned(),
                )
                .await?;
            create_index_on(
                manager,
                "t",
                Index::create().name("i5").col(Expr::cust("lower(c)")).to_owned(),
            )
            .await?;
        }
        Ok(())
    }
}
