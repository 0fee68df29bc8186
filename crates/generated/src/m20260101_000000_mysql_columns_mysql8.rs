//! Mysql columns mysql8.
//!
//! ```text
//! ~ t: column a: int unsigned → bigint(20) unsigned zerofill
//! ~ t: column b: what a change of the row does to it
//! ~ t: column c: set('x','y') → set('x','y','z')
//! ~ t: column d: collation the usual → latin1_swedish_ci
//! ~ t: column e: not null
//! ~ t: column g: its visibility
//! ~ t: column h: no default → default (repeat(_utf8mb4'x',16))
//! ~ t: column i: datetime(3) → datetime(6)
//! ~ t: column j: bit(3) → bit(4), default b'101' → default b'1'
//! + t: column k json default (_utf8mb4'{}')
//! + t: column l int default ((1 + 1))
//! + t: column m date default ((curdate() + interval 1 day))
//! - t: check t_chk_1 (`f` > 0)
//! + t: check t_chk_1 (`f` > 1)
//! ```
//!
//! Lost for good on the way down: `t.i` (fractions of a second), `t.k` (its values), `t.l` (its values), `t.m` (its values).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_mysql_columns_mysql8"
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
            "ALTER TABLE `t` DROP CONSTRAINT `t_chk_1`, ADD COLUMN `k` json DEFAULT
               (_utf8mb4'{}'), ADD COLUMN `l` int DEFAULT ((1 + 1)), ADD COLUMN `m`
               date DEFAULT ((curdate() + interval 1 day)), MODIFY COLUMN `a` bigint(20)
               unsigned zerofill, MODIFY COLUMN `b` timestamp NOT NULL DEFAULT
               CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, MODIFY COLUMN `c` set('x','y','z'),
               MODIFY COLUMN `d` varchar(9) COLLATE latin1_swedish_ci, MODIFY COLUMN
               `e` json NOT NULL, MODIFY COLUMN `g` int INVISIBLE, MODIFY COLUMN `h`
               binary(16) DEFAULT (repeat(_utf8mb4'x',16)), MODIFY COLUMN `i` datetime(6),
               MODIFY COLUMN `j` bit(4) DEFAULT b'1', ADD CONSTRAINT `t_chk_1` CHECK ((`f`
               > 1)), ALGORITHM=COPY, LOCK=SHARED",
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
            "ALTER TABLE `t` DROP CONSTRAINT `t_chk_1`, DROP COLUMN `k`, DROP COLUMN
               `l`, DROP COLUMN `m`, MODIFY COLUMN `a` int unsigned, MODIFY COLUMN `b`
               timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP, MODIFY COLUMN `c` set('x','y'),
               MODIFY COLUMN `d` varchar(9), MODIFY COLUMN `e` json, MODIFY COLUMN `g`
               int, MODIFY COLUMN `h` binary(16), MODIFY COLUMN `i` datetime(3),
               MODIFY COLUMN `j` bit(3) DEFAULT b'101', ADD CONSTRAINT `t_chk_1` CHECK
               ((`f` > 0)), ALGORITHM=COPY, LOCK=SHARED",
        )
        .await
    }
}
