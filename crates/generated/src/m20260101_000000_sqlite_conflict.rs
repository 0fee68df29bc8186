//! Sqlite conflict.
//!
//! ```text
//! ~ a: column v: what happens to NULL
//! - a: unique constraint without a name (w)
//! + a: unique constraint without a name (w)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_sqlite_conflict"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("a")
            .drop_unique("a_w_key")
            .restate_on_sqlite(
                r#"CREATE TABLE "a" ("id" integer NOT NULL, "v" text NOT NULL ON CONFLICT
               IGNORE, "w" text, PRIMARY KEY ("id"), UNIQUE ("w") ON CONFLICT REPLACE)"#,
            )
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("a")
            .drop_unique("a_w_key")
            .add_unique("a_w_key", ["w"])
            .restate_on_sqlite(
                r#"CREATE TABLE "a" ("id" integer NOT NULL, "v" text NOT NULL, "w" text,
               PRIMARY KEY ("id"), UNIQUE ("w"))"#,
            )
            .apply(manager)
            .await
    }
}
