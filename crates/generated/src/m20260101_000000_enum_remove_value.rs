//! Enum remove value.
//!
//! ```text
//! ~ t: column m: default 'sad'::mood → default 'ok'::mood
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_enum_remove_value"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
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
        .await?;
        if backend == DbBackend::Postgres {
            alter_table("t").set_default("m", "ok").apply(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
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
        .await?;
        if backend == DbBackend::Postgres {
            alter_table("t").set_default("m", "sad").apply(manager).await?;
        }
        Ok(())
    }
}
