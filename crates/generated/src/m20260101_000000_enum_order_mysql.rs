//! Enum order mysql.
//!
//! ```text
//! ~ t: column m: enum('sad','ok','happy') → enum('happy','ok','sad')
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_enum_order_mysql"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .set_type(ColumnDef::new("m").enumeration("m", ["happy", "ok", "sad"]))
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
