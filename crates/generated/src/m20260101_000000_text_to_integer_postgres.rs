//! Text to integer postgres.
//!
//! ```text
//! ~ t: column v: text → integer
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_text_to_integer_postgres"
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
        alter_table("t").set_type(ColumnDef::new("v").text()).apply(manager).await
    }
}
