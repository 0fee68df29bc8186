//! Sqlite options.
//!
//! ```text
//! ~ table a: strictness
//! ~ table b: row numbers
//! ~ c: column id: no default → autoincrement
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_sqlite_options"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("a")
            .restate_on_sqlite(
                r#"CREATE TABLE "a" ("id" integer NOT NULL, "v" text, PRIMARY KEY ("id"))
               STRICT"#,
            )
            .apply(manager)
            .await?;
        alter_table("b")
            .restate_on_sqlite(
                r#"CREATE TABLE "b" ("id" integer NOT NULL, "v" text, PRIMARY KEY ("id"))
               WITHOUT ROWID"#,
            )
            .apply(manager)
            .await?;
        alter_table("c")
            .restate_on_sqlite(
                r#"CREATE TABLE "c" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "v"
               text)"#,
            )
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("a")
            .restate_on_sqlite(
                r#"CREATE TABLE "a" ("id" integer NOT NULL, "v" text, PRIMARY KEY ("id"))"#,
            )
            .apply(manager)
            .await?;
        alter_table("b")
            .restate_on_sqlite(
                r#"CREATE TABLE "b" ("id" integer NOT NULL, "v" text, PRIMARY KEY ("id"))"#,
            )
            .apply(manager)
            .await?;
        alter_table("c")
            .restate_on_sqlite(
                r#"CREATE TABLE "c" ("id" INTEGER NOT NULL, "v" text, PRIMARY KEY ("id"))"#,
            )
            .apply(manager)
            .await
    }
}
