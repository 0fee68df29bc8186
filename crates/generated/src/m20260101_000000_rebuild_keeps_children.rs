//! Rebuild keeps children.
//!
//! ```text
//! ~ p: column v: integer → text, not null, no default → default 'x'
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_rebuild_keeps_children"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("p")
            .set_type(ColumnDef::new("v").text())
            .set_default("v", "x")
            .set_not_null_filled("v", "x")
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("p")
            .drop_default("v")
            .set_type(ColumnDef::new("v").integer())
            .set_nullable("v")
            .apply(manager)
            .await
    }
}
