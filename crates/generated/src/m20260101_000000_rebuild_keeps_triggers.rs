//! Rebuild keeps triggers.
//!
//! ```text
//! + t: check without a name v > 0
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_rebuild_keeps_triggers"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").add_check("t_check", Expr::col("v").gt(0)).apply(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // There is no word for this: the table is made again. Foreign keys have to be off.
        execute_on(
            manager,
            DbBackend::Sqlite,
            "CREATE TABLE \"t__new\" (\"id\" integer NOT NULL, \"v\" integer, \
     PRIMARY KEY (\"id\"))",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Sqlite,
            r#"INSERT INTO "t__new" ("id", "v") SELECT "id", "v" FROM "t""#,
        )
        .await?;
        execute_on(manager, DbBackend::Sqlite, r#"DROP TABLE "t""#).await?;
        execute_on(manager, DbBackend::Sqlite, "PRAGMA legacy_alter_table = ON").await?;
        execute_on(manager, DbBackend::Sqlite, r#"ALTER TABLE "t__new" RENAME TO "t""#).await?;
        execute_on(manager, DbBackend::Sqlite, "PRAGMA legacy_alter_table = OFF").await?;
        execute_on(
            manager,
            DbBackend::Sqlite,
            "CREATE TRIGGER noted AFTER INSERT ON t BEGIN INSERT INTO log VALUES \
     (new.id); END",
        )
        .await
    }
}
