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
        manager.drop_index(Index::drop().name("t_s1").table("t").to_owned()).await?;
        alter_table("t")
            .add_column(ColumnDef::new("s3").integer().generated(Expr::cust("a * 3"), true))
            .drop_column("s1")
            .set_type(ColumnDef::new("b").custom("bigint"))
            .add_column(ColumnDef::new("s1").integer().generated(Expr::cust("a + b"), true))
            .drop_column("s2")
            .apply(manager)
            .await?;
        manager.create_index(Index::create().name("t_s1").table("t").col("s1").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("t_s1").table("t").to_owned()).await?;
        alter_table("t")
            .add_column(ColumnDef::new("s2").integer().generated(Expr::cust("a * 2"), true))
            .drop_column("s1")
            .set_type(ColumnDef::new("b").integer())
            .add_column(ColumnDef::new("s1").integer().generated(Expr::cust("a + b"), true))
            .drop_column("s3")
            .apply(manager)
            .await?;
        manager.create_index(Index::create().name("t_s1").table("t").col("s1").to_owned()).await
    }
}
