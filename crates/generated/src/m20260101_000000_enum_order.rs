//! Enum order.
//!
//! ```text
//! ~ enum mood: now in the order happy, ok, sad
//! ~ t: column m: enum('sad','ok','happy') → enum('happy','ok','sad') (MySQL)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

const MOOD: [&str; 3] = ["happy", "ok", "sad"];

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_enum_order"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        if backend == DbBackend::Postgres {
            set_enum_values(manager, "mood", &MOOD, &[("t", "m"), ("t", "n")]).await?;
        }
        if backend == DbBackend::MySql {
            alter_table("t")
                .set_type(ColumnDef::new("m").enumeration("m", MOOD))
                .apply(manager)
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        if backend == DbBackend::Postgres {
            set_enum_values(manager, "mood", &["sad", "ok", "happy"], &[("t", "m"), ("t", "n")])
                .await?;
        }
        if backend == DbBackend::MySql {
            alter_table("t")
                .set_type(ColumnDef::new("m").enumeration("m", ["sad", "ok", "happy"]))
                .apply(manager)
                .await?;
        }
        Ok(())
    }
}
