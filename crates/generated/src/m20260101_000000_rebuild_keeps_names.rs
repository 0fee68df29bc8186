//! Rebuild keeps names.
//!
//! ```text
//! + t: check without a name b <> ''
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_rebuild_keeps_names"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").add_check("t_check", Expr::col("b").ne("")).apply(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .restate_on_sqlite(
                r#"CREATE TABLE "t" ("id" integer NOT NULL, "a" text CONSTRAINT "given"
               NOT NULL CONSTRAINT "the usual" DEFAULT 'x', "b" text, PRIMARY KEY ("id"))"#,
            )
            .apply(manager)
            .await
    }
}
