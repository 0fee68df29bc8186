//! Primary key columns.
//!
//! ```text
//! - t: primary key t_pkey (a)
//! + t: primary key t_pkey (b, a)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_primary_key_columns"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .drop_primary_key("t_pkey")
            .set_primary_key("t_pkey", ["b", "a"])
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .drop_primary_key("t_pkey")
            .set_primary_key("t_pkey", ["a"])
            .apply(manager)
            .await
    }
}
