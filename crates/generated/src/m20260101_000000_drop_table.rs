//! Drop table.
//!
//! ```text
//! - table a (id)
//! - table b (id, a_id)
//! - table c (id, b_id)
//! ```
//!
//! Lost for good on the way up: `c` (all its rows), `b` (all its rows), `a` (all its rows).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_drop_table"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `c` (all its rows).
        manager.drop_table(Table::drop().table("c").to_owned()).await?;
        // Lost for good: `b` (all its rows).
        manager.drop_table(Table::drop().table("b").to_owned()).await?;
        // Lost for good: `a` (all its rows).
        manager.drop_table(Table::drop().table("a").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        manager
            .create_table(
                Table::create()
                    .table("a")
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .to_owned(),
            )
            .await?;
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
        manager
            .create_index(Index::create().name("b_by_a").table("b").col("a_id").to_owned())
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("c")
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .col(ColumnDef::new("b_id").integer())
                    .foreign_key(
                        ForeignKey::create()
                            .name(match backend {
                                DbBackend::MySql => "c_ibfk_1",
                                _ => "c_b_id_fkey",
                            })
                            .from("c", "b_id")
                            .to("b", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        if backend == DbBackend::MySql {
            manager
                .create_index(Index::create().name("b_id").table("c").col("b_id").to_owned())
                .await?;
        }
        Ok(())
    }
}
