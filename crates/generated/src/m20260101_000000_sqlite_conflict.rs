//! Sqlite conflict.
//!
//! ```text
//! ~ a: column v: what happens to NULL
//! - a: unique constraint without a name (w)
//! + a: unique constraint without a name (w)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_sqlite_conflict"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // There is no word for this: the table is made again. Foreign keys have to be off.
        execute_on(
            manager,
            DbBackend::Sqlite,
            "CREATE TABLE \"a__new\" (\"id\" integer NOT NULL, \"v\" text NOT NULL \
     ON CONFLICT IGNORE, \"w\" text, PRIMARY KEY (\"id\"), UNIQUE (\"w\") \
     ON CONFLICT REPLACE)",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Sqlite,
            r#"INSERT INTO "a__new" ("id", "v", "w") SELECT "id", "v", "w" FROM "a""#,
        )
        .await?;
        execute_on(manager, DbBackend::Sqlite, r#"DROP TABLE "a""#).await?;
        execute_on(manager, DbBackend::Sqlite, "PRAGMA legacy_alter_table = ON").await?;
        execute_on(manager, DbBackend::Sqlite, r#"ALTER TABLE "a__new" RENAME TO "a""#).await?;
        execute_on(manager, DbBackend::Sqlite, "PRAGMA legacy_alter_table = OFF").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // There is no word for this: the table is made again. Foreign keys have to be off.
        execute_on(
            manager,
            DbBackend::Sqlite,
            "CREATE TABLE \"a__new\" (\"id\" integer NOT NULL, \"v\" text NOT \
     NULL, \"w\" text, PRIMARY KEY (\"id\"), UNIQUE (\"w\"))",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Sqlite,
            r#"INSERT INTO "a__new" ("id", "v", "w") SELECT "id", "v", "w" FROM "a""#,
        )
        .await?;
        execute_on(manager, DbBackend::Sqlite, r#"DROP TABLE "a""#).await?;
        execute_on(manager, DbBackend::Sqlite, "PRAGMA legacy_alter_table = ON").await?;
        execute_on(manager, DbBackend::Sqlite, r#"ALTER TABLE "a__new" RENAME TO "a""#).await?;
        execute_on(manager, DbBackend::Sqlite, "PRAGMA legacy_alter_table = OFF").await
    }
}
