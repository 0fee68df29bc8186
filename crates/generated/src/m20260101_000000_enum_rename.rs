//! Enum rename.
//!
//! ```text
//! ~ enum mood → feeling
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_enum_rename"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        rename_enum(manager, "mood", "feeling").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        rename_enum(manager, "feeling", "mood").await
    }
}
