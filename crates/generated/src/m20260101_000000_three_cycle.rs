//! Three cycle.
//!
//! ```text
//! - table a (id, n)
//! - table b (id, n)
//! - table c (id, n)
//! + table x (id, n)
//! + table y (id, n)
//! + table z (id, n)
//! ```
//!
//! Lost for good on the way up: `c` (all its rows), `b` (all its rows), `a` (all its rows).
//!
//! Lost for good on the way down: `z` (all its rows), `y` (all its rows), `x` (all its rows).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_three_cycle"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("x")
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .col(ColumnDef::new("n").integer())
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("y")
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .col(ColumnDef::new("n").integer())
                    .foreign_key(ForeignKey::create().name("y_x").from("y", "n").to("x", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("z")
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .col(ColumnDef::new("n").integer())
                    .foreign_key(ForeignKey::create().name("z_y").from("z", "n").to("y", "id"))
                    .to_owned(),
            )
            .await?;
        alter_table("x")
            .add_foreign_key(ForeignKey::create().name("x_z").from("x", "n").to("z", "id"))
            .apply(manager)
            .await?;
        // Lost for good: `c` (all its rows).
        manager.drop_table(Table::drop().table("c").to_owned()).await?;
        // Lost for good: `b` (all its rows).
        manager.drop_table(Table::drop().table("b").to_owned()).await?;
        // Lost for good: `a` (all its rows).
        manager.drop_table(Table::drop().table("a").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("x").drop_foreign_key("x_z", ["n"]).apply(manager).await?;
        manager
            .create_table(
                Table::create()
                    .table("a")
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .col(ColumnDef::new("n").integer())
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("b")
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .col(ColumnDef::new("n").integer())
                    .foreign_key(ForeignKey::create().name("b_n_fkey").from("b", "n").to("a", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("c")
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .col(ColumnDef::new("n").integer())
                    .foreign_key(ForeignKey::create().name("c_n_fkey").from("c", "n").to("b", "id"))
                    .to_owned(),
            )
            .await?;
        // Lost for good: `z` (all its rows).
        manager.drop_table(Table::drop().table("z").to_owned()).await?;
        // Lost for good: `y` (all its rows).
        manager.drop_table(Table::drop().table("y").to_owned()).await?;
        // Lost for good: `x` (all its rows).
        manager.drop_table(Table::drop().table("x").to_owned()).await
    }
}
