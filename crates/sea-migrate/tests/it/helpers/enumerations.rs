//! An enumerated type lives and changes.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        rename_enum_value(manager, "state", "old", "used").await?;
        set_enum_values(manager, "state", &["used", "as new", "new"], &[("book", "state")]).await?;
        create_enum(manager, "binding", &["hard", "soft"]).await?;
        add_enum_value(manager, "binding", "none", EnumPlace::Before("hard")).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_enum(manager, "binding").await?;
        set_enum_values(manager, "state", &["new", "used"], &[("book", "state")]).await?;
        rename_enum_value(manager, "state", "used", "old").await
    }
}
