//! Generated expression sqlite.
//!
//! ```text
//! - t: column g integer generated as a * 2
//! + t: column g integer generated as a * 3
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_generated_expression_sqlite"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .drop_column("g")
            .add_column(ColumnDef::new("g").integer().generated(Expr::cust("a * 3"), true))
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .drop_column("g")
            .add_column(ColumnDef::new("g").integer().generated(Expr::cust("a * 2"), true))
            .apply(manager)
            .await
    }
}
