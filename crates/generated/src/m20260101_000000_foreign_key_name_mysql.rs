//! Foreign key name mysql.
//!
//! ```text
//! ~ c: foreign key one → other
//! ~ c: index one → other
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_foreign_key_name_mysql"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` DROP FOREIGN KEY `one`, ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` RENAME INDEX `one` TO `other`, ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` ADD CONSTRAINT `other` FOREIGN KEY (`a`) REFERENCES `p`
               (`id`), ALGORITHM=COPY, LOCK=SHARED",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` DROP FOREIGN KEY `other`, ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` RENAME INDEX `other` TO `one`, ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` ADD CONSTRAINT `one` FOREIGN KEY (`a`) REFERENCES `p` (`id`),
               ALGORITHM=COPY, LOCK=SHARED",
        )
        .await
    }
}
