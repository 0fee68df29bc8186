//! Foreign key to new key.
//!
//! ```text
//! + c: foreign key c_p (code) → p (code)
//! + p: unique constraint p_code (code)
//! + c: index c_p (code) (MySQL)
//! + p: unique index p_code (code) (MySQL)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_foreign_key_to_new_key"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("p").add_unique("p_code", ["code"]).apply(manager).await?;
        alter_table("c")
            .add_foreign_key(ForeignKey::create().name("c_p").from("c", "code").to("p", "code"))
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` DROP FOREIGN KEY `c_p`, ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` DROP INDEX `c_p`, ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `p` DROP INDEX `p_code`, ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        if backend != DbBackend::MySql {
            alter_table("c").drop_foreign_key("c_p", ["code"]).apply(manager).await?;
            alter_table("p").drop_unique("p_code").apply(manager).await?;
        }
        Ok(())
    }
}
