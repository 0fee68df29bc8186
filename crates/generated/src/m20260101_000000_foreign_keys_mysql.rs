//! Foreign keys mysql.
//!
//! ```text
//! - c: foreign key f1 (a) → p (id)
//! - c: foreign key f2 (b) → p (id)
//! - c: foreign key f4 (a) → p (code)
//! + c: foreign key f1 (a) → p (id)
//! + c: foreign key f2 (b) → q (id)
//! + c: foreign key f3 (d) → q (id)
//! ~ c: index f4 → f1
//! + c: index f3 (d)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_foreign_keys_mysql"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` DROP FOREIGN KEY `f1`, DROP FOREIGN KEY `f2`, DROP
               FOREIGN KEY `f4`, ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` RENAME INDEX `f4` TO `f1`, ADD INDEX `f3` (`d`),
               ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` ADD CONSTRAINT `f1` FOREIGN KEY (`a`) REFERENCES `p` (`id`)
               ON DELETE CASCADE ON UPDATE SET NULL, ADD CONSTRAINT `f2` FOREIGN KEY (`b`)
               REFERENCES `q` (`id`), ADD CONSTRAINT `f3` FOREIGN KEY (`d`) REFERENCES
               `q` (`id`), ALGORITHM=COPY, LOCK=SHARED",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` DROP FOREIGN KEY `f1`, DROP FOREIGN KEY `f2`, DROP
               FOREIGN KEY `f3`, ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` DROP INDEX `f3`, RENAME INDEX `f1` TO `f4`, ALGORITHM=INPLACE,
               LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` ADD CONSTRAINT `f1` FOREIGN KEY (`a`) REFERENCES `p` (`id`),
               ADD CONSTRAINT `f2` FOREIGN KEY (`b`) REFERENCES `p` (`id`), ADD
               CONSTRAINT `f4` FOREIGN KEY (`a`) REFERENCES `p` (`code`), ALGORITHM=COPY,
               LOCK=SHARED",
        )
        .await
    }
}
