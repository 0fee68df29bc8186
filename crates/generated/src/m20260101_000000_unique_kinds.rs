//! Unique kinds.
//!
//! ```text
//! - t: unique constraint u1 (a)
//! - t: unique constraint u2 (b)
//! - t: unique constraint u3 (c)
//! + t: unique constraint u1 (a)
//! + t: unique constraint u2 (b)
//! + t: unique constraint u3 (c)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_unique_kinds"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .drop_unique("u1")
            .drop_unique("u2")
            .drop_unique("u3")
            .apply(manager)
            .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "t" ADD CONSTRAINT "u1" UNIQUE NULLS NOT DISTINCT ("a")"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "t" ADD CONSTRAINT "u2" UNIQUE ("b") DEFERRABLE INITIALLY
               DEFERRED"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "t" ADD CONSTRAINT "u3" UNIQUE ("c") INCLUDE ("a")"#,
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .drop_unique("u1")
            .drop_unique("u2")
            .drop_unique("u3")
            .add_unique("u1", ["a"])
            .add_unique("u2", ["b"])
            .add_unique("u3", ["c"])
            .apply(manager)
            .await
    }
}
