//! Text to integer.
//!
//! ```text
//! ~ t: column v: text → integer
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_text_to_integer"
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
        let backend = manager.get_database_backend();
        alter_table("t")
            .set_type(ColumnDef::new("v").custom(match backend {
                DbBackend::MySql => "varchar(9)",
                _ => "text",
            }))
            .apply(manager)
            .await
    }
}
