//! Rename column under foreign key postgres.
//!
//! ```text
//! ~ c: column p_id → parent
//! ~ p: column id → key
//! ```

use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_rename_column_under_foreign_key_postgres"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(Table::alter().table("c").rename_column("p_id", "parent").to_owned())
            .await?;
        manager.alter_table(Table::alter().table("p").rename_column("id", "key").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(Table::alter().table("p").rename_column("key", "id").to_owned())
            .await?;
        manager
            .alter_table(Table::alter().table("c").rename_column("parent", "p_id").to_owned())
            .await
    }
}
