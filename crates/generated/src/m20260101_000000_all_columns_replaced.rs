//! All columns replaced.
//!
//! ```text
//! - t: column a integer
//! + t: column b text default 'x'
//! ```
//!
//! Going up deletes for good: `t.a` loses its values.
//!
//! Going down deletes for good: `t.b` loses its values.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_all_columns_replaced"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // `t.a` loses its values.
        alter_table("t")
            .add_column(ColumnDef::new("b").text().default("x"))
            .drop_column("a")
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // `t.b` loses its values.
        alter_table("t")
            .add_column(ColumnDef::new("a").integer())
            .drop_column("b")
            .apply(manager)
            .await
    }
}
