//! Comments.
//!
//! ```text
//! ~ comment on t.a: two
//! lines \ and more
//! ~ no comment on t.b
//! ~ comment on t.c: why
//! ~ comment on t.i: fast
//! ~ comment on t: it's new
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_comments"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` DROP INDEX `i`, MODIFY COLUMN `a` int COMMENT \
             'two\nlines \\\\ and more', MODIFY COLUMN `b` int, ADD INDEX `i` \
             (`a`) COMMENT 'fast', COMMENT='it''s new', ALGORITHM=INPLACE, \
             LOCK=NONE",
        )
        .await?;
        if backend == DbBackend::Postgres {
            comment_on_table(manager, "t", Some("it's new")).await?;
            comment_on_column(manager, "t", "a", Some("two\nlines \\ and more")).await?;
            comment_on_column(manager, "t", "b", None).await?;
        }
        execute_on(manager, DbBackend::Postgres, r#"COMMENT ON CONSTRAINT "c" ON "t" IS 'why'"#)
            .await?;
        execute_on(manager, DbBackend::Postgres, r#"COMMENT ON INDEX "i" IS 'fast'"#).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` DROP INDEX `i`, MODIFY COLUMN `a` int, MODIFY COLUMN
               `b` int COMMENT 'gone', ADD INDEX `i` (`a`), COMMENT='old', ALGORITHM=INPLACE,
               LOCK=NONE",
        )
        .await?;
        if backend == DbBackend::Postgres {
            comment_on_table(manager, "t", Some("old")).await?;
            comment_on_column(manager, "t", "a", None).await?;
            comment_on_column(manager, "t", "b", Some("gone")).await?;
        }
        execute_on(manager, DbBackend::Postgres, r#"COMMENT ON CONSTRAINT "c" ON "t" IS NULL"#)
            .await?;
        execute_on(manager, DbBackend::Postgres, r#"COMMENT ON INDEX "i" IS NULL"#).await
    }
}
