//! Foreign key deferrable postgres.
//!
//! ```text
//! ~ c: foreign key f1: checked at another time
//! ~ c: foreign key f2: checked at another time
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_foreign_key_deferrable_postgres"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "c" ALTER CONSTRAINT "f1" DEFERRABLE INITIALLY DEFERRED"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "c" ALTER CONSTRAINT "f2" NOT DEFERRABLE"#,
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "c" ALTER CONSTRAINT "f1" NOT DEFERRABLE"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "c" ALTER CONSTRAINT "f2" DEFERRABLE INITIALLY DEFERRED"#,
        )
        .await
    }
}
