//! Enum remove value.
//!
//! ```text
//! ~ enum mood: -sad
//! ```
//!
//! Lost for good on the way up: `mood` (which rows had sad).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000001_enum_remove_value"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        if backend == DbBackend::Postgres {
            manager.drop_index(Index::drop().name("t_m").table("t").to_owned()).await?;
            alter_table("t").drop_check("c").apply(manager).await?;
            // Lost for good: `mood` (which rows had sad).
            manager
                .get_connection()
                .execute_unprepared(r#"UPDATE "t" SET "m" = 'ok' WHERE "m" IN ('sad')"#)
                .await?;
            set_enum_values(manager, "mood", &["ok", "happy"], &[("t", "m")]).await?;
        }
        execute_on(manager, DbBackend::Postgres, r#"COMMENT ON TYPE "mood" IS 'how it is'"#)
            .await?;
        if backend == DbBackend::Postgres {
            alter_table("t").add_check("c", Expr::col("m").ne("happy")).apply(manager).await?;
            manager
                .create_index(
                    Index::create()
                        .name("t_m")
                        .table("t")
                        .col("m")
                        .and_where(Expr::col("m").eq("ok"))
                        .to_owned(),
                )
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        if backend == DbBackend::Postgres {
            add_enum_value(manager, "mood", "sad", EnumPlace::Before("ok")).await?;
        }
        Ok(())
    }
}
