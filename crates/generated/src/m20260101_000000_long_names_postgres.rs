//! Long names postgres.
//!
//! ```text
//! ~ enum tyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy: -a
//! ~ xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: column id: serial → identity
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_long_names_postgres"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TYPE
               "tyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
               RENAME TO
               "tyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy__old""#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"CREATE TYPE
               "tyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy" AS
               ENUM ('b')"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE
               "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" ALTER
               COLUMN "v" TYPE
               tyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy USING
               "v"::text::tyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"DROP TYPE
               "tyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy__old""#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE
               "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" ALTER
               COLUMN "id" DROP DEFAULT"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER SEQUENCE
               "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_id_seq"
               RENAME TO
               "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_i__old""#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE
               "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" ALTER
               COLUMN "id" ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME
               "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_id_seq")"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"SELECT setval('"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_id_seq"',
               last_value, is_called) FROM
               "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_i__old""#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"DROP SEQUENCE
               "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_i__old""#,
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_enum_value(
            manager,
            "tyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy",
            "a",
            EnumPlace::Before("b"),
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"CREATE SEQUENCE
               "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_i__new" AS
               integer"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"SELECT setval('"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_i__new"',
               last_value, is_called) FROM
               "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_id_seq""#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE
               "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" ALTER
               COLUMN "id" DROP IDENTITY"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER SEQUENCE
               "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_i__new"
               RENAME TO
               "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_id_seq""#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER SEQUENCE
               "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_id_seq" OWNED
               BY "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"."id""#,
        )
        .await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER TABLE
               "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" ALTER
               COLUMN "id" SET DEFAULT nextval('"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_id_seq"'::regclass)"#).await
    }
}
