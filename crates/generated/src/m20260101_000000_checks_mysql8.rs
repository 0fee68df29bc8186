//! Checks mysql8.
//!
//! ```text
//! ~ t: check c3 → renamed
//! - t: check c1 (`a` > 0)
//! - t: check c2 (`a` < 100)
//! + t: check c1 (`a` > 1)
//! + t: check c4 ((`b` in (_utf8mb4'x',_utf8mb4'y')) or (`b` is null))
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_checks_mysql8"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .drop_check("c1")
            .drop_check("c2")
            .rename_constraint("c3", "renamed")
            .add_check("c1", Expr::col("a").gt(1))
            .add_check("c4", Expr::cust("(`b` in (_utf8mb4'x',_utf8mb4'y')) or (`b` is null)"))
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .drop_check("c1")
            .drop_check("c4")
            .rename_constraint("renamed", "c3")
            .add_check("c1", Expr::col("a").gt(0))
            .add_check("c2", Expr::col("a").lt(100))
            .apply(manager)
            .await
    }
}
