//! Foreign key to new key mysql.
//!
//! ```text
//! + c: foreign key c_p (code) → p (code)
//! + c: index c_p (code)
//! + p: unique index p_code (code)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_foreign_key_to_new_key_mysql"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_index(Index::create().name("p_code").table("p").unique().col("code").to_owned())
            .await?;
        alter_table("c")
            .add_foreign_key(ForeignKey::create().name("c_p").from("c", "code").to("p", "code"))
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
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
        .await
    }
}
