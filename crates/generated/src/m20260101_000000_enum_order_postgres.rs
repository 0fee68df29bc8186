//! Enum order postgres.
//!
//! ```text
//! ~ enum mood: now in the order happy, ok, sad
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_enum_order_postgres"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        set_enum_values(manager, "mood", &["happy", "ok", "sad"], &[("t", "m"), ("t", "n")]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        set_enum_values(manager, "mood", &["sad", "ok", "happy"], &[("t", "m"), ("t", "n")]).await
    }
}
