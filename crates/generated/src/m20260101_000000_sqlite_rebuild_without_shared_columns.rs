//! Sqlite rebuild without shared columns.
//!
//! ```text
//! ~ table t: row numbers
//! - t: column a text not null
//! - t: column b text
//! + t: column c real default 1
//! + t: column d integer
//! + t: column e integer default 2
//! - t: primary key without a name (a)
//! + t: check without a name c > 0
//! ```
//!
//! Lost for good on the way up: `t.a` (its values), `t.b` (its values).
//!
//! Lost for good on the way down: `t.c` (its values), `t.d` (its values), `t.e` (its values).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_sqlite_rebuild_without_shared_columns"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `t.a` (its values), `t.b` (its values).
        alter_table("t")
            .drop_primary_key("t_pkey")
            .add_column(ColumnDef::new("c").custom("real").default(1))
            .add_column(ColumnDef::new("d").integer())
            .add_column(ColumnDef::new("e").integer().default(2))
            .drop_column("a")
            .drop_column("b")
            .add_check("t_check", Expr::col("c").gt(0))
            .restate_on_sqlite(
                r#"CREATE TABLE "t" ("c" real DEFAULT 1, "d" integer, "e" integer DEFAULT
               2, CHECK (c > 0))"#,
            )
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `t.c` (its values), `t.d` (its values), `t.e` (its values).
        alter_table("t")
            .add_column_filled(ColumnDef::new("a").text().not_null(), "")
            .add_column(ColumnDef::new("b").text())
            .drop_column("c")
            .drop_column("d")
            .drop_column("e")
            .set_primary_key("t_pkey", ["a"])
            .restate_on_sqlite(
                r#"CREATE TABLE "t" ("a" text NOT NULL, "b" text, PRIMARY KEY ("a"))
               WITHOUT ROWID"#,
            )
            .apply(manager)
            .await
    }
}
