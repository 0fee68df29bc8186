//! Sequences.
//!
//! ```text
//! - sequence s1
//! ~ sequence s2
//! + sequence s3
//! + sequence s4
//! + t: column b integer default nextval('s4'::regclass)
//! ```
//!
//! Lost for good on the way up: `s1` (how far it has counted).
//!
//! Lost for good on the way down: `t.b` (its values), `s3` (how far it has counted), `s4` (how far it has counted).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_sequences"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER SEQUENCE "s2" AS bigint INCREMENT BY 2 MINVALUE 1 MAXVALUE
               9223372036854775807 START WITH 10 CACHE 3 CYCLE"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"CREATE SEQUENCE "s3" AS smallint INCREMENT BY -1 MINVALUE -5 MAXVALUE -1
               START WITH -1 CACHE 1 NO CYCLE"#,
        )
        .await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER SEQUENCE "s3" OWNED BY "t"."a""#).await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"CREATE SEQUENCE "s4" AS bigint INCREMENT BY 1 MINVALUE 1 MAXVALUE
               9223372036854775807 START WITH 1 CACHE 1 NO CYCLE"#,
        )
        .await?;
        execute_on(manager, DbBackend::Postgres, r#"COMMENT ON SEQUENCE "s4" IS 'fourth'"#).await?;
        manager
            .alter_table(
                Table::alter()
                    .table("t")
                    .add_column(
                        ColumnDef::new("b")
                            .integer()
                            .default(Expr::cust("nextval('s4'::regclass)")),
                    )
                    .to_owned(),
            )
            .await?;
        // Lost for good: `s1` (how far it has counted).
        execute_on(manager, DbBackend::Postgres, r#"DROP SEQUENCE "s1""#).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"CREATE SEQUENCE "s1" AS bigint INCREMENT BY 1 MINVALUE 1 MAXVALUE
               9223372036854775807 START WITH 1 CACHE 1 NO CYCLE"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER SEQUENCE "s2" AS bigint INCREMENT BY 5 MINVALUE 1 MAXVALUE
               9223372036854775807 START WITH 1 CACHE 1 NO CYCLE"#,
        )
        .await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER SEQUENCE "s3" OWNED BY NONE"#).await?;
        // Lost for good: `t.b` (its values).
        manager.alter_table(Table::alter().table("t").drop_column("b").to_owned()).await?;
        // Lost for good: `s3` (how far it has counted).
        execute_on(manager, DbBackend::Postgres, r#"DROP SEQUENCE "s3""#).await?;
        // Lost for good: `s4` (how far it has counted).
        execute_on(manager, DbBackend::Postgres, r#"DROP SEQUENCE "s4""#).await
    }
}
