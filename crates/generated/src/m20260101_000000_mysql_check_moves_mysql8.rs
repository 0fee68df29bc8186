//! Mysql check moves mysql8.
//!
//! ```text
//! ~ a: check one → two
//! - a: check own (`n` < 9)
//! + a: check own (`n` < 8)
//! ~ b: check two → one
//! - table c (id, n)
//! + table d (id, n)
//! ```
//!
//! Lost for good on the way up: `c` (all its rows).
//!
//! Lost for good on the way down: `d` (all its rows).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_mysql_check_moves_mysql8"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `a` DROP CONSTRAINT `one`, ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `b` DROP CONSTRAINT `two`, ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `a` DROP CONSTRAINT `own`, ADD CONSTRAINT `own` CHECK ((`n`
               < 8)), ADD CONSTRAINT `two` CHECK ((`n` > 1)), ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `b` ADD CONSTRAINT `one` CHECK ((`n` > 2)), ALGORITHM=COPY,
               LOCK=SHARED",
        )
        .await?;
        // Lost for good: `c` (all its rows).
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` DROP CONSTRAINT `three`, ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "CREATE TABLE `d` (`id` int NOT NULL, `n` int, PRIMARY KEY (`id`),
               CONSTRAINT `three` CHECK ((`n` > 3)))",
        )
        .await?;
        execute_on(manager, DbBackend::MySql, "DROP TABLE `c`").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `a` DROP CONSTRAINT `two`, ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `b` DROP CONSTRAINT `one`, ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `a` DROP CONSTRAINT `own`, ADD CONSTRAINT `one` CHECK ((`n`
               > 1)), ADD CONSTRAINT `own` CHECK ((`n` < 9)), ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `b` ADD CONSTRAINT `two` CHECK ((`n` > 2)), ALGORITHM=COPY,
               LOCK=SHARED",
        )
        .await?;
        // Lost for good: `d` (all its rows).
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `d` DROP CONSTRAINT `three`, ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "CREATE TABLE `c` (`id` int NOT NULL, `n` int, PRIMARY KEY (`id`),
               CONSTRAINT `three` CHECK ((`n` > 3)))",
        )
        .await?;
        execute_on(manager, DbBackend::MySql, "DROP TABLE `d`").await
    }
}
