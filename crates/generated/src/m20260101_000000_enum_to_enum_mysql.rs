//! Enum to enum mysql.
//!
//! ```text
//! ~ t: column m: enum('sad','ok','happy') → enum('sad','glad'), default 'sad' → default 'glad'
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_enum_to_enum_mysql"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .drop_default("m")
            .set_type(ColumnDef::new("m").enumeration("m", ["sad", "glad"]))
            .set_default("m", "glad")
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .drop_default("m")
            .set_type(ColumnDef::new("m").enumeration("m", ["sad", "ok", "happy"]))
            .set_default("m", "sad")
            .apply(manager)
            .await
    }
}
