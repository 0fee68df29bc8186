//! Comments mysql.
//!
//! ```text
//! ~ comment on t.a: two
//! lines \ and more
//! ~ no comment on t.b
//! ~ comment on t.i: fast
//! ~ comment on t: it's new
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_comments_mysql"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` DROP INDEX `i`, MODIFY COLUMN `a` int COMMENT \
             'two\nlines \\\\ and more', MODIFY COLUMN `b` int, ADD INDEX `i` \
             (`a`) COMMENT 'fast', COMMENT='it''s new', ALGORITHM=INPLACE, \
             LOCK=NONE",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` DROP INDEX `i`, MODIFY COLUMN `a` int, MODIFY COLUMN
               `b` int COMMENT 'gone', ADD INDEX `i` (`a`), COMMENT='old', ALGORITHM=INPLACE,
               LOCK=NONE",
        )
        .await
    }
}
