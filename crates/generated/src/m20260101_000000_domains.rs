//! Domains.
//!
//! ```text
//! - domain d1 (text)
//! ~ domain d2 (integer)
//! + domain d3 (numeric(8,2))
//! ~ t: column a: d1 → text
//! + t: column c d3
//! ```
//!
//! Lost for good on the way down: `t.c` (its values).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_domains"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(manager, DbBackend::Postgres, r#"ALTER DOMAIN "d2" DROP CONSTRAINT "pos""#)
            .await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER DOMAIN "d2" SET DEFAULT 2"#).await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER DOMAIN "d2" SET NOT NULL"#).await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER DOMAIN "d2" ADD CONSTRAINT "pos" CHECK ((VALUE > '-1'::integer))"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER DOMAIN "d2" ADD CONSTRAINT "small" CHECK ((VALUE < 99))"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"CREATE DOMAIN "d3" AS numeric(8,2) CONSTRAINT "d3_check" CHECK ((VALUE
               > (0)::numeric))"#,
        )
        .await?;
        execute_on(manager, DbBackend::Postgres, r#"COMMENT ON DOMAIN "d3" IS 'money'"#).await?;
        alter_table("t")
            .add_column(ColumnDef::new("c").custom("d3"))
            .set_type(ColumnDef::new("a").text())
            .apply(manager)
            .await?;
        execute_on(manager, DbBackend::Postgres, r#"DROP DOMAIN "d1""#).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"CREATE DOMAIN "d1" AS text CONSTRAINT "d1_check" CHECK ((VALUE <> ''::text))"#,
        )
        .await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER DOMAIN "d2" DROP CONSTRAINT "pos""#)
            .await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER DOMAIN "d2" DROP CONSTRAINT "small""#)
            .await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER DOMAIN "d2" SET DEFAULT 1"#).await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER DOMAIN "d2" DROP NOT NULL"#).await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER DOMAIN "d2" ADD CONSTRAINT "pos" CHECK ((VALUE > 0))"#,
        )
        .await?;
        // Lost for good: `t.c` (its values).
        alter_table("t")
            .set_type(ColumnDef::new("a").custom("d1"))
            .drop_column("c")
            .apply(manager)
            .await?;
        execute_on(manager, DbBackend::Postgres, r#"DROP DOMAIN "d3""#).await
    }
}
