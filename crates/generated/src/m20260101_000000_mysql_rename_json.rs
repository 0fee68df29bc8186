//! Mysql rename json.
//!
//! ```text
//! ~ t: column a → z
//! ~ t: column b → a
//! ```

use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_mysql_rename_json"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("t").rename_column("a", "z").to_owned()).await?;
        manager.alter_table(Table::alter().table("t").rename_column("b", "a").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("t").rename_column("a", "b").to_owned()).await?;
        manager.alter_table(Table::alter().table("t").rename_column("z", "a").to_owned()).await
    }
}
