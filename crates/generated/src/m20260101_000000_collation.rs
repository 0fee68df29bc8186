//! Collation.
//!
//! ```text
//! ~ t: column v: collation the usual → "C"
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_collation"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        alter_table("t")
            .set_type(match backend {
                DbBackend::Sqlite => {
                    ColumnDef::new("v").text().extra(r#"COLLATE "NOCASE""#).to_owned()
                }
                _ => ColumnDef::new("v").text().extra(r#"COLLATE "C""#).to_owned(),
            })
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").set_type(ColumnDef::new("v").text()).apply(manager).await
    }
}
