//! Rename case.
//!
//! ```text
//! ~ table Users → Users_new
//! ~ table Users_new → users
//! ~ users: column Id → id
//! ~ users: column Name → name
//! ~ users: index By_Name → by_name
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_rename_case"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.rename_table(Table::rename().table("Users", "Users_new").to_owned()).await?;
        manager.rename_table(Table::rename().table("Users_new", "users").to_owned()).await?;
        manager
            .alter_table(Table::alter().table("users").rename_column("Id", "id").to_owned())
            .await?;
        manager
            .alter_table(Table::alter().table("users").rename_column("Name", "name").to_owned())
            .await?;
        rename_index(manager, "users", "By_Name", "by_name").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        rename_index(manager, "users", "by_name", "By_Name").await?;
        manager
            .alter_table(Table::alter().table("users").rename_column("name", "Name").to_owned())
            .await?;
        manager
            .alter_table(Table::alter().table("users").rename_column("id", "Id").to_owned())
            .await?;
        manager.rename_table(Table::rename().table("users", "Users_new").to_owned()).await?;
        manager.rename_table(Table::rename().table("Users_new", "Users").to_owned()).await
    }
}
