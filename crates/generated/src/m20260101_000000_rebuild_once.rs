//! Rebuild once.
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
//! + t: check short octet_length(`a`) < 9 (MySQL)
//! - t: index c (c) (MySQL)
//! + t: unique index b (b) (MySQL)
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
        "m20260101_000000_rebuild_once"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        // Lost for good: `t.c` (its values).
        execute_on(
            manager,
            DbBackend::MySql,
            "SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES')",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` DROP FOREIGN KEY `t_ibfk_1`, ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(manager, DbBackend::MySql, "UPDATE `t` SET `a` = '' WHERE `a` IS NULL").await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` DROP INDEX `c`, DROP INDEX `t_a`, DROP COLUMN `c`, ADD
               COLUMN `d` int GENERATED ALWAYS AS (`id` * 2) STORED, ADD COLUMN `e`
               int NOT NULL DEFAULT abs(-1), MODIFY COLUMN `a` varchar(9) NOT NULL
               DEFAULT '', MODIFY COLUMN `b` varchar(9), ADD INDEX `t_a` (`a` DESC),
               ADD UNIQUE INDEX `b` (`b`), ADD CONSTRAINT `short` CHECK (octet_length(`a`)
               < 9), ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        if backend == DbBackend::Sqlite {
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
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        manager.drop_index(Index::drop().name("t_a").table("t").to_owned()).await?;
        // Lost for good: `t.e` (its values).
        let mut table = alter_table("t").drop_unique(match backend {
            DbBackend::MySql => "b",
            _ => "t_b_key",
        });
        if backend == DbBackend::MySql {
            table = table.drop_check("short");
        }
        table = table
            .add_column(ColumnDef::new("c").integer())
            .drop_default("a")
            .set_nullable("a")
            .set_type(ColumnDef::new("b").integer())
            .drop_column("d")
            .drop_column("e");
        table.apply(manager).await?;
        if backend == DbBackend::MySql {
            manager.create_index(Index::create().name("c").table("t").col("c").to_owned()).await?;
        }
        let mut table = alter_table("t")
            .add_foreign_key(ForeignKey::create().name("t_ibfk_1").from("t", "c").to("u", "id"));
        if backend == DbBackend::Sqlite {
            table = table.restate_on_sqlite(
                r#"CREATE TABLE "t" ("id" integer NOT NULL, "a" text, "b" integer, "c"
               integer, PRIMARY KEY ("id"), FOREIGN KEY ("c") REFERENCES "u" ("id"))"#,
            );
        }
        table.apply(manager).await?;
        manager.create_index(Index::create().name("t_a").table("t").col("a").to_owned()).await
    }
}
