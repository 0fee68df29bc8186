//! Quoted everything.
//!
//! ```text
//! ~ sequence a.b.s 'q'
//! + ünï: column -- no text
//! ~ a.b.t "x": column c %I: integer → bigint
//! ~ a.b.t "x": column d'e: not null
//! + a.b.t "x": unique constraint k."k (d'e)
//! ~ t "x": column d'e: not null (SQLite)
//! + t "x": column -- no text (SQLite)
//! + t "x": check without a name "br ack" <> 5 (SQLite)
//! - t "x": index i "q" (d'e) where "br ack" > 0 (SQLite)
//! + t "x": unique index i "q" (d'e) where "br ack" > 1 (SQLite)
//! ```
//!
//! Lost for good on the way down: `ünï.-- no` (its values), `t "x".-- no` (its values).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_quoted_everything"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER SEQUENCE "a.b"."s 'q'" AS bigint INCREMENT BY 2 MINVALUE 1
               MAXVALUE 9223372036854775807 START WITH 1 CACHE 1 NO CYCLE"#,
        )
        .await?;
        if backend == DbBackend::Postgres {
            manager
                .alter_table(
                    Table::alter()
                        .table("ünï")
                        .add_column(ColumnDef::new("-- no").text())
                        .to_owned(),
                )
                .await?;
            alter_table(("a.b", r#"t "x""#))
                .set_type(ColumnDef::new("c %I").big_integer())
                .set_not_null_filled("d'e", "it's \\ $$")
                .apply(manager)
                .await?;
        }
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "a.b"."t ""x""" ADD CONSTRAINT "k.""k" UNIQUE ("d'e")"#,
        )
        .await?;
        execute_on(manager, DbBackend::Sqlite, r#"DROP INDEX "i ""q""""#).await?;
        if backend == DbBackend::Sqlite {
            alter_table(r#"t "x""#)
                .add_column(ColumnDef::new("-- no").text())
                .set_not_null_filled("d'e", "it's \\ $$")
                .add_check(r#"t "x"_check"#, Expr::col("br ack").ne(5))
                .apply(manager)
                .await?;
        }
        execute_on(
            manager,
            DbBackend::Sqlite,
            r#"CREATE UNIQUE INDEX "i ""q""" ON "t ""x""" ("d'e") WHERE "br ack" > 1"#,
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        if backend == DbBackend::Postgres {
            alter_table(("a.b", r#"t "x""#))
                .drop_unique(r#"k."k"#)
                .set_type(ColumnDef::new("c %I").integer())
                .set_nullable("d'e")
                .apply(manager)
                .await?;
        }
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER SEQUENCE "a.b"."s 'q'" AS bigint INCREMENT BY 1 MINVALUE 1
               MAXVALUE 9223372036854775807 START WITH 1 CACHE 1 NO CYCLE"#,
        )
        .await?;
        if backend == DbBackend::Postgres {
            // Lost for good: `ünï.-- no` (its values).
            manager
                .alter_table(Table::alter().table("ünï").drop_column("-- no").to_owned())
                .await?;
        }
        execute_on(manager, DbBackend::Sqlite, r#"DROP INDEX "i ""q""""#).await?;
        if backend == DbBackend::Sqlite {
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
        }
        execute_on(
            manager,
            DbBackend::Sqlite,
            r#"CREATE INDEX "i ""q""" ON "t ""x""" ("d'e") WHERE "br ack" > 0"#,
        )
        .await
    }
}
