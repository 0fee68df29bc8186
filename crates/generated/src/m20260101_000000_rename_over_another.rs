//! Rename over another.
//!
//! ```text
//! ~ table a → b
//! ~ table b → b_old
//! ~ b: primary key a_pkey → b_pkey
//! - table b_old (id)
//! ```
//!
//! Lost for good on the way up: `b_old` (all its rows).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_rename_over_another"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        manager.rename_table(Table::rename().table("b", "b_old").to_owned()).await?;
        manager.rename_table(Table::rename().table("a", "b").to_owned()).await?;
        // Lost for good: `b_old` (all its rows).
        manager.drop_table(Table::drop().table("b_old").to_owned()).await?;
        if backend == DbBackend::Postgres {
            alter_table("b").rename_constraint("a_pkey", "b_pkey").apply(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        if backend == DbBackend::Postgres {
            alter_table("b").rename_constraint("b_pkey", "a_pkey").apply(manager).await?;
        }
        manager
            .create_table(
                Table::create()
                    .table("b_old")
                    .col(ColumnDef::new("id").integer().not_null())
                    .primary_key(Index::create().name("b_pkey").col("id"))
                    .to_owned(),
            )
            .await?;
        manager.rename_table(Table::rename().table("b", "a").to_owned()).await?;
        manager.rename_table(Table::rename().table("b_old", "b").to_owned()).await
    }
}
