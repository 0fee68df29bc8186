//! Text to enum mysql.
//!
//! ```text
//! ~ t: column m: varchar(9) → enum('sad','ok','happy')
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_text_to_enum_mysql"
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
            "ALTER TABLE `t` MODIFY COLUMN `m` enum('sad','ok','happy') DEFAULT 'ok',
               ALGORITHM=COPY, LOCK=SHARED",
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
            "ALTER TABLE `t` MODIFY COLUMN `m` varchar(9) DEFAULT 'ok', ALGORITHM=COPY,
               LOCK=SHARED",
        )
        .await
    }
}
