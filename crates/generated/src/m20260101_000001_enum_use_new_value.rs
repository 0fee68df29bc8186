//! Enum use new value.
//!
//! ```text
//! ~ t: column m: default 'ok'::mood → default 'great'::mood
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000001_enum_use_new_value"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let mut table = alter_table("t").drop_default("m");
        if backend == DbBackend::MySql {
            table = table
                .set_type(ColumnDef::new("m").enumeration("m", ["sad", "ok", "happy", "great"]));
        }
        table = table.set_default("m", "great");
        table.apply(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let mut table = alter_table("t").drop_default("m");
        if backend == DbBackend::MySql {
            table = table.set_type(ColumnDef::new("m").enumeration("m", ["sad", "ok", "happy"]));
        }
        table = table.set_default("m", "ok");
        table.apply(manager).await
    }
}
