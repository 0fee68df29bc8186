//! Index name.
//!
//! ```text
//! ~ t: index one → other
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_index_name"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        execute_on(manager, DbBackend::Postgres, r#"ALTER INDEX "one" RENAME TO "other""#).await?;
        if backend == DbBackend::Sqlite {
            manager.drop_index(Index::drop().name("one").table("t").to_owned()).await?;
            manager
                .create_index(Index::create().name("other").table("t").col("a").to_owned())
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        execute_on(manager, DbBackend::Postgres, r#"ALTER INDEX "other" RENAME TO "one""#).await?;
        if backend == DbBackend::Sqlite {
            manager.drop_index(Index::drop().name("other").table("t").to_owned()).await?;
            manager
                .create_index(Index::create().name("one").table("t").col("a").to_owned())
                .await?;
        }
        Ok(())
    }
}
