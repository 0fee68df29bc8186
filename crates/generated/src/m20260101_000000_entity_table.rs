//! Entity table.
//!
//! ```text
//! + enum photo_kind (portrait, landscape)
//! + table photo (id, kind, slug, country_code, stars, price, is_public, data, taken_at, meta, key)
//! ```
//!
//! Lost for good on the way down: `photo` (all its rows).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

const PHOTO_KIND: [&str; 2] = ["portrait", "landscape"];

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_entity_table"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        create_enum(manager, "photo_kind", &PHOTO_KIND).await?;
        let mut table = Table::create()
            .table("photo")
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
            .col(
                ColumnDef::new("kind")
                    .enumeration("photo_kind", PHOTO_KIND)
                    .not_null()
                    .default("portrait"),
            )
            .col(ColumnDef::new("slug").string_len(80).not_null().unique_key())
            .col(ColumnDef::new("country_code").char_len(2).not_null())
            .col(ColumnDef::new("stars").small_integer().not_null().default(0))
            .col(ColumnDef::new("price").decimal_len(8, 2))
            .col(ColumnDef::new("is_public").boolean().not_null().default(true))
            .col(ColumnDef::new("data").custom(match backend {
                DbBackend::Sqlite => "varbinary_blob",
                DbBackend::MySql => "blob",
                _ => "bytea",
            }))
            .col(
                ColumnDef::new("taken_at")
                    .timestamp_with_time_zone()
                    .not_null()
                    .default(Expr::current_timestamp()),
            )
            .col(ColumnDef::new("meta").json_binary())
            .col(ColumnDef::new("key").uuid().not_null())
            .index(
                Index::create()
                    .name("uq-photo-country_code-slug")
                    .col("country_code")
                    .col("slug")
                    .unique(),
            )
            .check((
                "ck-photo-price",
                Expr::cust(match backend {
                    DbBackend::Sqlite => r#""price" > 0 OR "is_public""#,
                    DbBackend::MySql => "`price` > 0 or `is_public` <> 0",
                    _ => "(price > (0)::numeric) OR is_public",
                }),
            ))
            .check(("ck-photo-stars", Expr::col("stars").between(0, 5)))
            .to_owned();
        if backend == DbBackend::Postgres {
            table.primary_key(Index::create().name("pk-photo").col("id"));
        }
        if backend != DbBackend::MySql {
            table.foreign_key(
                ForeignKey::create()
                    .name("fk-photo-country_code")
                    .from("photo", "country_code")
                    .to("country", "alpha2")
                    .on_delete(ForeignKeyAction::Cascade)
                    .on_update(ForeignKeyAction::Restrict),
            );
        }
        if backend == DbBackend::MySql {
            table.foreign_key(
                ForeignKey::create()
                    .name("fk-photo-country_code")
                    .from("photo", "country_code")
                    .to("country", "alpha2")
                    .on_delete(ForeignKeyAction::Cascade),
            );
        }
        if backend == DbBackend::Sqlite {
            table.check(("ck-photo-kind", Expr::col("kind").is_in(PHOTO_KIND)));
        }
        manager.create_table(table).await?;
        comment_on_table(manager, "photo", Some("What people took")).await?;
        comment_on_column(manager, "photo", "slug", Some("It's in the URL")).await?;
        if backend != DbBackend::MySql {
            create_index_on(
                manager,
                "photo",
                Index::create()
                    .name("idx-photo-lower-slug")
                    .col(Expr::cust("lower(slug)"))
                    .to_owned(),
            )
            .await?;
            manager
                .create_index(
                    Index::create()
                        .name("idx-photo-taken_at")
                        .table("photo")
                        .col(("taken_at", IndexOrder::Desc))
                        .and_where(Expr::col("is_public").eq(true))
                        .to_owned(),
                )
                .await?;
        }
        if backend == DbBackend::MySql {
            manager
                .create_index(
                    Index::create()
                        .name("idx-photo-taken_at")
                        .table("photo")
                        .col(("taken_at", IndexOrder::Desc))
                        .to_owned(),
                )
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `photo` (all its rows).
        manager.drop_table(Table::drop().table("photo").to_owned()).await?;
        drop_enum(manager, "photo_kind").await
    }
}
