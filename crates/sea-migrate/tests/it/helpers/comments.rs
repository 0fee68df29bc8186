//! Comments come and go.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        comment_on_table(manager, "book", Some("What stands on the shelves")).await?;
        comment_on_column(manager, "book", "pages", Some("Without the cover's")).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        comment_on_column(manager, "book", "pages", None).await?;
        comment_on_table(manager, "book", None).await
    }
}
