//! Entity types postgres.
//!
//! ```text
//! ~ t: column id: integer → bigint
//! ~ t: column whole: integer → smallint, default 1 → default 2
//! ~ t: column short: character varying(10) → character varying(20), not null, no default → default 'none'::character varying
//! ~ t: column text: character varying → text, nullable, default 'x'::character varying → no default
//! ~ t: column single: real → double precision
//! ~ t: column exact: numeric(8,2) → numeric(12,4)
//! ~ t: column moment: timestamp without time zone → timestamp with time zone
//! ~ t: column document: json → jsonb
//! ~ t: column day: date → timestamp without time zone
//! ~ t: column flag: nullable, default false → no default
//! ```
//!
//! Lost for good on the way down: `t.single` (digits, by rounding), `t.exact` (digits, by rounding), `t.day` (the time of day).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_entity_types_postgres"
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
            .set_type(ColumnDef::new("moment").timestamp_with_time_zone())
            .set_type(ColumnDef::new("document").json_binary())
            .set_type(ColumnDef::new("day").date_time())
            .drop_default("flag")
            .set_nullable("flag")
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `t.single` (digits, by rounding), `t.exact` (digits, by rounding), `t.day` (the time of day).
        alter_table("t")
            .set_type(ColumnDef::new("id").integer())
            .drop_default("whole")
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
