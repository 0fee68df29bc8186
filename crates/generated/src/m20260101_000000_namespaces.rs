//! Namespaces.
//!
//! ```text
//! + schema app
//! - schema old
//! + enum app.kind (a)
//! ~ u: column t_id: integer → bigint
//! - u: foreign key u_t_id_fkey (t_id) → old.t (id)
//! + u: foreign key u_t_id_fkey (t_id) → app.t (id)
//! + table app.t (id, k)
//! - table old.t (id)
//! ```
//!
//! Lost for good on the way up: `old.t` (all its rows).
//!
//! Lost for good on the way down: `app.t` (all its rows).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_namespaces"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("u")
            .drop_foreign_key("u_t_id_fkey", ["t_id"])
            .set_type(ColumnDef::new("t_id").big_integer())
            .apply(manager)
            .await?;
        execute_on(manager, DbBackend::Postgres, r#"CREATE SCHEMA "app""#).await?;
        execute_on(manager, DbBackend::Postgres, r#"COMMENT ON SCHEMA "app" IS 'ours'"#).await?;
        create_enum(manager, ("app", "kind"), &["a"]).await?;
        manager
            .create_table(
                Table::create()
                    .table(("app", "t"))
                    .col(ColumnDef::new("id").custom("bigserial").not_null().primary_key())
                    .col(ColumnDef::new("k").custom("app.kind").default("a"))
                    .to_owned(),
            )
            .await?;
        alter_table("u")
            .add_foreign_key(
                ForeignKey::create().name("u_t_id_fkey").from("u", "t_id").to(("app", "t"), "id"),
            )
            .apply(manager)
            .await?;
        // Lost for good: `old.t` (all its rows).
        manager.drop_table(Table::drop().table(("old", "t")).to_owned()).await?;
        execute_on(manager, DbBackend::Postgres, r#"DROP SCHEMA "old""#).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("u")
            .drop_foreign_key("u_t_id_fkey", ["t_id"])
            .set_type(ColumnDef::new("t_id").integer())
            .apply(manager)
            .await?;
        execute_on(manager, DbBackend::Postgres, r#"CREATE SCHEMA "old""#).await?;
        manager
            .create_table(
                Table::create()
                    .table(("old", "t"))
                    .col(ColumnDef::new("id").custom("serial").not_null().primary_key())
                    .to_owned(),
            )
            .await?;
        alter_table("u")
            .add_foreign_key(
                ForeignKey::create().name("u_t_id_fkey").from("u", "t_id").to(("old", "t"), "id"),
            )
            .apply(manager)
            .await?;
        // Lost for good: `app.t` (all its rows).
        manager.drop_table(Table::drop().table(("app", "t")).to_owned()).await?;
        drop_enum(manager, ("app", "kind")).await?;
        execute_on(manager, DbBackend::Postgres, r#"DROP SCHEMA "app""#).await
    }
}
