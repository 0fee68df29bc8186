//! View out of the way mysql.
//!
//! ```text
//! ~ t: column v: varchar(9) → int
//! + t: column w text
//! ```
//!
//! Lost for good on the way down: `t.w` (its values).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_view_out_of_the_way_mysql"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .add_column(ColumnDef::new("w").text())
            .set_type(ColumnDef::new("v").integer())
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `t.w` (its values).
        alter_table("t")
            .set_type(ColumnDef::new("v").string_len(9))
            .drop_column("w")
            .apply(manager)
            .await
    }
}
