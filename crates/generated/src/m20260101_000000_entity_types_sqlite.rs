//! Entity types sqlite.
//!
//! ```text
//! ~ t: column whole: integer → smallint, default 1 → default 2
//! ~ t: column short: varchar(10) → varchar(20), not null, no default → default 'none'
//! ~ t: column text: varchar → text, nullable, default 'x' → no default
//! ~ t: column single: float → double
//! ~ t: column exact: real(8, 2) → real(12, 4)
//! ~ t: column moment: datetime_text → timestamp_with_timezone_text
//! ~ t: column document: json_text → jsonb_text
//! ~ t: column day: date_text → datetime_text
//! ~ t: column flag: nullable, default FALSE → no default
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_entity_types_sqlite"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
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
            .set_type(ColumnDef::new("moment").timestamp_with_time_zone())
            .set_type(ColumnDef::new("document").json_binary())
            .set_type(ColumnDef::new("day").date_time())
            .drop_default("flag")
            .set_nullable("flag")
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .set_type(ColumnDef::new("whole").integer())
            .set_default("whole", 1)
            .drop_default("short")
            .set_type(ColumnDef::new("short").string_len(10))
            .set_nullable("short")
            .set_type(ColumnDef::new("text").string())
            .set_default("text", "x")
            .set_not_null_filled("text", "x")
            .set_type(ColumnDef::new("single").float())
            .set_type(ColumnDef::new("exact").decimal_len(8, 2))
            .set_type(ColumnDef::new("moment").date_time())
            .set_type(ColumnDef::new("document").json())
            .set_type(ColumnDef::new("day").date())
            .set_default("flag", false)
            .set_not_null_filled("flag", false)
            .apply(manager)
            .await
    }
}
