//! Rebuild once sqlite.
//!
//! ```text
//! ~ t: column a: not null, no default → default ''
//! ~ t: column b: integer → text
//! - t: column c integer
//! + t: column d integer generated as id * 2
//! + t: column e integer not null default (abs(-1))
//! - t: foreign key without a name (c) → u (id)
//! + t: unique constraint without a name (b)
//! + t: check without a name length(a) < 9
//! - t: index t_a (a)
//! + t: index t_a (a)
//! ```
//!
//! Lost for good on the way up: `t.c` (its values).
//!
//! Lost for good on the way down: `t.e` (its values).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_rebuild_once_sqlite"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("t_a").table("t").to_owned()).await?;
        // Lost for good: `t.c` (its values).
        alter_table("t")
            .drop_foreign_key("t_c_fkey", ["c"])
            .add_column(ColumnDef::new("d").integer().generated(Expr::cust("id * 2"), true))
            .add_column(ColumnDef::new("e").integer().not_null().default(Expr::cust("abs(-1)")))
            .set_default("a", "")
            .set_not_null_filled("a", "")
            .set_type(ColumnDef::new("b").text())
            .drop_column("c")
            .add_unique("t_b_key", ["b"])
            .add_check("t_check", Expr::cust("length(a) < 9"))
            .apply(manager)
            .await?;
        manager
            .create_index(
                Index::create().name("t_a").table("t").col(("a", IndexOrder::Desc)).to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("t_a").table("t").to_owned()).await?;
        // Lost for good: `t.e` (its values).
        alter_table("t")
            .drop_unique("t_b_key")
            .add_column(ColumnDef::new("c").integer())
            .drop_default("a")
            .set_nullable("a")
            .set_type(ColumnDef::new("b").integer())
            .drop_column("d")
            .drop_column("e")
            .add_foreign_key(ForeignKey::create().from("t", "c").to("u", "id"))
            .restate_on_sqlite(
                r#"CREATE TABLE "t" ("id" integer NOT NULL, "a" text, "b" integer, "c"
               integer, PRIMARY KEY ("id"), FOREIGN KEY ("c") REFERENCES "u" ("id"))"#,
            )
            .apply(manager)
            .await?;
        manager.create_index(Index::create().name("t_a").table("t").col("a").to_owned()).await
    }
}
