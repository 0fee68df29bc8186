//! Generated sqlite.
//!
//! ```text
//! ~ t: column b: integer → bigint
//! - t: column s2 integer generated as a * 2
//! + t: column s3 integer generated as a * 3
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_generated_sqlite"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .add_column(ColumnDef::new("s3").integer().generated(Expr::cust("a * 3"), true))
            .set_type(ColumnDef::new("b").custom("bigint"))
            .drop_column("s2")
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .add_column(ColumnDef::new("s2").integer().generated(Expr::cust("a * 2"), true))
            .set_type(ColumnDef::new("b").integer())
            .drop_column("s3")
            .apply(manager)
            .await
    }
}
