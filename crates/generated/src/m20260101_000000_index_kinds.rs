//! Index kinds.
//!
//! ```text
//! - t: index i1 (a)
//! - t: index i2 (a, b)
//! - t: index i3 (c)
//! - t: index i4 (b)
//! - t: index i5 (c, a)
//! - t: index i6 (b, a)
//! - t: index i7 (d)
//! - t: unique index i8 (a, c)
//! + t: index i1 (a)
//! + t: index i2 (a)
//! + t: index i3 (c)
//! + t: index i4 (b)
//! + t: index i5 (c, a)
//! + t: index i6 (b, a)
//! + t: index i7 (d)
//! + t: unique index i8 (a, c)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_index_kinds"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("i1").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i2").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i3").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i4").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i5").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i6").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i7").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i8").table("t").to_owned()).await?;
        manager
            .create_index(
                Index::create()
                    .name("i1")
                    .table("t")
                    .col("a")
                    .index_type(IndexType::Hash)
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(Index::create().name("i2").table("t").col("a").include("b").to_owned())
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("i3")
                    .table("t")
                    .col("c".into_index_column().with_operator_class("text_pattern_ops"))
                    .to_owned(),
            )
            .await?;
        execute_on(manager, DbBackend::Postgres, r#"CREATE INDEX "i4" ON "t" ("b" NULLS FIRST)"#)
            .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"CREATE INDEX "i5" ON "t" ("c" COLLATE "C", "a")"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"CREATE INDEX "i6" ON "t" ("b", "a") WITH (fillfactor=70)"#,
        )
        .await?;
        manager
            .create_index(
                Index::create()
                    .name("i7")
                    .table("t")
                    .col("d".into_index_column().with_operator_class("jsonb_path_ops"))
                    .full_text()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("i8")
                    .table("t")
                    .unique()
                    .nulls_not_distinct()
                    .col("a")
                    .col("c")
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("i1").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i2").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i3").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i4").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i5").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i6").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i7").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("i8").table("t").to_owned()).await?;
        manager.create_index(Index::create().name("i1").table("t").col("a").to_owned()).await?;
        manager
            .create_index(Index::create().name("i2").table("t").col("a").col("b").to_owned())
            .await?;
        manager.create_index(Index::create().name("i3").table("t").col("c").to_owned()).await?;
        manager.create_index(Index::create().name("i4").table("t").col("b").to_owned()).await?;
        manager
            .create_index(Index::create().name("i5").table("t").col("c").col("a").to_owned())
            .await?;
        manager
            .create_index(Index::create().name("i6").table("t").col("b").col("a").to_owned())
            .await?;
        manager
            .create_index(Index::create().name("i7").table("t").col("d").full_text().to_owned())
            .await?;
        manager
            .create_index(
                Index::create().name("i8").table("t").unique().col("a").col("c").to_owned(),
            )
            .await
    }
}
