//! Enum with new column.
//!
//! ```text
//! + enum mood (sad, ok, happy)
//! + t: column m mood not null default 'ok'::mood
//! ```
//!
//! Lost for good on the way down: `t.m` (its values).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

const MOOD: [&str; 3] = ["sad", "ok", "happy"];

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_enum_with_new_column"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_enum(manager, "mood", &MOOD).await?;
        manager
            .alter_table(
                Table::alter()
                    .table("t")
                    .add_column(
                        ColumnDef::new("m").enumeration("mood", MOOD).not_null().default("ok"),
                    )
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `t.m` (its values).
        manager.alter_table(Table::alter().table("t").drop_column("m").to_owned()).await?;
        drop_enum(manager, "mood").await
    }
}
