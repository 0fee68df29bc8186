//! Numeric precision.
//!
//! ```text
//! ~ t: column v: numeric(10,2) → numeric
//! ```
//!
//! Lost for good on the way down: `t.v` (digits, by rounding), `t.v` (digits behind the point).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_numeric_precision"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        alter_table("t")
            .set_type(ColumnDef::new("v").custom(match backend {
                DbBackend::MySql => "decimal(20,4)",
                _ => "numeric",
            }))
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `t.v` (digits behind the point), `t.v` (digits, by rounding).
        alter_table("t").set_type(ColumnDef::new("v").decimal_len(10, 2)).apply(manager).await
    }
}
