//! Enum add value mysql.
//!
//! ```text
//! ~ t: column m: enum('sad','ok','happy') → enum('awful','sad','meh','so-so','ok','happy','great')
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_enum_add_value_mysql"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .set_type(
                ColumnDef::new("m")
                    .enumeration("m", ["awful", "sad", "meh", "so-so", "ok", "happy", "great"]),
            )
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .set_type(ColumnDef::new("m").enumeration("m", ["sad", "ok", "happy"]))
            .apply(manager)
            .await
    }
}
