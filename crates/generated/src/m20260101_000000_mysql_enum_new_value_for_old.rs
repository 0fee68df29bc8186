//! Mysql enum new value for old.
//!
//! ```text
//! ~ t: column m: enum('sad','ok') → enum('ok','unhappy')
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_mysql_enum_new_value_for_old"
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
            "ALTER TABLE `t` MODIFY COLUMN `m` enum('sad','ok','unhappy'), ALGORITHM=INSTANT",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "UPDATE `t` SET `m` = 'unhappy' WHERE `m` IN ('sad')",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` MODIFY COLUMN `m` enum('ok','unhappy'), ALGORITHM=COPY,
               LOCK=SHARED",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES')",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` MODIFY COLUMN `m` enum('ok','unhappy','sad'), ALGORITHM=INSTANT",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "UPDATE `t` SET `m` = 'sad' WHERE `m` IN ('unhappy')",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` MODIFY COLUMN `m` enum('sad','ok'), ALGORITHM=COPY,
               LOCK=SHARED",
        )
        .await
    }
}
