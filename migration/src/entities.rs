//! The entities that own the shape of the tables, and beside them what `SeaORM` has no words for.
//!
//! For `check` and its like on a developer's machine: the container runs without it, and no migration may use it.

use ::backend::entity::{country, location, location_photo, region};
use sea_migrate::dialect::Dialect;
use sea_migrate::entities::{Entities, entities, table_of};
use sea_orm_migration::prelude::*;

/// Every entity of the server.
#[must_use]
pub fn entities() -> Entities {
    entities![
        table_of(country::Entity)
            .primary_key("pk-country")
            .unique("uq-country-alpha3", [country::Column::Alpha3])
            .unique("uq-country-numeric_code", [country::Column::NumericCode]),
        table_of(region::Entity).primary_key("pk-region").unique(
            "uq-region-country_code-code",
            [region::Column::CountryCode, region::Column::Code],
        ),
        table_of(location::Entity)
            .primary_key("pk-location")
            .enum_check("ck-location-kind", location::Column::Kind)
            .check("ck-location-latitude", Expr::col(location::Column::Latitude).between(-90, 90))
            .check(
                "ck-location-longitude",
                Expr::col(location::Column::Longitude).between(-180, 180),
            )
            .check("ck-location-population", Expr::col(location::Column::Population).gte(0))
            .foreign_key(
                "fk-location-country_code-region_code",
                [location::Column::CountryCode, location::Column::RegionCode],
            )
            .index(on(
                "idx-location-country_code-kind",
                [location::Column::CountryCode, location::Column::Kind,]
            ))
            .index(on(
                "idx-location-country_code-region_code",
                [location::Column::CountryCode, location::Column::RegionCode,]
            ))
            .index(on(
                "idx-location-latitude-longitude",
                [location::Column::Latitude, location::Column::Longitude,]
            ))
            .index(on(
                "idx-location-country_code-featured",
                [location::Column::CountryCode, location::Column::Featured,]
            )),
        table_of(location_photo::Entity)
            .primary_key("pk-location_photo")
            .enum_check("ck-location_photo-license", location_photo::Column::License)
            .check(
                "ck-location_photo-size",
                Expr::col(location_photo::Column::Width)
                    .gt(0)
                    .and(Expr::col(location_photo::Column::Height).gt(0)),
            )
            .index_on(Dialect::Postgres, one_cover())
            .index_on(Dialect::Sqlite, one_cover()),
    ]
    .sources(concat!(env!("CARGO_MANIFEST_DIR"), "/../backend/src/entity"))
}

/// A location has one cover at most. `MySQL` has no index of some of the rows, and so nothing that watches over it.
fn one_cover() -> IndexCreateStatement {
    Index::create()
        .name("uq-location_photo-cover")
        .unique()
        .col(location_photo::Column::LocationId)
        .and_where(Expr::col(location_photo::Column::IsCover))
        .to_owned()
}

fn on<const N: usize>(name: &str, columns: [location::Column; N]) -> IndexCreateStatement {
    let mut index = Index::create().name(name).to_owned();
    for column in columns {
        index.col(column);
    }
    index
}
