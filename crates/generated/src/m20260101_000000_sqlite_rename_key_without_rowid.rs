//! Sqlite rename key without rowid.
//!
//! ```text
//! ~ t: column id → code
//! - t: unique constraint both (code, a)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_sqlite_rename_key_without_rowid"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(Table::alter().table("t").rename_column("id", "code").to_owned())
            .await?;
        alter_table("t").drop_unique("both").apply(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").add_unique("both", ["code", "a"]).apply(manager).await?;
        manager.alter_table(Table::alter().table("t").rename_column("code", "id").to_owned()).await
    }
}
