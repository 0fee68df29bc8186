//! Text to enum.
//!
//! ```text
//! + enum mood (sad, ok, happy)
//! ~ t: column m: text → mood, default 'ok'::text → default 'ok'::mood
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

const MOOD: [&str; 3] = ["sad", "ok", "happy"];

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_text_to_enum"
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
            "ALTER TABLE `t` MODIFY COLUMN `m` enum('sad','ok','happy') DEFAULT 'ok',
               ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        if backend == DbBackend::Postgres {
            alter_table("t").drop_check("c").apply(manager).await?;
        }
        create_enum(manager, "mood", &MOOD).await?;
        if backend == DbBackend::Postgres {
            alter_table("t")
                .drop_default("m")
                .set_type_using(ColumnDef::new("m").enumeration("mood", MOOD), r#""m"::mood"#)
                .set_default("m", "ok")
                .add_check("c", Expr::col("m").is_not_null())
                .apply(manager)
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
            "ALTER TABLE `t` MODIFY COLUMN `m` varchar(9) DEFAULT 'ok', ALGORITHM=COPY,
               LOCK=SHARED",
        )
        .await?;
        if backend == DbBackend::Postgres {
            alter_table("t")
                .drop_check("c")
                .drop_default("m")
                .set_type(ColumnDef::new("m").text())
                .set_default("m", "ok")
                .add_check("c", Expr::col("m").is_not_null())
                .apply(manager)
                .await?;
        }
        drop_enum(manager, "mood").await
    }
}
