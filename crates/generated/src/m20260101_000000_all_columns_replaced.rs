//! All columns replaced.
//!
//! ```text
//! - t: column a integer
//! + t: column b text default 'x'
//! ```
//!
//! Lost for good on the way up: `t.a` (its values).
//!
//! Lost for good on the way down: `t.b` (its values).

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
        let backend = manager.get_database_backend();
        // Lost for good: `t.a` (its values).
        alter_table("t")
            .add_column(
                ColumnDef::new("b")
                    .custom(match backend {
                        DbBackend::MySql => "varchar(9)",
                        _ => "text",
                    })
                    .default("x"),
            )
            .drop_column("a")
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `t.b` (its values).
        alter_table("t")
            .add_column(ColumnDef::new("a").integer())
            .drop_column("b")
            .apply(manager)
            .await
    }
}
