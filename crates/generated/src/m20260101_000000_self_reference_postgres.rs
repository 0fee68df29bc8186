//! Self reference postgres.
//!
//! ```text
//! + table came (id, next)
//! - table gone (id, next)
//! ~ tree: column id: integer → bigint
//! ~ tree: column parent: integer → bigint
//! ```
//!
//! Lost for good on the way up: `gone` (all its rows).
//!
//! Lost for good on the way down: `came` (all its rows).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_self_reference_postgres"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("tree")
            .drop_foreign_key("up", ["parent"])
            .set_type(ColumnDef::new("id").big_integer())
            .set_type(ColumnDef::new("parent").big_integer())
            .add_foreign_key(
                ForeignKey::create()
                    .name("up")
                    .from("tree", "parent")
                    .to("tree", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .apply(manager)
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("came")
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .col(ColumnDef::new("next").integer())
                    .foreign_key(
                        ForeignKey::create().name("next_one").from("came", "next").to("came", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        // Lost for good: `gone` (all its rows).
        manager.drop_table(Table::drop().table("gone").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("tree")
            .drop_foreign_key("up", ["parent"])
            .set_type(ColumnDef::new("id").integer())
            .set_type(ColumnDef::new("parent").integer())
            .add_foreign_key(
                ForeignKey::create()
                    .name("up")
                    .from("tree", "parent")
                    .to("tree", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .apply(manager)
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("gone")
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .col(ColumnDef::new("next").integer())
                    .foreign_key(
                        ForeignKey::create()
                            .name("gone_next_fkey")
                            .from("gone", "next")
                            .to("gone", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        // Lost for good: `came` (all its rows).
        manager.drop_table(Table::drop().table("came").to_owned()).await
    }
}
