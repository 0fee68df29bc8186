//! Columns come, also those that rows have to get a value for.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("book")
            .add_column(ColumnDef::new("subtitle").string().null())
            .add_column_filled(ColumnDef::new("language").string_len(2).not_null(), "en")
            .add_column_filled(ColumnDef::new("slug").string().not_null(), Expr::cust("lower(title)"))
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("book")
            .drop_column("slug")
            .drop_column("language")
            .drop_column("subtitle")
            .apply(manager)
            .await
    }
}
