//! Generated.
//!
//! ```text
//! ~ t: column b: integer → bigint
//! - t: column s2 integer generated as (a * 2)
//! + t: column s3 integer generated as (a * 3)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_generated"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        execute_on(
            manager,
            DbBackend::MySql,
            "SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES')",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` DROP COLUMN `s2`, ADD COLUMN `s3` int GENERATED ALWAYS
               AS (`a` * 3) STORED, MODIFY COLUMN `b` bigint, ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        if backend != DbBackend::MySql {
            manager.drop_index(Index::drop().name("t_s1").table("t").to_owned()).await?;
            alter_table("t")
                .add_column(ColumnDef::new("s3").integer().generated(Expr::cust("a * 3"), true))
                .drop_column("s1")
                .set_type(ColumnDef::new("b").custom("bigint"))
                .add_column(ColumnDef::new("s1").integer().generated(Expr::cust("a + b"), true))
                .drop_column("s2")
                .apply(manager)
                .await?;
            manager
                .create_index(Index::create().name("t_s1").table("t").col("s1").to_owned())
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        execute_on(
            manager,
            DbBackend::MySql,
            "SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES')",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` DROP COLUMN `s3`, ADD COLUMN `s2` int GENERATED ALWAYS
               AS (`a` * 2) STORED, MODIFY COLUMN `b` int, ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        if backend != DbBackend::MySql {
            manager.drop_index(Index::drop().name("t_s1").table("t").to_owned()).await?;
            alter_table("t")
                .add_column(ColumnDef::new("s2").integer().generated(Expr::cust("a * 2"), true))
                .drop_column("s1")
                .set_type(ColumnDef::new("b").integer())
                .add_column(ColumnDef::new("s1").integer().generated(Expr::cust("a + b"), true))
                .drop_column("s3")
                .apply(manager)
                .await?;
            manager
                .create_index(Index::create().name("t_s1").table("t").col("s1").to_owned())
                .await?;
        }
        Ok(())
    }
}
