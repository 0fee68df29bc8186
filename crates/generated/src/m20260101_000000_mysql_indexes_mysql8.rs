//! Mysql indexes mysql8.
//!
//! ```text
//! - t: primary key without a name (a)
//! + t: primary key without a name (a)
//! - t: index i1 (a)
//! - t: index i2 (b)
//! - t: index i4 (d)
//! + t: index i1 (a, d)
//! + t: index i2 (b)
//! + t: index i3 (c)
//! + t: index i4 (d)
//! + t: unique index i5 (e)
//! + t: index i6 (lower(`a`), (`d` + 1))
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_mysql_indexes_mysql8"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` DROP INDEX `i1`, DROP INDEX `i2`, DROP INDEX `i4`, DROP
               PRIMARY KEY, ADD FULLTEXT INDEX `i3` (`c`), ADD INDEX `i1` (`a`(3), `d`
               DESC), ADD INDEX `i2` (`b`(20)), ADD INDEX `i4` (`d`) INVISIBLE COMMENT
               'slow', ADD INDEX `i6` ((lower(`a`)), ((`d` + 1)) DESC), ADD UNIQUE
               INDEX `i5` (`e`(9)), ADD PRIMARY KEY (`a`(6) DESC), ALGORITHM=COPY,
               LOCK=SHARED",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` DROP INDEX `i1`, DROP INDEX `i2`, DROP INDEX `i3`, DROP
               INDEX `i4`, DROP INDEX `i5`, DROP INDEX `i6`, DROP PRIMARY KEY, ADD
               INDEX `i1` (`a`), ADD INDEX `i2` (`b`(10)), ADD INDEX `i4` (`d`), ADD
               PRIMARY KEY (`a`(5)), ALGORITHM=COPY, LOCK=SHARED",
        )
        .await
    }
}
