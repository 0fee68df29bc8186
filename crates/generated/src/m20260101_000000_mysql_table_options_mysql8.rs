//! Mysql table options mysql8.
//!
//! ```text
//! ~ table t: storage parameters, collation of new columns
//! ~ table u: storage engine
//! ~ table v: collation of new columns
//! ~ no comment on v
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_mysql_table_options_mysql8"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` MODIFY COLUMN `a` varchar(9), DEFAULT COLLATE=utf8mb4_bin,
               ROW_FORMAT=DEFAULT, STATS_PERSISTENT=0, ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `u` ENGINE=InnoDB, ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `v` MODIFY COLUMN `a` varchar(9), DEFAULT COLLATE=utf8mb4_0900_ai_ci,
               COMMENT='', ALGORITHM=COPY, LOCK=SHARED",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` MODIFY COLUMN `a` varchar(9), DEFAULT COLLATE=utf8mb4_0900_ai_ci,
               ROW_FORMAT=COMPACT, STATS_PERSISTENT=DEFAULT, ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `u` ENGINE=MyISAM, ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `v` MODIFY COLUMN `a` varchar(9), DEFAULT COLLATE=latin1_bin,
               COMMENT='old', ALGORITHM=COPY, LOCK=SHARED",
        )
        .await
    }
}
