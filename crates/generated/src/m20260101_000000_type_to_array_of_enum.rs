//! Type to array of enum.
//!
//! ```text
//! ~ enum mood: -c
//! ~ t: column v: mood → mood[], default 'a'::mood → default '{}'::mood[]
//! ```
//!
//! Lost for good on the way down: `t.v` (all elements but the first).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_type_to_array_of_enum"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .drop_default("v")
            .set_type_using(
                ColumnDef::new("v").array(ColumnType::Text),
                r#"CASE WHEN "v" IS NULL THEN NULL ELSE ARRAY["v"::text]::text[] END"#,
            )
            .apply(manager)
            .await?;
        set_enum_values(manager, "mood", &["a", "b"], &[("", ""); 0]).await?;
        alter_table("t")
            .set_type_using(ColumnDef::new("v").array(ColumnType::custom("mood")), r#""v"::mood[]"#)
            .set_default("v", "{}")
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_enum_value(manager, "mood", "c", EnumPlace::Last).await?;
        // Lost for good: `t.v` (all elements but the first).
        alter_table("t")
            .drop_default("v")
            .set_type_using(
                ColumnDef::new("v").enumeration("mood", ["a", "b", "c"]),
                r#"("v")[1]::text::mood"#,
            )
            .set_default("v", "a")
            .apply(manager)
            .await
    }
}
