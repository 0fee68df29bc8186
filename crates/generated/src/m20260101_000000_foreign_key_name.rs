//! Foreign key name.
//!
//! ```text
//! ~ c: foreign key one → other
//! ~ c: index one → other (MySQL)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_foreign_key_name"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
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
        .await?;
        if backend != DbBackend::MySql {
            alter_table("c").rename_constraint("one", "other").apply(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
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
        .await?;
        if backend != DbBackend::MySql {
            alter_table("c").rename_constraint("other", "one").apply(manager).await?;
        }
        Ok(())
    }
}
