//! Identity type.
//!
//! ```text
//! ~ t: column a: integer → bigint, serial with other options
//! ~ t: column b: integer → bigint, identity with other options
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_identity_type"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(manager, DbBackend::Postgres, r#"ALTER TABLE "t" ALTER COLUMN "a" TYPE bigint"#)
            .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER SEQUENCE "t_a_seq" AS bigint INCREMENT BY 1 MINVALUE 1 MAXVALUE
               9223372036854775807 START WITH 1 CACHE 1 NO CYCLE"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES')",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` MODIFY COLUMN `a` bigint unsigned NOT NULL
               AUTO_INCREMENT, ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        execute_on(manager, DbBackend::Postgres, r#"ALTER TABLE "t" ALTER COLUMN "b" TYPE bigint"#)
            .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "t" ALTER COLUMN "b" SET INCREMENT BY 1 SET MINVALUE 1 SET
               MAXVALUE 9223372036854775807 SET START WITH 1 SET CACHE 1 SET NO CYCLE"#,
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "t" ALTER COLUMN "a" TYPE integer"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER SEQUENCE "t_a_seq" AS integer INCREMENT BY 1 MINVALUE 1 MAXVALUE
               2147483647 START WITH 1 CACHE 1 NO CYCLE"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES')",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `t` MODIFY COLUMN `a` int NOT NULL AUTO_INCREMENT,
               ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "t" ALTER COLUMN "b" TYPE integer"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "t" ALTER COLUMN "b" SET INCREMENT BY 1 SET MINVALUE 1 SET
               MAXVALUE 2147483647 SET START WITH 1 SET CACHE 1 SET NO CYCLE"#,
        )
        .await
    }
}
