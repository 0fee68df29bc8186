//! Timestamp precision mysql.
//!
//! ```text
//! ~ t: column v: timestamp → timestamp(3)
//! ```
//!
//! Lost for good on the way down: `t.v` (fractions of a second).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_timestamp_precision_mysql"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").set_type(ColumnDef::new("v").custom("timestamp(3)")).apply(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `t.v` (fractions of a second).
        alter_table("t").set_type(ColumnDef::new("v").timestamp()).apply(manager).await
    }
}
