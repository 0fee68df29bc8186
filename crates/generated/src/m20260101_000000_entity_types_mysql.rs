//! Entity types mysql.
//!
//! ```text
//! ~ t: column id: int → bigint
//! ~ t: column whole: int → smallint, default 1 → default 2
//! ~ t: column short: varchar(10) → varchar(20), not null, no default → default 'none'
//! ~ t: column text: varchar(255) → text, nullable, default 'x' → no default
//! ~ t: column single: float → double
//! ~ t: column exact: decimal(8,2) → decimal(12,4)
//! ~ t: column moment: datetime → timestamp
//! ~ t: column day: date → datetime
//! ~ t: column flag: nullable, default 0 → no default
//! ```
//!
//! Lost for good on the way down: `t.exact` (digits behind the point), `t.day` (the time of day).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_entity_types_mysql"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .set_type(ColumnDef::new("id").big_integer())
            .drop_default("whole")
            .set_type(ColumnDef::new("whole").small_integer())
            .set_default("whole", 2)
            .set_type(ColumnDef::new("short").string_len(20))
            .set_default("short", "none")
            .set_not_null_filled("short", "none")
            .drop_default("text")
            .set_type(ColumnDef::new("text").text())
            .set_nullable("text")
            .set_type(ColumnDef::new("single").double())
            .set_type(ColumnDef::new("exact").decimal_len(12, 4))
            .set_type(ColumnDef::new("moment").timestamp())
            .set_type(ColumnDef::new("day").date_time())
            .drop_default("flag")
            .set_nullable("flag")
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `t.exact` (digits behind the point), `t.day` (the time of day).
        alter_table("t")
            .set_type(ColumnDef::new("id").integer())
            .drop_default("whole")
            .set_type(ColumnDef::new("whole").integer())
            .set_default("whole", 1)
            .drop_default("short")
            .set_type(ColumnDef::new("short").string_len(10))
            .set_nullable("short")
            .set_type(ColumnDef::new("text").string_len(255))
            .set_default("text", "x")
            .set_not_null_filled("text", "x")
            .set_type(ColumnDef::new("single").float())
            .set_type(ColumnDef::new("exact").decimal_len(8, 2))
            .set_type(ColumnDef::new("moment").date_time())
            .set_type(ColumnDef::new("day").date())
            .set_default("flag", false)
            .set_not_null_filled("flag", false)
            .apply(manager)
            .await
    }
}
