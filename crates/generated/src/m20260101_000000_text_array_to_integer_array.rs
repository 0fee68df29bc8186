//! Text array to integer array.
//!
//! ```text
//! ~ t: column v: text[] → integer[]
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_text_array_to_integer_array"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .set_type_using(ColumnDef::new("v").array(ColumnType::Integer), r#""v"::integer[]"#)
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").set_type(ColumnDef::new("v").array(ColumnType::Text)).apply(manager).await
    }
}
