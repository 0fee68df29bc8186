//! Rename column mysql8.
//!
//! ```text
//! ~ users: column name → full_name
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_rename_column_mysql8"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `users`\n    DROP CHECK `named`,\n    RENAME COLUMN \
             `name` TO `full_name`,\n    MODIFY COLUMN `loud` varchar(9) GENERATED \
             ALWAYS AS (upper(`full_name`)) STORED,\n    MODIFY COLUMN `short` \
             varchar(9) DEFAULT (left(`full_name`,1)),\n    ADD CONSTRAINT `named` \
             CHECK ((length(`full_name`) > 0)),\n    ALGORITHM=COPY, LOCK=SHARED",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `users`\n    DROP CHECK `named`,\n    RENAME COLUMN \
             `full_name` TO `name`,\n    MODIFY COLUMN `loud` varchar(9) GENERATED \
             ALWAYS AS (upper(`name`)) STORED,\n    MODIFY COLUMN `short` \
             varchar(9) DEFAULT (left(`name`,1)),\n    ADD CONSTRAINT `named` \
             CHECK ((length(`name`) > 0)),\n    ALGORITHM=COPY, LOCK=SHARED",
        )
        .await
    }
}
