//! Mysql not null timestamp.
//!
//! ```text
//! ~ t: column d: not null
//! ~ t: column e: not null
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_mysql_not_null_timestamp"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .set_not_null_filled("d", "2026-02-02")
            .set_not_null_filled("e", Expr::current_timestamp())
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").set_nullable("d").set_nullable("e").apply(manager).await
    }
}
