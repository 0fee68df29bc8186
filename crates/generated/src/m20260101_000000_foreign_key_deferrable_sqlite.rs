//! Foreign key deferrable sqlite.
//!
//! ```text
//! ~ c: foreign key f1: checked at another time
//! ~ c: foreign key f2: checked at another time
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_foreign_key_deferrable_sqlite"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("c")
            .restate_on_sqlite(
                r#"CREATE TABLE "c" ("a" integer, "b" integer, CONSTRAINT "f1" FOREIGN KEY
               ("a") REFERENCES "p" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT
               "f2" FOREIGN KEY ("b") REFERENCES "q" ("id"))"#,
            )
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("c")
            .restate_on_sqlite(
                r#"CREATE TABLE "c" ("a" integer, "b" integer, CONSTRAINT "f1" FOREIGN KEY
               ("a") REFERENCES "p" ("id"), CONSTRAINT "f2" FOREIGN KEY ("b")
               REFERENCES "q" ("id") DEFERRABLE INITIALLY DEFERRED)"#,
            )
            .apply(manager)
            .await
    }
}
