//! Enum remove value mysql.
//!
//! ```text
//! ~ t: column m: enum('sad','ok','happy') → enum('ok','happy'), default 'sad' → default 'ok'
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_enum_remove_value_mysql"
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
        execute_on(manager, DbBackend::MySql, "UPDATE `t` SET `m` = 'ok' WHERE `m` IN ('sad')")
            .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` MODIFY COLUMN `m` enum('ok','happy') NOT NULL DEFAULT
               'ok', ALGORITHM=COPY, LOCK=SHARED",
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
            "ALTER TABLE `t` MODIFY COLUMN `m` enum('sad','ok','happy') NOT NULL
               DEFAULT 'sad', ALGORITHM=COPY, LOCK=SHARED",
        )
        .await
    }
}
