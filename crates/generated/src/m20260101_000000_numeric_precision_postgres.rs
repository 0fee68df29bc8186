//! Numeric precision postgres.
//!
//! ```text
//! ~ t: column v: numeric(10,2) → numeric
//! ```
//!
//! Lost for good on the way down: `t.v` (digits, by rounding).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_numeric_precision_postgres"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").set_type(ColumnDef::new("v").decimal()).apply(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `t.v` (digits, by rounding).
        alter_table("t").set_type(ColumnDef::new("v").decimal_len(10, 2)).apply(manager).await
    }
}
