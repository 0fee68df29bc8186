//! Countries, regions and locations.
//!
//! Tables that are there already and fit are adopted; what does not fit stops the migration with the
//! table and the column named. Nothing is dropped or overwritten.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

const LOCATION_KINDS: &[&str] = &["city", "town", "village", "landmark"];

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260901_080000_create_location_tables"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_or_adopt_table(manager, country(), vec![]).await?;
        create_or_adopt_table(manager, region(), vec![to_country("region")]).await?;
        create_or_adopt_enum(manager, "location_kind", LOCATION_KINDS).await?;
        create_or_adopt_table(
            manager,
            location(manager.get_database_backend()),
            vec![to_country("location"), location_to_region()],
        )
        .await?;
        for index in [
            Index::create()
                .name("idx-location-country_code-kind")
                .col("country_code")
                .col("kind")
                .to_owned(),
            Index::create()
                .name("idx-location-country_code-region_code")
                .col("country_code")
                .col("region_code")
                .to_owned(),
            Index::create()
                .name("idx-location-latitude-longitude")
                .col("latitude")
                .col("longitude")
                .to_owned(),
        ] {
            create_or_adopt_index(manager, "location", index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["location", "region", "country"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        if manager.get_database_backend() == sea_orm::DbBackend::Postgres {
            manager
                .drop_type(extension::postgres::Type::drop().name("location_kind").to_owned())
                .await?;
        }
        Ok(())
    }
}

fn country() -> TableCreateStatement {
    Table::create()
        .table("country")
        .col(ColumnDef::new("alpha2").char_len(2).not_null())
        .col(ColumnDef::new("alpha3").char_len(3).not_null())
        .col(ColumnDef::new("numeric_code").char_len(3).not_null())
        .col(ColumnDef::new("name").string_len(200).not_null())
        .primary_key(Index::create().name("pk-country").col("alpha2"))
        .index(Index::create().name("uq-country-alpha3").col("alpha3").unique())
        .index(Index::create().name("uq-country-numeric_code").col("numeric_code").unique())
        .to_owned()
}

fn region() -> TableCreateStatement {
    Table::create()
        .table("region")
        .col(ColumnDef::new("code").string_len(6).not_null())
        .col(ColumnDef::new("country_code").char_len(2).not_null())
        .col(ColumnDef::new("name").string_len(200).not_null())
        .primary_key(Index::create().name("pk-region").col("code"))
        // What a location's (country, region) refers to, so that a region is always one of its country.
        .index(
            Index::create()
                .name("uq-region-country_code-code")
                .col("country_code")
                .col("code")
                .unique(),
        )
        .to_owned()
}

fn location(backend: sea_orm::DbBackend) -> TableCreateStatement {
    let mut id = ColumnDef::new("id").big_integer().not_null().auto_increment().to_owned();
    let mut table = Table::create().table("location").to_owned();
    if backend == sea_orm::DbBackend::Sqlite {
        // Only an inline key numbers itself there, and that one has no name.
        id.primary_key();
        // Nor are there enumeration types; the same promise as a check.
        table.check(("ck-location-kind", Expr::col("kind").is_in(LOCATION_KINDS.iter().copied())));
    } else {
        table.primary_key(Index::create().name("pk-location").col("id"));
    }
    table
        .col(id)
        .col(ColumnDef::new("name").string_len(200).not_null())
        .col(
            ColumnDef::new("kind")
                .enumeration("location_kind", LOCATION_KINDS.iter().copied())
                .not_null(),
        )
        .col(ColumnDef::new("latitude").decimal_len(8, 6).not_null())
        .col(ColumnDef::new("longitude").decimal_len(9, 6).not_null())
        .col(ColumnDef::new("time_zone").string_len(64).not_null())
        .col(ColumnDef::new("population").big_integer())
        .col(ColumnDef::new("country_code").char_len(2).not_null())
        .col(ColumnDef::new("region_code").string_len(6))
        .col(
            ColumnDef::new("created_at")
                .timestamp_with_time_zone()
                .not_null()
                .default(Expr::current_timestamp()),
        )
        .col(
            ColumnDef::new("updated_at")
                .timestamp_with_time_zone()
                .not_null()
                .default(Expr::current_timestamp()),
        )
        .check(("ck-location-latitude", Expr::col("latitude").between(-90, 90)))
        .check(("ck-location-longitude", Expr::col("longitude").between(-180, 180)))
        .check(("ck-location-population", Expr::col("population").gte(0)))
        .to_owned()
}

fn to_country(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk-{table}-country_code"))
        .from(table, "country_code")
        .to("country", "alpha2")
        .on_delete(ForeignKeyAction::Restrict)
        .on_update(ForeignKeyAction::Cascade)
        .to_owned()
}

fn location_to_region() -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name("fk-location-country_code-region_code")
        .from("location", ("country_code", "region_code"))
        .to("region", ("country_code", "code"))
        .on_delete(ForeignKeyAction::Restrict)
        .on_update(ForeignKeyAction::Cascade)
        .to_owned()
}
