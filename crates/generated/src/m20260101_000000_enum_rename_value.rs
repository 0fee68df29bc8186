//! Enum rename value.
//!
//! ```text
//! ~ value sad → unhappy
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_enum_rename_value"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        rename_enum_value(manager, "mood", "sad", "unhappy").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        rename_enum_value(manager, "mood", "unhappy", "sad").await
    }
}
