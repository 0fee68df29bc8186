//! Rename to a keyword mysql8.
//!
//! ```text
//! ~ t: column a → select
//! ~ t: column and → b
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_rename_to_a_keyword_mysql8"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t`\n    DROP CHECK `positive`,\n    RENAME COLUMN `a` TO \
             `select`,\n    ADD CONSTRAINT `positive` CHECK (((`select` > 0) and \
             (`and` > 0))),\n    ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t`\n    DROP CHECK `positive`,\n    RENAME COLUMN `and` \
             TO `b`,\n    ADD CONSTRAINT `positive` CHECK (((`select` > 0) and \
             (`b` > 0))),\n    ALGORITHM=COPY, LOCK=SHARED",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t`\n    DROP CHECK `positive`,\n    RENAME COLUMN `b` TO \
             `and`,\n    ADD CONSTRAINT `positive` CHECK (((`select` > 0) and \
             (`and` > 0))),\n    ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t`\n    DROP CHECK `positive`,\n    RENAME COLUMN \
             `select` TO `a`,\n    ADD CONSTRAINT `positive` CHECK (((`a` > 0) and \
             (`and` > 0))),\n    ALGORITHM=COPY, LOCK=SHARED",
        )
        .await
    }
}
