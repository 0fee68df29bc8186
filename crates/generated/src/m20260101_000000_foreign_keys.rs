//! Foreign keys.
//!
//! ```text
//! - c: foreign key f1 (a) → p (id)
//! - c: foreign key f2 (b) → p (id)
//! - c: foreign key f4 (a) → p (code)
//! + c: foreign key f1 (a) → p (id)
//! + c: foreign key f2 (b) → q (id)
//! + c: foreign key f3 (d) → q (id)
//! ~ c: index f4 → f1 (MySQL)
//! + c: index f3 (d) (MySQL)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_foreign_keys"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
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
        .await?;
        if backend != DbBackend::MySql {
            alter_table("c")
                .drop_foreign_key("f1", ["a"])
                .drop_foreign_key("f2", ["b"])
                .drop_foreign_key("f4", ["a"])
                .add_foreign_key(
                    ForeignKey::create()
                        .name("f1")
                        .from("c", "a")
                        .to("p", "id")
                        .on_delete(ForeignKeyAction::Cascade)
                        .on_update(ForeignKeyAction::SetNull),
                )
                .add_foreign_key(ForeignKey::create().name("f2").from("c", "b").to("q", "id"))
                .add_foreign_key(ForeignKey::create().name("f3").from("c", "d").to("q", "id"))
                .apply(manager)
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
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
        .await?;
        if backend != DbBackend::MySql {
            alter_table("c")
                .drop_foreign_key("f1", ["a"])
                .drop_foreign_key("f2", ["b"])
                .drop_foreign_key("f3", ["d"])
                .add_foreign_key(ForeignKey::create().name("f1").from("c", "a").to("p", "id"))
                .add_foreign_key(ForeignKey::create().name("f2").from("c", "b").to("p", "id"))
                .add_foreign_key(ForeignKey::create().name("f4").from("c", "a").to("p", "code"))
                .apply(manager)
                .await?;
        }
        Ok(())
    }
}
