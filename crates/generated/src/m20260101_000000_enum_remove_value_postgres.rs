//! Enum remove value postgres.
//!
//! ```text
//! ~ t: column m: default 'sad'::mood → default 'ok'::mood
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_enum_remove_value_postgres"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").set_default("m", "ok").apply(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").set_default("m", "sad").apply(manager).await
    }
}
