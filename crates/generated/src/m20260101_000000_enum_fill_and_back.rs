//! Enum fill and back.
//!
//! ```text
//! ~ enum mood: +c, -a
//! ~ t: column m: default 'a'::mood → default 'b'::mood
//! ```
//!
//! Lost for good on the way up: `mood` (which rows had a).
//!
//! Lost for good on the way down: `mood` (which rows had c).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_enum_fill_and_back"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `mood` (which rows had a).
        execute_on(manager, DbBackend::Postgres, r#"ALTER TYPE "mood" RENAME TO "mood__old""#)
            .await?;
        execute_on(manager, DbBackend::Postgres, r#"CREATE TYPE "mood" AS ENUM ('b', 'c')"#)
            .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "t" ALTER COLUMN "m" DROP DEFAULT, ALTER COLUMN "m" TYPE
               mood USING (CASE WHEN "m"::text IN ('a') THEN 'c' ELSE "m"::text END)::mood,
               ALTER COLUMN "m" SET DEFAULT 'b'::mood"#,
        )
        .await?;
        execute_on(manager, DbBackend::Postgres, r#"DROP TYPE "mood__old""#).await?;
        alter_table("t").set_default("m", "b").apply(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `mood` (which rows had c).
        execute_on(manager, DbBackend::Postgres, r#"ALTER TYPE "mood" RENAME TO "mood__old""#)
            .await?;
        execute_on(manager, DbBackend::Postgres, r#"CREATE TYPE "mood" AS ENUM ('a', 'b')"#)
            .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "t" ALTER COLUMN "m" DROP DEFAULT, ALTER COLUMN "m" TYPE
               mood USING (CASE WHEN "m"::text IN ('c') THEN 'a' ELSE "m"::text END)::mood,
               ALTER COLUMN "m" SET DEFAULT 'a'::mood"#,
        )
        .await?;
        execute_on(manager, DbBackend::Postgres, r#"DROP TYPE "mood__old""#).await?;
        alter_table("t").set_default("m", "a").apply(manager).await
    }
}
