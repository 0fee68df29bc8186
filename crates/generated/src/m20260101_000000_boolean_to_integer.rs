//! Boolean to integer.
//!
//! ```text
//! ~ t: column v: boolean → integer
//! ```
//!
//! Lost for good on the way down: `t.v` (which number it was).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_boolean_to_integer"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .set_type_using(ColumnDef::new("v").integer(), r#""v"::integer"#)
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `t.v` (which number it was).
        alter_table("t")
            .set_type_using(ColumnDef::new("v").boolean(), r#""v"::boolean"#)
            .apply(manager)
            .await
    }
}
