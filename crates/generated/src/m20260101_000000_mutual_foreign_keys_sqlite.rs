//! Mutual foreign keys sqlite.
//!
//! ```text
//! + table a (id, b_id)
//! + table b (id, a_id)
//! - table x (id, y_id)
//! - table y (id, x_id)
//! ```
//!
//! Lost for good on the way up: `y` (all its rows), `x` (all its rows).
//!
//! Lost for good on the way down: `b` (all its rows), `a` (all its rows).

use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_mutual_foreign_keys_sqlite"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("a")
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .col(ColumnDef::new("b_id").integer())
                    .foreign_key(ForeignKey::create().from("a", "b_id").to("b", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("b")
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .col(ColumnDef::new("a_id").integer())
                    .foreign_key(ForeignKey::create().from("b", "a_id").to("a", "id"))
                    .to_owned(),
            )
            .await?;
        // Lost for good: `y` (all its rows).
        manager.drop_table(Table::drop().table("y").to_owned()).await?;
        // Lost for good: `x` (all its rows).
        manager.drop_table(Table::drop().table("x").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("x")
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .col(ColumnDef::new("y_id").integer())
                    .foreign_key(ForeignKey::create().from("x", "y_id").to("y", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("y")
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .col(ColumnDef::new("x_id").integer())
                    .foreign_key(ForeignKey::create().from("y", "x_id").to("x", "id"))
                    .to_owned(),
            )
            .await?;
        // Lost for good: `b` (all its rows).
        manager.drop_table(Table::drop().table("b").to_owned()).await?;
        // Lost for good: `a` (all its rows).
        manager.drop_table(Table::drop().table("a").to_owned()).await
    }
}
