//! Unique.
//!
//! ```text
//! ~ t: unique constraint u3 → renamed
//! - t: unique constraint u1 (a, b)
//! - t: unique constraint u2 (c)
//! + t: unique constraint u1 (b, a)
//! + t: unique constraint u4 (a, c)
//! ~ t: index u3 → renamed (MySQL)
//! - t: unique index u1 (a, b) (MySQL)
//! - t: unique index u2 (c) (MySQL)
//! + t: unique index u1 (b, a) (MySQL)
//! + t: unique index u4 (a, c) (MySQL)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_unique"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let mut table = alter_table("t").drop_unique("u1").drop_unique("u2");
        if backend != DbBackend::MySql {
            table = table.rename_constraint("u3", "renamed");
        }
        table.apply(manager).await?;
        if backend == DbBackend::MySql {
            rename_index(manager, "t", "u3", "renamed").await?;
        }
        alter_table("t")
            .add_unique("u1", ["b", "a"])
            .add_unique("u4", ["a", "c"])
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let mut table = alter_table("t").drop_unique("u1").drop_unique("u4");
        if backend != DbBackend::MySql {
            table = table.rename_constraint("renamed", "u3");
        }
        table = table.add_unique("u1", ["a", "b"]).add_unique("u2", ["c"]);
        table.apply(manager).await?;
        if backend == DbBackend::MySql {
            rename_index(manager, "t", "renamed", "u3").await?;
        }
        Ok(())
    }
}
