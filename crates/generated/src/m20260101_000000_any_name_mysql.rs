//! Any name mysql.
//!
//! ```text
//! ~ Select: column a b: not null
//! + Select: column where varchar(9) default 'it''s'
//! + Select: index I x (Ünï`cödé, where)
//! + Select: unique index c d (a b)
//! ```
//!
//! Lost for good on the way down: `Select.where` (its values).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_any_name_mysql"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("Select")
            .add_column(ColumnDef::new("where").string_len(9).default("it's"))
            .set_not_null("a b")
            .apply(manager)
            .await?;
        manager
            .create_index(
                Index::create().name("I x").table("Select").col("Ünï`cödé").col("where").to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("c d").table("Select").unique().col("a b").to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("I x").table("Select").to_owned()).await?;
        manager.drop_index(Index::drop().name("c d").table("Select").to_owned()).await?;
        // Lost for good: `Select.where` (its values).
        alter_table("Select").set_nullable("a b").drop_column("where").apply(manager).await
    }
}
