//! Partitions postgres.
//!
//! ```text
//! + t: column c text default 'x'::text
//! + t: check pos (a >= 0)
//! + t: index t_b (b)
//! ```
//!
//! Lost for good on the way down: `t.c` (its values).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_partitions_postgres"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .add_column(ColumnDef::new("c").text().default("x"))
            .add_check("pos", Expr::col("a").gte(0))
            .apply(manager)
            .await?;
        manager.create_index(Index::create().name("t_b").table("t").col("b").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("t_b").table("t").to_owned()).await?;
        // Lost for good: `t.c` (its values).
        alter_table("t").drop_check("pos").drop_column("c").apply(manager).await
    }
}
