//! Reserved words.
//!
//! ```text
//! ~ enum order: +union
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_reserved_words"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_enum_value(manager, "order", "union", EnumPlace::Before("desc")).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        set_enum_values(manager, "order", &["asc", "desc"], &[("select", "user")]).await
    }
}
