//! Mysql auto increment.
//!
//! ```text
//! ~ t: column id: no default → autoincrement
//! + t: primary key without a name (id)
//! + u: column id bigint not null autoincrement
//! + u: primary key without a name (id)
//! ~ w: column v: not null
//! - w: primary key without a name (id)
//! + w: primary key without a name (v)
//! + w: index w_id (id)
//! ```
//!
//! Lost for good on the way down: `u.id` (its values).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_mysql_auto_increment"
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
            "ALTER TABLE `w` DROP PRIMARY KEY, MODIFY COLUMN `v` int NOT NULL, ADD
               INDEX `w_id` (`id`), ADD PRIMARY KEY (`v`), ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `u` ADD COLUMN `id` bigint NOT NULL AUTO_INCREMENT, ADD
               PRIMARY KEY (`id`), ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` MODIFY COLUMN `id` int NOT NULL AUTO_INCREMENT, ADD
               PRIMARY KEY (`id`), ALGORITHM=COPY, LOCK=SHARED",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `w` DROP INDEX `w_id`, DROP PRIMARY KEY, MODIFY COLUMN `v`
               int, ADD PRIMARY KEY (`id`), ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` DROP PRIMARY KEY, MODIFY COLUMN `id` int NOT NULL,
               ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        // Lost for good: `u.id` (its values).
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `u` DROP PRIMARY KEY, DROP COLUMN `id`, ALGORITHM=COPY,
               LOCK=SHARED",
        )
        .await
    }
}
