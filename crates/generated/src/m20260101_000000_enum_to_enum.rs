//! Enum to enum.
//!
//! ```text
//! ~ t: column m: mood → state, default 'sad'::mood → default 'glad'::state
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_enum_to_enum"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .drop_default("m")
            .set_type_using(
                ColumnDef::new("m").enumeration("state", ["sad", "glad"]),
                r#""m"::text::state"#,
            )
            .set_default("m", "glad")
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .drop_default("m")
            .set_type_using(
                ColumnDef::new("m").enumeration("mood", ["sad", "ok", "happy"]),
                r#""m"::text::mood"#,
            )
            .set_default("m", "sad")
            .apply(manager)
            .await
    }
}
