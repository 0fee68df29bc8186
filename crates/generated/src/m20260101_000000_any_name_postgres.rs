//! Any name postgres.
//!
//! ```text
//! ~ Select: column a b: not null
//! + Select: column where text default 'it''s'::text
//! + Select: unique constraint c d (a b)
//! + Select: index I x (Ünï"cödé, where)
//! ```
//!
//! Lost for good on the way down: `Select.where` (its values).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_any_name_postgres"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("Select")
            .add_column(ColumnDef::new("where").text().default("it's"))
            .set_not_null("a b")
            .add_unique("c d", ["a b"])
            .apply(manager)
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("I x")
                    .table("Select")
                    .col(r#"Ünï"cödé"#)
                    .col("where")
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("I x").table("Select").to_owned()).await?;
        // Lost for good: `Select.where` (its values).
        alter_table("Select")
            .drop_unique("c d")
            .set_nullable("a b")
            .drop_column("where")
            .apply(manager)
            .await
    }
}
