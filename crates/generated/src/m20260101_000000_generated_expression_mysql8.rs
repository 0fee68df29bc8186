//! Generated expression mysql8.
//!
//! ```text
//! - t: column g int generated as (`a` * 2)
//! + t: column g int generated as (`a` * 3)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_generated_expression_mysql8"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` DROP CONSTRAINT `c`, DROP INDEX `t_g`, DROP COLUMN `g`,
               ADD COLUMN `g` int GENERATED ALWAYS AS ((`a` * 3)) STORED, ADD INDEX
               `t_g` (`g`), ADD CONSTRAINT `c` CHECK ((`g` > 0)), ALGORITHM=COPY, LOCK=SHARED",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` DROP CONSTRAINT `c`, DROP INDEX `t_g`, DROP COLUMN `g`,
               ADD COLUMN `g` int GENERATED ALWAYS AS ((`a` * 2)) STORED, ADD INDEX
               `t_g` (`g`), ADD CONSTRAINT `c` CHECK ((`g` > 0)), ALGORITHM=COPY, LOCK=SHARED",
        )
        .await
    }
}
