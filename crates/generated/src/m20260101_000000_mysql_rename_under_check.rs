//! Mysql rename under check.
//!
//! ```text
//! ~ t: column name → title
//! ~ t: column title: not null
//! - t: column gone int
//! ```
//!
//! Lost for good on the way up: `t.gone` (its values).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_mysql_rename_under_check"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(Table::alter().table("t").rename_column("name", "title").to_owned())
            .await?;
        // Lost for good: `t.gone` (its values).
        alter_table("t").set_not_null("title").drop_column("gone").apply(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .add_column(ColumnDef::new("gone").integer())
            .set_nullable("title")
            .apply(manager)
            .await?;
        manager
            .alter_table(Table::alter().table("t").rename_column("title", "name").to_owned())
            .await
    }
}
