//! Mysql foreign key index.
//!
//! ```text
//! - c: index c_p (p_id)
//! + c: index c_pv (p_id, v)
//! + d: index d_pq (p_id, q_id)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_mysql_foreign_key_index"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` DROP INDEX `c_p`, ADD INDEX `c_pv` (`p_id`, `v`),
               ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `d` DROP INDEX `d_p`, ADD INDEX `d_p` (`p_id`), ADD INDEX
               `d_pq` (`p_id`, `q_id`), ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` DROP INDEX `c_pv`, ADD INDEX `c_p` (`p_id`), ALGORITHM=INPLACE,
               LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `d` DROP INDEX `d_pq`, ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await
    }
}
