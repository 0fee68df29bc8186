//! Generated mysql8.
//!
//! ```text
//! ~ t: column b: int → bigint
//! - t: column s2 int generated as (`a` * 2)
//! + t: column s3 int generated as (`a` * 3)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_generated_mysql8"
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
            "ALTER TABLE `t` DROP COLUMN `s2`, ADD COLUMN `s3` int GENERATED ALWAYS
               AS ((`a` * 3)) STORED, MODIFY COLUMN `b` bigint, ALGORITHM=COPY, LOCK=SHARED",
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
            "ALTER TABLE `t` DROP COLUMN `s3`, ADD COLUMN `s2` int GENERATED ALWAYS
               AS ((`a` * 2)) STORED, MODIFY COLUMN `b` int, ALGORITHM=COPY, LOCK=SHARED",
        )
        .await
    }
}
