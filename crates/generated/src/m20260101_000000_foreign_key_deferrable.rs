//! Foreign key deferrable.
//!
//! ```text
//! ~ c: foreign key f1: checked at another time
//! ~ c: foreign key f2: checked at another time
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_foreign_key_deferrable"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "c" ALTER CONSTRAINT "f1" DEFERRABLE INITIALLY DEFERRED"#,
        )
        .await?;
        // There is no word for this: the table is made again. Foreign keys have to be off.
        execute_on(
            manager,
            DbBackend::Sqlite,
            "CREATE TABLE \"c__new\" (\"a\" integer, \"b\" integer, CONSTRAINT \
     \"f1\" FOREIGN KEY (\"a\") REFERENCES \"p\" (\"id\") DEFERRABLE \
     INITIALLY DEFERRED, CONSTRAINT \"f2\" FOREIGN KEY (\"b\") REFERENCES \
     \"q\" (\"id\"))",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Sqlite,
            r#"INSERT INTO "c__new" (rowid, "a", "b") SELECT rowid, "a", "b" FROM "c""#,
        )
        .await?;
        execute_on(manager, DbBackend::Sqlite, r#"DROP TABLE "c""#).await?;
        execute_on(manager, DbBackend::Sqlite, "PRAGMA legacy_alter_table = ON").await?;
        execute_on(manager, DbBackend::Sqlite, r#"ALTER TABLE "c__new" RENAME TO "c""#).await?;
        execute_on(manager, DbBackend::Sqlite, "PRAGMA legacy_alter_table = OFF").await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "c" ALTER CONSTRAINT "f2" NOT DEFERRABLE"#,
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "c" ALTER CONSTRAINT "f1" NOT DEFERRABLE"#,
        )
        .await?;
        // There is no word for this: the table is made again. Foreign keys have to be off.
        execute_on(
            manager,
            DbBackend::Sqlite,
            "CREATE TABLE \"c__new\" (\"a\" integer, \"b\" integer, CONSTRAINT \
     \"f1\" FOREIGN KEY (\"a\") REFERENCES \"p\" (\"id\"), CONSTRAINT \
     \"f2\" FOREIGN KEY (\"b\") REFERENCES \"q\" (\"id\") DEFERRABLE \
     INITIALLY DEFERRED)",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Sqlite,
            r#"INSERT INTO "c__new" (rowid, "a", "b") SELECT rowid, "a", "b" FROM "c""#,
        )
        .await?;
        execute_on(manager, DbBackend::Sqlite, r#"DROP TABLE "c""#).await?;
        execute_on(manager, DbBackend::Sqlite, "PRAGMA legacy_alter_table = ON").await?;
        execute_on(manager, DbBackend::Sqlite, r#"ALTER TABLE "c__new" RENAME TO "c""#).await?;
        execute_on(manager, DbBackend::Sqlite, "PRAGMA legacy_alter_table = OFF").await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "c" ALTER CONSTRAINT "f2" DEFERRABLE INITIALLY DEFERRED"#,
        )
        .await
    }
}
