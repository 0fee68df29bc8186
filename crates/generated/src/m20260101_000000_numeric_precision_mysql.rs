//! Numeric precision mysql.
//!
//! ```text
//! ~ t: column v: decimal(10,2) → decimal(20,4)
//! ```
//!
//! Lost for good on the way down: `t.v` (digits behind the point).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_numeric_precision_mysql"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").set_type(ColumnDef::new("v").decimal_len(20, 4)).apply(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `t.v` (digits behind the point).
        alter_table("t").set_type(ColumnDef::new("v").decimal_len(10, 2)).apply(manager).await
    }
}
