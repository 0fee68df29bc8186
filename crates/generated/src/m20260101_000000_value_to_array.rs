//! Value to array.
//!
//! ```text
//! ~ t: column v: text → text[]
//! ```
//!
//! Lost for good on the way down: `t.v` (all elements but the first).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_value_to_array"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .set_type_using(
                ColumnDef::new("v").array(ColumnType::Text),
                r#"CASE WHEN "v" IS NULL THEN NULL ELSE ARRAY["v"]::text[] END"#,
            )
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `t.v` (all elements but the first).
        alter_table("t")
            .set_type_using(ColumnDef::new("v").text(), r#"("v")[1]::text"#)
            .apply(manager)
            .await
    }
}
