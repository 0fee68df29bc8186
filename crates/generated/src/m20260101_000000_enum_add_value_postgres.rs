//! Enum add value postgres.
//!
//! ```text
//! ~ enum mood: +awful, +meh, +so-so, +great
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_enum_add_value_postgres"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_enum_value(manager, "mood", "awful", EnumPlace::Before("sad")).await?;
        add_enum_value(manager, "mood", "meh", EnumPlace::Before("ok")).await?;
        add_enum_value(manager, "mood", "so-so", EnumPlace::Before("ok")).await?;
        add_enum_value(manager, "mood", "great", EnumPlace::Last).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        set_enum_values(manager, "mood", &["sad", "ok", "happy"], &[("t", "m"), ("t", "n")]).await
    }
}
