//! Enum add value.
//!
//! ```text
//! ~ enum mood: +awful, +meh, +so-so, +great
//! ~ t: column m: enum('sad','ok','happy') → enum('awful','sad','meh','so-so','ok','happy','great') (MySQL)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_enum_add_value"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        if backend == DbBackend::Postgres {
            add_enum_value(manager, "mood", "awful", EnumPlace::Before("sad")).await?;
            add_enum_value(manager, "mood", "meh", EnumPlace::Before("ok")).await?;
            add_enum_value(manager, "mood", "so-so", EnumPlace::Before("ok")).await?;
            add_enum_value(manager, "mood", "great", EnumPlace::Last).await?;
        }
        if backend == DbBackend::MySql {
            alter_table("t")
                .set_type(
                    ColumnDef::new("m")
                        .enumeration("m", ["awful", "sad", "meh", "so-so", "ok", "happy", "great"]),
                )
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
