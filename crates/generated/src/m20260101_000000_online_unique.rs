//! Online unique.
//!
//! ```text
//! + t: primary key t_key (id)
//! + t: unique constraint once (code)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_online_unique"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "t" ADD CONSTRAINT "once" UNIQUE ("code") INCLUDE ("part")
               DEFERRABLE INITIALLY DEFERRED"#,
        )
        .await?;
        alter_table("t").set_primary_key("t_key", ["id"]).apply(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").drop_unique("once").drop_primary_key("t_key").apply(manager).await
    }
}
