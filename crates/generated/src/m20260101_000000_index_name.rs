//! Index name.
//!
//! ```text
//! ~ t: index one → other
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_index_name"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        rename_index(manager, "t", "one", "other").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        rename_index(manager, "t", "other", "one").await
    }
}
