//! Mutual foreign keys.
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

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_mutual_foreign_keys"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        if backend != DbBackend::Sqlite {
            alter_table("x").drop_foreign_key("x_y_fk", ["y_id"]).apply(manager).await?;
        }
        let mut table = Table::create()
            .table("a")
            .col(ColumnDef::new("id").integer().not_null().primary_key())
            .col(ColumnDef::new("b_id").integer())
            .to_owned();
        if backend == DbBackend::Sqlite {
            table.foreign_key(ForeignKey::create().from("a", "b_id").to("b", "id"));
        }
        manager.create_table(table).await?;
        manager
            .create_table(
                Table::create()
                    .table("b")
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .col(ColumnDef::new("a_id").integer())
                    .foreign_key(
                        ForeignKey::create()
                            .name(match backend {
                                DbBackend::MySql => "b_ibfk_1",
                                _ => "b_a_id_fkey",
                            })
                            .from("b", "a_id")
                            .to("a", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        if backend == DbBackend::MySql {
            manager
                .create_index(Index::create().name("a_id").table("b").col("a_id").to_owned())
                .await?;
        }
        if backend != DbBackend::Sqlite {
            alter_table("a")
                .add_foreign_key(
                    ForeignKey::create().name("a_b_fk").from("a", "b_id").to("b", "id"),
                )
                .apply(manager)
                .await?;
        }
        // Lost for good: `y` (all its rows).
        manager.drop_table(Table::drop().table("y").to_owned()).await?;
        // Lost for good: `x` (all its rows).
        manager.drop_table(Table::drop().table("x").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        if backend != DbBackend::Sqlite {
            alter_table("a").drop_foreign_key("a_b_fk", ["b_id"]).apply(manager).await?;
        }
        let mut table = Table::create()
            .table("x")
            .col(ColumnDef::new("id").integer().not_null().primary_key())
            .col(ColumnDef::new("y_id").integer())
            .to_owned();
        if backend == DbBackend::Sqlite {
            table.foreign_key(ForeignKey::create().from("x", "y_id").to("y", "id"));
        }
        manager.create_table(table).await?;
        manager
            .create_table(
                Table::create()
                    .table("y")
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .col(ColumnDef::new("x_id").integer())
                    .foreign_key(
                        ForeignKey::create()
                            .name(match backend {
                                DbBackend::MySql => "y_ibfk_1",
                                _ => "y_x_id_fkey",
                            })
                            .from("y", "x_id")
                            .to("x", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        if backend == DbBackend::MySql {
            manager
                .create_index(Index::create().name("x_id").table("y").col("x_id").to_owned())
                .await?;
        }
        if backend != DbBackend::Sqlite {
            alter_table("x")
                .add_foreign_key(
                    ForeignKey::create().name("x_y_fk").from("x", "y_id").to("y", "id"),
                )
                .apply(manager)
                .await?;
        }
        // Lost for good: `b` (all its rows).
        manager.drop_table(Table::drop().table("b").to_owned()).await?;
        // Lost for good: `a` (all its rows).
        manager.drop_table(Table::drop().table("a").to_owned()).await
    }
}
