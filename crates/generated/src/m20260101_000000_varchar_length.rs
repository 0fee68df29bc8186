//! Varchar length.
//!
//! ```text
//! ~ t: column v: character varying(50) → character varying(100)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_varchar_length"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        alter_table("t")
            .set_type(ColumnDef::new("v").custom(match backend {
                DbBackend::MySql => "varchar(60)",
                _ => "character varying(100)",
            }))
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").set_type(ColumnDef::new("v").string_len(50)).apply(manager).await
    }
}
