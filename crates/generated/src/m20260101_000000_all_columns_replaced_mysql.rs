//! All columns replaced mysql.
//!
//! ```text
//! - t: column a int
//! + t: column b varchar(9) default 'x'
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
        "m20260101_000000_all_columns_replaced_mysql"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `t.a` (its values).
        alter_table("t")
            .add_column(ColumnDef::new("b").string_len(9).default("x"))
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
