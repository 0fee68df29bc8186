//! Add location photo.
//!
//! ```text
//! + enum photo_license (public_domain, attribution, share_alike, all_rights_reserved)
//! + table location_photo (id, location_id, url, caption, license, width, height, is_cover, created_at)
//! ~ region: column name → local_name
//! ```
//!
//! Lost for good on the way down: `location_photo` (all its rows).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

const PHOTO_LICENSE: [&str; 4] =
    ["public_domain", "attribution", "share_alike", "all_rights_reserved"];

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261122_175805_add_location_photo"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        manager
            .alter_table(
                Table::alter().table("region").rename_column("name", "local_name").to_owned(),
            )
            .await?;
        create_enum(manager, "photo_license", &PHOTO_LICENSE).await?;
        let mut table = Table::create()
            .table("location_photo")
            .col(match backend {
                DbBackend::Postgres => {
                    ColumnDef::new("id").big_integer().not_null().auto_increment().to_owned()
                }
                _ => ColumnDef::new("id")
                    .big_integer()
                    .not_null()
                    .auto_increment()
                    .primary_key()
                    .to_owned(),
            })
            .col(ColumnDef::new("location_id").big_integer().not_null())
            .col(ColumnDef::new("url").string_len(2000).not_null())
            .col(ColumnDef::new("caption").string_len(200))
            .col(ColumnDef::new("license").enumeration("photo_license", PHOTO_LICENSE).not_null())
            .col(ColumnDef::new("width").integer().not_null())
            .col(ColumnDef::new("height").integer().not_null())
            .col(ColumnDef::new("is_cover").boolean().not_null().default(false))
            .col(
                ColumnDef::new("created_at")
                    .timestamp_with_time_zone()
                    .not_null()
                    .default(Expr::current_timestamp()),
            )
            .check((
                "ck-location_photo-size",
                Expr::col("width").gt(0).and(Expr::col("height").gt(0)),
            ))
            .foreign_key(
                ForeignKey::create()
                    .name("fk-location_photo-location_id")
                    .from("location_photo", "location_id")
                    .to("location", "id")
                    .on_delete(ForeignKeyAction::Cascade)
                    .on_update(ForeignKeyAction::Cascade),
            )
            .to_owned();
        if backend == DbBackend::Postgres {
            table.primary_key(Index::create().name("pk-location_photo").col("id"));
        }
        if backend == DbBackend::Sqlite {
            table.check(("ck-location_photo-license", Expr::col("license").is_in(PHOTO_LICENSE)));
        }
        manager.create_table(table).await?;
        manager
            .create_index(
                Index::create()
                    .name("idx-location_photo-location_id")
                    .table("location_photo")
                    .col("location_id")
                    .to_owned(),
            )
            .await?;
        if backend != DbBackend::MySql {
            manager
                .create_index(
                    Index::create()
                        .name("uq-location_photo-cover")
                        .table("location_photo")
                        .unique()
                        .col("location_id")
                        .and_where(Expr::col("is_cover"))
                        .to_owned(),
                )
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `location_photo` (all its rows).
        manager.drop_table(Table::drop().table("location_photo").to_owned()).await?;
        drop_enum(manager, "photo_license").await?;
        manager
            .alter_table(
                Table::alter().table("region").rename_column("local_name", "name").to_owned(),
            )
            .await
    }
}
