//! Mysql columns.
//!
//! ```text
//! ~ t: column a: int unsigned → bigint(20) unsigned zerofill
//! ~ t: column b: what a change of the row does to it
//! ~ t: column c: set('x','y') → set('x','y','z')
//! ~ t: column d: collation the usual → latin1_swedish_ci
//! ~ t: column e: not null
//! ~ t: column f: its check
//! ~ t: column g: its visibility
//! ~ t: column h: binary(16) → uuid, no default → default uuid()
//! ~ t: column i: datetime(3) → datetime(6)
//! ~ t: column j: bit(3) → bit(4), default b'101' → default b'1'
//! + t: column k json default '{}'
//! + t: column l int default (1 + 1)
//! + t: column m date default (curdate() + interval 1 day)
//! ```
//!
//! Lost for good on the way down: `t.i` (fractions of a second), `t.k` (its values), `t.l` (its values), `t.m` (its values).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_mysql_columns"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES')",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` ADD COLUMN `k` json DEFAULT '{}', ADD COLUMN `l` int
               DEFAULT (1 + 1), ADD COLUMN `m` date DEFAULT (curdate() + interval 1
               day), MODIFY COLUMN `a` bigint(20) unsigned zerofill, MODIFY COLUMN `b`
               timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE
               current_timestamp(), MODIFY COLUMN `c` set('x','y','z'), MODIFY COLUMN
               `d` varchar(9) COLLATE latin1_swedish_ci, MODIFY COLUMN `e` json NOT
               NULL, MODIFY COLUMN `f` int CHECK (`f` > 1), MODIFY COLUMN `g` int
               INVISIBLE, MODIFY COLUMN `h` uuid DEFAULT uuid(), MODIFY COLUMN `i`
               datetime(6), MODIFY COLUMN `j` bit(4) DEFAULT b'1', ALGORITHM=COPY,
               LOCK=SHARED",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `t.i` (fractions of a second), `t.k` (its values), `t.l` (its values), `t.m` (its values).
        execute_on(
            manager,
            DbBackend::MySql,
            "SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES')",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` DROP COLUMN `k`, DROP COLUMN `l`, DROP COLUMN `m`,
               MODIFY COLUMN `a` int unsigned, MODIFY COLUMN `b` timestamp NOT NULL
               DEFAULT current_timestamp(), MODIFY COLUMN `c` set('x','y'), MODIFY
               COLUMN `d` varchar(9), MODIFY COLUMN `e` json, MODIFY COLUMN `f` int
               CHECK (`f` > 0), MODIFY COLUMN `g` int, MODIFY COLUMN `h` binary(16),
               MODIFY COLUMN `i` datetime(3), MODIFY COLUMN `j` bit(3) DEFAULT b'101',
               ALGORITHM=COPY, LOCK=SHARED",
        )
        .await
    }
}
