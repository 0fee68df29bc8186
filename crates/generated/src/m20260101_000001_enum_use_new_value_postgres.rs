//! Enum use new value postgres.
//!
//! ```text
//! ~ t: column m: default 'ok'::mood → default 'great'::mood
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000001_enum_use_new_value_postgres"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").set_default("m", "great").apply(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").set_default("m", "ok").apply(manager).await
    }
}
