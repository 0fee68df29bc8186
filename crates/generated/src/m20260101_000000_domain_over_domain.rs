//! Domain over domain.
//!
//! ```text
//! + domain a_top (a_top_base)
//! + domain a_top_base (text)
//! ~ domain base (integer)
//! - domain old_base (text)
//! - domain old_top (old_base)
//! ~ domain top (base)
//! ~ t: column b: old_top → a_top
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_domain_over_domain"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(manager, DbBackend::Postgres, r#"CREATE DOMAIN "a_top_base" AS text"#).await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"CREATE DOMAIN "a_top" AS a_top_base CONSTRAINT "one_of" CHECK (((VALUE)::text
               <> 'x'::text))"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER DOMAIN "base" DROP CONSTRAINT "base_check""#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER DOMAIN "base" ADD CONSTRAINT "base_check" CHECK ((VALUE >= 0))"#,
        )
        .await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER DOMAIN "top" SET DEFAULT 7"#).await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER DOMAIN "top" SET NOT NULL"#).await?;
        alter_table("t")
            .set_type_using(ColumnDef::new("b").custom("a_top"), r#""b"::text::a_top"#)
            .apply(manager)
            .await?;
        execute_on(manager, DbBackend::Postgres, r#"DROP DOMAIN "old_top""#).await?;
        execute_on(manager, DbBackend::Postgres, r#"DROP DOMAIN "old_base""#).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER DOMAIN "base" DROP CONSTRAINT "base_check""#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER DOMAIN "base" ADD CONSTRAINT "base_check" CHECK ((VALUE > 0))"#,
        )
        .await?;
        execute_on(manager, DbBackend::Postgres, r#"CREATE DOMAIN "old_base" AS text"#).await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"CREATE DOMAIN "old_top" AS old_base CONSTRAINT "old_top_check" CHECK (((VALUE)::text
               <> ''::text))"#,
        )
        .await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER DOMAIN "top" SET DEFAULT 5"#).await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER DOMAIN "top" DROP NOT NULL"#).await?;
        alter_table("t")
            .set_type_using(ColumnDef::new("b").custom("old_top"), r#""b"::text::old_top"#)
            .apply(manager)
            .await?;
        execute_on(manager, DbBackend::Postgres, r#"DROP DOMAIN "a_top""#).await?;
        execute_on(manager, DbBackend::Postgres, r#"DROP DOMAIN "a_top_base""#).await
    }
}
