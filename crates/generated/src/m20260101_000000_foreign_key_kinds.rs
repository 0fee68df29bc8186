//! Foreign key kinds.
//!
//! ```text
//! - c: foreign key f1 (a, b) → p (a, b)
//! - c: foreign key f2 (a, d) → p (a, b)
//! + c: foreign key f1 (a, b) → p (a, b)
//! + c: foreign key f2 (a, d) → p (a, b)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_foreign_key_kinds"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("c")
            .drop_foreign_key("f1", ["a", "b"])
            .drop_foreign_key("f2", ["a", "d"])
            .apply(manager)
            .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "c" ADD CONSTRAINT "f1" FOREIGN KEY ("a", "b") REFERENCES
               "p" ("a", "b") MATCH FULL"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "c" ADD CONSTRAINT "f2" FOREIGN KEY ("a", "d") REFERENCES
               "p" ("a", "b") ON DELETE SET NULL ("d")"#,
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("c")
            .drop_foreign_key("f1", ["a", "b"])
            .drop_foreign_key("f2", ["a", "d"])
            .add_foreign_key(
                ForeignKey::create().name("f1").from("c", ("a", "b")).to("p", ("a", "b")),
            )
            .add_foreign_key(
                ForeignKey::create()
                    .name("f2")
                    .from("c", ("a", "d"))
                    .to("p", ("a", "b"))
                    .on_delete(ForeignKeyAction::SetNull),
            )
            .apply(manager)
            .await
    }
}
