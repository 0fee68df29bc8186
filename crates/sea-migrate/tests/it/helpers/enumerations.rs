//! Enumerated types come and go, and get values.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        rename_enum_value(manager, "state", "old", "used").await?;
        create_enum(manager, "binding", &["hard", "soft"]).await?;
        add_enum_value(manager, "binding", "none", EnumPlace::Before("hard")).await?;
        rename_enum(manager, "binding", "cover").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_enum(manager, "cover").await?;
        rename_enum_value(manager, "state", "used", "old").await
    }
}
