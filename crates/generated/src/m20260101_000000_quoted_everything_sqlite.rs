//! Quoted everything sqlite.
//!
//! ```text
//! ~ t "x": column d'e: not null
//! + t "x": column -- no text
//! + t "x": check without a name "br ack" <> 5
//! - t "x": index i "q" (d'e) where "br ack" > 0
//! + t "x": unique index i "q" (d'e) where "br ack" > 1
//! ```
//!
//! Lost for good on the way down: `t "x".-- no` (its values).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_quoted_everything_sqlite"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(manager, DbBackend::Sqlite, r#"DROP INDEX "i ""q""""#).await?;
        alter_table(r#"t "x""#)
            .add_column(ColumnDef::new("-- no").text())
            .set_not_null_filled("d'e", "it's \\ $$")
            .add_check(r#"t "x"_check"#, Expr::col("br ack").ne(5))
            .apply(manager)
            .await?;
        execute_on(
            manager,
            DbBackend::Sqlite,
            r#"CREATE UNIQUE INDEX "i ""q""" ON "t ""x""" ("d'e") WHERE "br ack" > 1"#,
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(manager, DbBackend::Sqlite, r#"DROP INDEX "i ""q""""#).await?;
        // Lost for good: `t "x".-- no` (its values).
        alter_table(r#"t "x""#)
            .set_nullable("d'e")
            .drop_column("-- no")
            .restate_on_sqlite(
                r#"CREATE TABLE "t ""x""" ("c %I" integer NOT NULL, "d'e" text DEFAULT
               'it''s \ $$', "br ack" int, "tick" int, PRIMARY KEY ("c %I"))"#,
            )
            .apply(manager)
            .await?;
        execute_on(
            manager,
            DbBackend::Sqlite,
            r#"CREATE INDEX "i ""q""" ON "t ""x""" ("d'e") WHERE "br ack" > 0"#,
        )
        .await
    }
}
