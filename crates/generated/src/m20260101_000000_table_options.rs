//! Table options.
//!
//! ```text
//! ~ table t: persistence, storage parameters
//! ~ table v: persistence
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_table_options"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(manager, DbBackend::Postgres, r#"ALTER TABLE "t" SET UNLOGGED"#).await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "t" SET (autovacuum_enabled=false, fillfactor=70)"#,
        )
        .await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER TABLE "v" SET LOGGED"#).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(manager, DbBackend::Postgres, r#"ALTER TABLE "t" SET LOGGED"#).await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER TABLE "t" SET (fillfactor=80)"#).await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER TABLE "t" RESET (autovacuum_enabled)"#)
            .await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER TABLE "v" SET UNLOGGED"#).await
    }
}
