//! Default mysql8.
//!
//! ```text
//! ~ t: column a: no default → default 5
//! ~ t: column b: default 1 → default 2
//! ~ t: column c: default (_utf8mb4'x') → no default
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_default_mysql8"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .set_default("a", 5)
            .set_default("b", 2)
            .drop_default("c")
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .drop_default("a")
            .set_default("b", 1)
            .set_default("c", Expr::cust("_utf8mb4'x'"))
            .apply(manager)
            .await
    }
}
