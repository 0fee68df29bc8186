//! Entity table mysql8.
//!
//! ```text
//! + table photo (id, kind, slug, country_code, stars, price, is_public, data, taken_at, meta, key)
//! ```
//!
//! Lost for good on the way down: `photo` (all its rows).

use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_entity_table_mysql8"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("photo")
                    .col(
                        ColumnDef::new("id")
                            .big_integer()
                            .not_null()
                            .auto_increment()
                            .primary_key(),
                    )
                    .col(
                        ColumnDef::new("kind")
                            .enumeration("kind", ["portrait", "landscape"])
                            .not_null()
                            .default("portrait"),
                    )
                    .col(
                        ColumnDef::new("slug").string_len(80).not_null().comment("It's in the URL"),
                    )
                    .col(ColumnDef::new("country_code").char_len(2).not_null())
                    .col(ColumnDef::new("stars").small_integer().not_null().default(0))
                    .col(ColumnDef::new("price").decimal_len(8, 2))
                    .col(ColumnDef::new("is_public").boolean().not_null().default(true))
                    .col(ColumnDef::new("data").blob())
                    .col(
                        ColumnDef::new("taken_at")
                            .timestamp()
                            .not_null()
                            .default(Expr::current_timestamp()),
                    )
                    .col(ColumnDef::new("meta").json())
                    .col(ColumnDef::new("key").binary_len(16).not_null())
                    .check(("ck-photo-price", Expr::cust("(`price` > 0) or (0 <> `is_public`)")))
                    .check(("ck-photo-stars", Expr::col("stars").between(0, 5)))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk-photo-country_code")
                            .from("photo", "country_code")
                            .to("country", "alpha2")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .comment("What people took")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("idx-photo-taken_at")
                    .table("photo")
                    .col(("taken_at", IndexOrder::Desc))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("slug").table("photo").unique().col("slug").to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("uq-photo-country_code-slug")
                    .table("photo")
                    .unique()
                    .col("country_code")
                    .col("slug")
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `photo` (all its rows).
        manager.drop_table(Table::drop().table("photo").to_owned()).await
    }
}
