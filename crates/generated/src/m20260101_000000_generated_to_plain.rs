//! Generated to plain.
//!
//! ```text
//! ~ t: column g: generated as (a * 2) → default 4
//! ```
//!
//! Lost for good on the way down: `t.g` (its values).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_generated_to_plain"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "t" ALTER COLUMN "g" DROP EXPRESSION"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "t" ALTER COLUMN "g" SET DEFAULT 4"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` MODIFY COLUMN `g` int DEFAULT 4, ALGORITHM=COPY, LOCK=SHARED",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `t.g` (its values).
        alter_table("t")
            .drop_column("g")
            .add_column(ColumnDef::new("g").integer().generated(Expr::cust("a * 2"), true))
            .apply(manager)
            .await
    }
}
