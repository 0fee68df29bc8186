//! Generated expression.
//!
//! ```text
//! - t: column g integer generated as (a * 2)
//! + t: column g integer generated as (a * 3)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_generated_expression"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` DROP CONSTRAINT `c`, DROP INDEX `t_g`, DROP COLUMN `g`,
               ADD COLUMN `g` int GENERATED ALWAYS AS (`a` * 3) STORED, ADD INDEX
               `t_g` (`g`), ADD CONSTRAINT `c` CHECK (`g` > 0), ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        if backend != DbBackend::MySql {
            manager.drop_index(Index::drop().name("t_g").table("t").to_owned()).await?;
            alter_table("t")
                .drop_check("c")
                .drop_column("g")
                .add_column(ColumnDef::new("g").integer().generated(Expr::cust("a * 3"), true))
                .add_check("c", Expr::col("g").gt(0))
                .apply(manager)
                .await?;
            manager
                .create_index(Index::create().name("t_g").table("t").col("g").to_owned())
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` DROP CONSTRAINT `c`, DROP INDEX `t_g`, DROP COLUMN `g`,
               ADD COLUMN `g` int GENERATED ALWAYS AS (`a` * 2) STORED, ADD INDEX
               `t_g` (`g`), ADD CONSTRAINT `c` CHECK (`g` > 0), ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        if backend != DbBackend::MySql {
            manager.drop_index(Index::drop().name("t_g").table("t").to_owned()).await?;
            alter_table("t")
                .drop_check("c")
                .drop_column("g")
                .add_column(ColumnDef::new("g").integer().generated(Expr::cust("a * 2"), true))
                .add_check("c", Expr::col("g").gt(0))
                .apply(manager)
                .await?;
            manager
                .create_index(Index::create().name("t_g").table("t").col("g").to_owned())
                .await?;
        }
        Ok(())
    }
}
