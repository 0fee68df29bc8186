//! An enumeration gets another list of values.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        set_enum_values(manager, "state", &["used", "as new", "new"], &[("book", "state")]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        set_enum_values(manager, "state", &["new", "used", "lost"], &[("book", "state")]).await
    }
}
