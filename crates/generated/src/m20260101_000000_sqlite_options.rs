//! Sqlite options.
//!
//! ```text
//! ~ table a: strictness
//! ~ table b: row numbers
//! ~ c: column id: no default → autoincrement
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_sqlite_options"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // There is no word for this: the table is made again. Foreign keys have to be off.
        execute_on(
            manager,
            DbBackend::Sqlite,
            "CREATE TABLE \"a__new\" (\"id\" integer NOT NULL, \"v\" text, PRIMARY \
     KEY (\"id\")) STRICT",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Sqlite,
            r#"INSERT INTO "a__new" ("id", "v") SELECT "id", "v" FROM "a""#,
        )
        .await?;
        execute_on(manager, DbBackend::Sqlite, r#"DROP TABLE "a""#).await?;
        execute_on(manager, DbBackend::Sqlite, "PRAGMA legacy_alter_table = ON").await?;
        execute_on(manager, DbBackend::Sqlite, r#"ALTER TABLE "a__new" RENAME TO "a""#).await?;
        execute_on(manager, DbBackend::Sqlite, "PRAGMA legacy_alter_table = OFF").await?;
        // There is no word for this: the table is made again. Foreign keys have to be off.
        execute_on(
            manager,
            DbBackend::Sqlite,
            "CREATE TABLE \"b__new\" (\"id\" integer NOT NULL, \"v\" text, PRIMARY \
     KEY (\"id\")) WITHOUT ROWID",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Sqlite,
            r#"INSERT INTO "b__new" ("id", "v") SELECT "id", "v" FROM "b""#,
        )
        .await?;
        execute_on(manager, DbBackend::Sqlite, r#"DROP TABLE "b""#).await?;
        execute_on(manager, DbBackend::Sqlite, "PRAGMA legacy_alter_table = ON").await?;
        execute_on(manager, DbBackend::Sqlite, r#"ALTER TABLE "b__new" RENAME TO "b""#).await?;
        execute_on(manager, DbBackend::Sqlite, "PRAGMA legacy_alter_table = OFF").await?;
        // There is no word for this: the table is made again. Foreign keys have to be off.
        execute_on(
            manager,
            DbBackend::Sqlite,
            "CREATE TABLE \"c__new\" (\"id\" INTEGER NOT NULL PRIMARY KEY \
     AUTOINCREMENT, \"v\" text)",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Sqlite,
            r#"INSERT INTO "c__new" ("id", "v") SELECT "id", "v" FROM "c""#,
        )
        .await?;
        execute_on(manager, DbBackend::Sqlite, r#"DROP TABLE "c""#).await?;
        execute_on(manager, DbBackend::Sqlite, "PRAGMA legacy_alter_table = ON").await?;
        execute_on(manager, DbBackend::Sqlite, r#"ALTER TABLE "c__new" RENAME TO "c""#).await?;
        execute_on(manager, DbBackend::Sqlite, "PRAGMA legacy_alter_table = OFF").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // There is no word for this: the table is made again. Foreign keys have to be off.
        execute_on(
            manager,
            DbBackend::Sqlite,
            "CREATE TABLE \"a__new\" (\"id\" integer NOT NULL, \"v\" text, PRIMARY \
     KEY (\"id\"))",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Sqlite,
            r#"INSERT INTO "a__new" ("id", "v") SELECT "id", "v" FROM "a""#,
        )
        .await?;
        execute_on(manager, DbBackend::Sqlite, r#"DROP TABLE "a""#).await?;
        execute_on(manager, DbBackend::Sqlite, "PRAGMA legacy_alter_table = ON").await?;
        execute_on(manager, DbBackend::Sqlite, r#"ALTER TABLE "a__new" RENAME TO "a""#).await?;
        execute_on(manager, DbBackend::Sqlite, "PRAGMA legacy_alter_table = OFF").await?;
        // There is no word for this: the table is made again. Foreign keys have to be off.
        execute_on(
            manager,
            DbBackend::Sqlite,
            "CREATE TABLE \"b__new\" (\"id\" integer NOT NULL, \"v\" text, PRIMARY \
     KEY (\"id\"))",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Sqlite,
            r#"INSERT INTO "b__new" ("id", "v") SELECT "id", "v" FROM "b""#,
        )
        .await?;
        execute_on(manager, DbBackend::Sqlite, r#"DROP TABLE "b""#).await?;
        execute_on(manager, DbBackend::Sqlite, "PRAGMA legacy_alter_table = ON").await?;
        execute_on(manager, DbBackend::Sqlite, r#"ALTER TABLE "b__new" RENAME TO "b""#).await?;
        execute_on(manager, DbBackend::Sqlite, "PRAGMA legacy_alter_table = OFF").await?;
        // There is no word for this: the table is made again. Foreign keys have to be off.
        execute_on(
            manager,
            DbBackend::Sqlite,
            "CREATE TABLE \"c__new\" (\"id\" INTEGER NOT NULL, \"v\" text, PRIMARY \
     KEY (\"id\"))",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Sqlite,
            r#"INSERT INTO "c__new" ("id", "v") SELECT "id", "v" FROM "c""#,
        )
        .await?;
        execute_on(manager, DbBackend::Sqlite, r#"DROP TABLE "c""#).await?;
        execute_on(manager, DbBackend::Sqlite, "PRAGMA legacy_alter_table = ON").await?;
        execute_on(manager, DbBackend::Sqlite, r#"ALTER TABLE "c__new" RENAME TO "c""#).await?;
        execute_on(manager, DbBackend::Sqlite, "PRAGMA legacy_alter_table = OFF").await
    }
}
