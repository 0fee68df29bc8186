//! Move namespace.
//!
//! ```text
//! ~ enum shop.mood → mood
//! ~ domain shop.positive → stock.positive
//! ~ sequence shop.tickets → stock.tickets
//! - schema shop
//! + schema stock
//! ~ table sold → sales
//! ~ sales: table sales → stock.sales
//! ~ shop.item: table shop.item → stock.item
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_move_namespace"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(manager, DbBackend::Postgres, r#"CREATE SCHEMA "stock""#).await?;
        manager.rename_table(Table::rename().table("sold", "sales").to_owned()).await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER TABLE "sales" SET SCHEMA "stock""#)
            .await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER TABLE "shop"."item" SET SCHEMA "stock""#)
            .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"DO $$BEGIN EXECUTE format('ALTER TYPE "shop"."mood" SET SCHEMA %I',
               current_schema()); END$$"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER DOMAIN "shop"."positive" SET SCHEMA "stock""#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER SEQUENCE "shop"."tickets" SET SCHEMA "stock""#,
        )
        .await?;
        execute_on(manager, DbBackend::Postgres, r#"DROP SCHEMA "shop""#).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(manager, DbBackend::Postgres, r#"CREATE SCHEMA "shop""#).await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER SEQUENCE "stock"."tickets" SET SCHEMA "shop""#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER DOMAIN "stock"."positive" SET SCHEMA "shop""#,
        )
        .await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER TYPE "mood" SET SCHEMA "shop""#).await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER TABLE "stock"."item" SET SCHEMA "shop""#)
            .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"DO $$BEGIN EXECUTE format('ALTER TABLE "stock"."sales" SET SCHEMA %I',
               current_schema()); END$$"#,
        )
        .await?;
        manager.rename_table(Table::rename().table("sales", "sold").to_owned()).await?;
        execute_on(manager, DbBackend::Postgres, r#"DROP SCHEMA "stock""#).await
    }
}
