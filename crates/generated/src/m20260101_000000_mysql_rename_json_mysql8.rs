//! Mysql rename json mysql8.
//!
//! ```text
//! ~ t: column a → z
//! ~ t: column b → a
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_mysql_rename_json_mysql8"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("t").rename_column("a", "z").to_owned()).await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t`\n    DROP CHECK `t_chk_1`,\n    DROP CHECK \
             `t_chk_2`,\n    RENAME COLUMN `b` TO `a`,\n    ADD CONSTRAINT \
             `t_chk_1` CHECK ((`a` > 0)),\n    ADD CONSTRAINT `t_chk_2` CHECK \
             ((`c` > `a`)),\n    ALGORITHM=COPY, LOCK=SHARED",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t`\n    DROP CHECK `t_chk_1`,\n    DROP CHECK \
             `t_chk_2`,\n    RENAME COLUMN `a` TO `b`,\n    ADD CONSTRAINT \
             `t_chk_1` CHECK ((`b` > 0)),\n    ADD CONSTRAINT `t_chk_2` CHECK \
             ((`c` > `b`)),\n    ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        manager.alter_table(Table::alter().table("t").rename_column("z", "a").to_owned()).await
    }
}
