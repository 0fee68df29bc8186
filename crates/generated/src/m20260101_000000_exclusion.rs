//! Exclusion.
//!
//! ```text
//! - t: exclusion constraint x1 EXCLUDE USING gist (r WITH &&)
//! + t: exclusion constraint x1 EXCLUDE USING gist (r WITH &&) WHERE ((NOT isempty(r)))
//! + t: exclusion constraint x2 EXCLUDE USING gist (s WITH &&)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_exclusion"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").drop_check("x1").apply(manager).await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "t" ADD CONSTRAINT "x1" EXCLUDE USING gist (r WITH &&)
               WHERE ((NOT isempty(r))) DEFERRABLE"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "t" ADD CONSTRAINT "x2" EXCLUDE USING gist (s WITH &&)"#,
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").drop_check("x1").drop_check("x2").apply(manager).await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "t" ADD CONSTRAINT "x1" EXCLUDE USING gist (r WITH &&)"#,
        )
        .await
    }
}
