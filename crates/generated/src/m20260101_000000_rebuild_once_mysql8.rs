//! Rebuild once mysql8.
//!
//! ```text
//! ~ t: column a: not null, no default → default ''
//! ~ t: column b: int → varchar(9)
//! - t: column c int
//! + t: column d int generated as (`id` * 2)
//! + t: column e int not null default (abs(-(1)))
//! - t: foreign key t_ibfk_1 (c) → u (id)
//! + t: check short (length(`a`) < 9)
//! - t: index c (c)
//! - t: index t_a (a)
//! + t: unique index b (b)
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
        "m20260101_000000_rebuild_once_mysql8"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
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
               COLUMN `d` int GENERATED ALWAYS AS ((`id` * 2)) STORED, ADD COLUMN `e`
               int NOT NULL DEFAULT (abs(-(1))), MODIFY COLUMN `a` varchar(9) NOT NULL
               DEFAULT '', MODIFY COLUMN `b` varchar(9), ADD INDEX `t_a` (`a` DESC),
               ADD UNIQUE INDEX `b` (`b`), ADD CONSTRAINT `short` CHECK ((length(`a`)
               < 9)), ALGORITHM=COPY, LOCK=SHARED",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("b").table("t").to_owned()).await?;
        manager.drop_index(Index::drop().name("t_a").table("t").to_owned()).await?;
        // Lost for good: `t.e` (its values).
        alter_table("t")
            .drop_check("short")
            .add_column(ColumnDef::new("c").integer())
            .drop_default("a")
            .set_nullable("a")
            .set_type(ColumnDef::new("b").integer())
            .drop_column("d")
            .drop_column("e")
            .apply(manager)
            .await?;
        manager.create_index(Index::create().name("c").table("t").col("c").to_owned()).await?;
        manager.create_index(Index::create().name("t_a").table("t").col("a").to_owned()).await?;
        alter_table("t")
            .add_foreign_key(ForeignKey::create().name("t_ibfk_1").from("t", "c").to("u", "id"))
            .apply(manager)
            .await
    }
}
