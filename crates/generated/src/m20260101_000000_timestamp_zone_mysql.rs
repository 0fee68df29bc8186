//! Timestamp zone mysql.
//!
//! ```text
//! ~ t: column v: datetime → timestamp
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_timestamp_zone_mysql"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").set_type(ColumnDef::new("v").timestamp()).apply(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").set_type(ColumnDef::new("v").date_time()).apply(manager).await
    }
}
