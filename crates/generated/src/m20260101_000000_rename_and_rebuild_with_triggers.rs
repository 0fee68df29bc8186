//! Rename and rebuild with triggers.
//!
//! ```text
//! ~ table log → journal
//! ~ table orders → purchases
//! ~ purchases: column amount → sum
//! ~ purchases: column sum: not null
//! + purchases: check without a name length(sum) > 0
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_rename_and_rebuild_with_triggers"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.rename_table(Table::rename().table("log", "journal").to_owned()).await?;
        manager.rename_table(Table::rename().table("orders", "purchases").to_owned()).await?;
        manager
            .alter_table(
                Table::alter().table("purchases").rename_column("amount", "sum").to_owned(),
            )
            .await?;
        alter_table("purchases")
            .set_not_null_filled("sum", "none")
            .add_check("purchases_check", Expr::cust("length(sum) > 0"))
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("purchases")
            .set_nullable("sum")
            .restate_on_sqlite(
                r#"CREATE TABLE "purchases" ("id" integer NOT NULL, "sum" text, "note"
               text, PRIMARY KEY ("id"))"#,
            )
            .apply(manager)
            .await?;
        manager
            .alter_table(
                Table::alter().table("purchases").rename_column("sum", "amount").to_owned(),
            )
            .await?;
        manager.rename_table(Table::rename().table("purchases", "orders").to_owned()).await?;
        manager.rename_table(Table::rename().table("journal", "log").to_owned()).await
    }
}
