//! The tables as somebody made them before there were migrations, in other words than the migration's.
//!
//! They fit: other names of constraints, another order of columns, other spellings of types, a column more.

use crate::place::Place;

/// The enumeration type, where there is one.
pub(crate) const KIND: &str =
    "CREATE TYPE location_kind AS ENUM ('city', 'town', 'village', 'landmark')";

const COUNTRY: &str = "CREATE TABLE country (
    name character varying(200) NOT NULL,
    numeric_code character(3) NOT NULL UNIQUE,
    alpha2 character(2) NOT NULL,
    alpha3 character(3) NOT NULL CONSTRAINT three_letters UNIQUE,
    note text,
    CONSTRAINT two_letters PRIMARY KEY (alpha2))";

/// Regions, with a key that names its columns in the other order.
pub(crate) const REGION: &str = "CREATE TABLE region (
    code character varying(6) NOT NULL PRIMARY KEY,
    name character varying(200) NOT NULL,
    country_code character(2) NOT NULL,
    FOREIGN KEY (country_code) REFERENCES country (alpha2) ON UPDATE CASCADE ON DELETE RESTRICT,
    UNIQUE (code, country_code))";

const LOCATION: &str = "CREATE TABLE location (
    id {id},
    region_code character varying(6),
    country_code character(2) NOT NULL,
    kind {kind},
    name character varying(200) NOT NULL,
    latitude {number}(8, 6) NOT NULL CONSTRAINT on_earth CHECK (latitude between -90 and 90),
    longitude {number}(9, 6) NOT NULL,
    time_zone character varying(64) NOT NULL,
    population int8 CHECK ( population>=0 ),
    created_at {time} NOT NULL DEFAULT {now},
    updated_at {time} NOT NULL DEFAULT {now},
    CHECK (longitude between -180 and 180),
    FOREIGN KEY (country_code) REFERENCES country (alpha2) ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT in_its_country FOREIGN KEY (country_code, region_code)
        REFERENCES region (country_code, code) ON DELETE RESTRICT ON UPDATE CASCADE)";

/// The key of locations.
pub(crate) fn numbered(place: &Place) -> &'static str {
    place.fitting(
        "INTEGER PRIMARY KEY",
        "bigserial PRIMARY KEY",
        "bigint NOT NULL AUTO_INCREMENT PRIMARY KEY",
    )
}

/// Locations, in each dialect's words.
pub(crate) fn location(place: &Place) -> String {
    let words = place.fitting(
        [
            ("{id}", numbered(place)),
            ("{kind}", "text NOT NULL CHECK (kind IN ('city', 'town', 'village', 'landmark'))"),
            ("{number}", "float"),
            ("{time}", "text"),
            ("{now}", "(datetime('now'))"),
        ],
        [
            ("{id}", numbered(place)),
            ("{kind}", "location_kind NOT NULL"),
            ("{number}", "numeric"),
            ("{time}", "timestamptz"),
            ("{now}", "now()"),
        ],
        [
            ("{id}", numbered(place)),
            ("{kind}", "enum('city', 'town', 'village', 'landmark') NOT NULL"),
            ("{number}", "numeric"),
            ("{time}", "timestamp"),
            ("{now}", "current_timestamp()"),
        ],
    );
    let location =
        words.iter().fold(LOCATION.to_owned(), |sql, (name, word)| sql.replace(name, word));
    plain(place, &location)
}

/// Countries, with a note that the migration does not know.
pub(crate) fn country(place: &Place) -> String {
    plain(place, COUNTRY)
}

/// A constraint of a column has no name on `MariaDB`.
fn plain(place: &Place, sql: &str) -> String {
    let nameless = sql.replace("CONSTRAINT three_letters UNIQUE", "UNIQUE");
    let nameless = nameless.replace("CONSTRAINT on_earth CHECK", "CHECK");
    place.fitting(sql.to_owned(), sql.to_owned(), nameless)
}

/// Regions, where `MySQL` wants a key to have its columns in the order in which they are referred to.
fn region(place: &Place) -> String {
    match place.server() {
        "MySQL" => REGION.replace("UNIQUE (code, country_code)", "UNIQUE (country_code, code)"),
        _ => REGION.to_owned(),
    }
}

/// Every statement, in the order that works.
pub(crate) fn all(place: &Place) -> Vec<String> {
    let kind = place.fitting("SELECT 1", KIND, "SELECT 1");
    vec![kind.to_owned(), country(place), region(place), location(place)]
}

/// Rows for those of the tables that are there with everything they refer to.
pub(crate) fn insert(place: &Place) {
    for (table, rows) in [
        (
            "country",
            "(alpha2, alpha3, numeric_code, name, note) VALUES ('FR', 'FRA', '250', 'La France', 'ours'), ('XK', 'XKX', '983', 'Kosovo', 'ours')",
        ),
        ("region", "(code, country_code, name) VALUES ('FR-75', 'FR', 'Paris')"),
        (
            "location",
            "(name, kind, latitude, longitude, time_zone, country_code, region_code) VALUES ('Eiffel Tower', 'landmark', 48.858370, 2.294481, 'Europe/Paris', 'FR', 'FR-75')",
        ),
    ] {
        if !place.has_table(table) {
            return;
        }
        place.sql(&format!("INSERT INTO {table} {rows}"));
    }
}
