//! Self reference mysql.
//!
//! ```text
//! + table came (id, next)
//! - table gone (id, next)
//! ~ tree: column id: int → bigint
//! ~ tree: column parent: int → bigint
//! ```
//!
//! Lost for good on the way up: `gone` (all its rows).
//!
//! Lost for good on the way down: `came` (all its rows).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_self_reference_mysql"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES')",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `tree` DROP FOREIGN KEY `up`, ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `tree` MODIFY COLUMN `id` bigint NOT NULL, MODIFY COLUMN
               `parent` bigint, ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `tree` ADD CONSTRAINT `up` FOREIGN KEY (`parent`)
               REFERENCES `tree` (`id`) ON DELETE CASCADE, ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        manager
            .create_table(
                Table::create()
                    .table("came")
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .col(ColumnDef::new("next").integer())
                    .foreign_key(
                        ForeignKey::create().name("next_one").from("came", "next").to("came", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        // Lost for good: `gone` (all its rows).
        manager.drop_table(Table::drop().table("gone").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::MySql,
            "SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES')",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `tree` DROP FOREIGN KEY `up`, ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `tree` MODIFY COLUMN `id` int NOT NULL, MODIFY COLUMN
               `parent` int, ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `tree` ADD CONSTRAINT `up` FOREIGN KEY (`parent`)
               REFERENCES `tree` (`id`) ON DELETE CASCADE, ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        manager
            .create_table(
                Table::create()
                    .table("gone")
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .col(ColumnDef::new("next").integer())
                    .foreign_key(
                        ForeignKey::create()
                            .name("gone_ibfk_1")
                            .from("gone", "next")
                            .to("gone", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(Index::create().name("next").table("gone").col("next").to_owned())
            .await?;
        // Lost for good: `came` (all its rows).
        manager.drop_table(Table::drop().table("came").to_owned()).await
    }
}
