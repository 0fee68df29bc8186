//! Unique postgres.
//!
//! ```text
//! ~ t: unique constraint u3 → renamed
//! - t: unique constraint u1 (a, b)
//! - t: unique constraint u2 (c)
//! + t: unique constraint u1 (b, a)
//! + t: unique constraint u4 (a, c)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_unique_postgres"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .drop_unique("u1")
            .drop_unique("u2")
            .rename_constraint("u3", "renamed")
            .add_unique("u1", ["b", "a"])
            .add_unique("u4", ["a", "c"])
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .drop_unique("u1")
            .drop_unique("u4")
            .rename_constraint("renamed", "u3")
            .add_unique("u1", ["a", "b"])
            .add_unique("u2", ["c"])
            .apply(manager)
            .await
    }
}
