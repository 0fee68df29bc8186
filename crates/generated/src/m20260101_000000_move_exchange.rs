//! Move exchange.
//!
//! ```text
//! ~ table t → t_new
//! ~ table t_new → t
//! ~ a.t_new: table a.t_new → b.t_new
//! ~ b.t: table b.t → a.t
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_move_exchange"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.rename_table(Table::rename().table(("a", "t"), "t_new").to_owned()).await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER TABLE "b"."t" SET SCHEMA "a""#).await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER TABLE "a"."t_new" SET SCHEMA "b""#)
            .await?;
        manager.rename_table(Table::rename().table(("b", "t_new"), "t").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.rename_table(Table::rename().table(("b", "t"), "t_new").to_owned()).await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER TABLE "b"."t_new" SET SCHEMA "a""#)
            .await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER TABLE "a"."t" SET SCHEMA "b""#).await?;
        manager.rename_table(Table::rename().table(("a", "t_new"), "t").to_owned()).await
    }
}
