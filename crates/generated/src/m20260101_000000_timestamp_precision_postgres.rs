//! Timestamp precision postgres.
//!
//! ```text
//! ~ t: column v: timestamp without time zone → timestamp(3) without time zone
//! ```
//!
//! Lost for good on the way up: `t.v` (parts of a second).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_timestamp_precision_postgres"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `t.v` (parts of a second).
        alter_table("t")
            .set_type(ColumnDef::new("v").custom("timestamp(3) without time zone"))
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").set_type(ColumnDef::new("v").date_time()).apply(manager).await
    }
}
