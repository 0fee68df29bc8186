//! Quoted everything postgres.
//!
//! ```text
//! ~ sequence a.b.s 'q'
//! + ünï: column -- no text
//! ~ a.b.t "x": column c %I: integer → bigint
//! ~ a.b.t "x": column d'e: not null
//! + a.b.t "x": unique constraint k."k (d'e)
//! ```
//!
//! Lost for good on the way down: `ünï.-- no` (its values).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_quoted_everything_postgres"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER SEQUENCE "a.b"."s 'q'" AS bigint INCREMENT BY 2 MINVALUE 1
               MAXVALUE 9223372036854775807 START WITH 1 CACHE 1 NO CYCLE"#,
        )
        .await?;
        manager
            .alter_table(
                Table::alter().table("ünï").add_column(ColumnDef::new("-- no").text()).to_owned(),
            )
            .await?;
        alter_table(("a.b", r#"t "x""#))
            .set_type(ColumnDef::new("c %I").big_integer())
            .set_not_null_filled("d'e", "it's \\ $$")
            .apply(manager)
            .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "a.b"."t ""x""" ADD CONSTRAINT "k.""k" UNIQUE ("d'e")"#,
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table(("a.b", r#"t "x""#))
            .drop_unique(r#"k."k"#)
            .set_type(ColumnDef::new("c %I").integer())
            .set_nullable("d'e")
            .apply(manager)
            .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER SEQUENCE "a.b"."s 'q'" AS bigint INCREMENT BY 1 MINVALUE 1
               MAXVALUE 9223372036854775807 START WITH 1 CACHE 1 NO CYCLE"#,
        )
        .await?;
        // Lost for good: `ünï.-- no` (its values).
        manager.alter_table(Table::alter().table("ünï").drop_column("-- no").to_owned()).await
    }
}
