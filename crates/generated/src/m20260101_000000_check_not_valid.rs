//! Check not valid.
//!
//! ```text
//! ~ t: check c1: the rows that are there are checked
//! - t: check c2 (a < 9)
//! + t: check c2 (a < 9)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_check_not_valid"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").drop_check("c2").apply(manager).await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "t" ADD CONSTRAINT "c2" CHECK ((a < 9)) NO INHERIT NOT
               VALID"#,
        )
        .await?;
        alter_table("t").validate("c1").apply(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .drop_check("c2")
            .add_check_not_valid("c2", Expr::col("a").lt(9))
            .apply(manager)
            .await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER TABLE "t" DROP CONSTRAINT "c1""#).await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "t" ADD CONSTRAINT "c1" CHECK ((a > 0)) NOT VALID"#,
        )
        .await
    }
}
