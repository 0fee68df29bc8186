//! Collation.
//!
//! ```text
//! ~ t: column v: collation the usual → "C"
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

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
            .set_type(
                ColumnDef::new("v")
                    .custom(match backend {
                        DbBackend::MySql => "varchar(9)",
                        _ => "text",
                    })
                    .extra(match backend {
                        DbBackend::Sqlite => r#"COLLATE "NOCASE""#,
                        DbBackend::MySql => "COLLATE utf8mb4_bin",
                        _ => r#"COLLATE "C""#,
                    }),
            )
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        alter_table("t")
            .set_type(ColumnDef::new("v").custom(match backend {
                DbBackend::MySql => "varchar(9)",
                _ => "text",
            }))
            .apply(manager)
            .await
    }
}
