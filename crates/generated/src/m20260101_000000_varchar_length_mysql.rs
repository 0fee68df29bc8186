//! Varchar length mysql.
//!
//! ```text
//! ~ t: column v: varchar(50) → varchar(60)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_varchar_length_mysql"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").set_type(ColumnDef::new("v").string_len(60)).apply(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").set_type(ColumnDef::new("v").string_len(50)).apply(manager).await
    }
}
