//! The migrations run on MariaDB, too, where nothing rolls back.

use crate::place::Place;
use crate::program::migration;
use crate::{ALL, sample};

#[test]
fn up_down_and_up_again_give_the_same_database() {
    let Some(place) = Place::mariadb() else { return };
    migration(&place, &["up"]).well();
    assert_eq!(place.applied(), ALL);
    let (schema, countries) = (place.schema(), sample::countries(&place));
    assert_eq!(countries.len(), sample::COUNTRIES);
    migration(&place, &["down", "--yes"]).well();
    sample::insert(&place);
    migration(&place, &["up"]).well();
    assert_eq!(place.schema(), schema);
    migration(&place, &["down", "2", "--yes"]).well();
    assert_eq!(place.count("location"), 2);
    migration(&place, &["down", "--all", "--yes"]).well();
    assert_eq!(place.applied(), [""; 0]);
    assert!(!place.has_table("location"));
    migration(&place, &["up"]).well();
    assert_eq!(place.schema(), schema);
    assert_eq!(sample::countries(&place), countries);
}

#[test]
fn what_goes_down_needs_consent_for_nothing_rolls_back_there() {
    let Some(place) = Place::mariadb() else { return };
    migration(&place, &["up"]).well();
    migration(&place, &["redo", "--yes"]).well();
    assert_eq!(place.applied(), ALL);
    migration(&place, &["down"]).badly(1, &["--yes"]);
    assert_eq!(place.applied(), ALL);
}

/// The tables as somebody made them before there were migrations, in other words than the migration's.
const BY_HAND: [&str; 3] = [
    "CREATE TABLE country (
        name varchar(200) NOT NULL,
        numeric_code char(3) NOT NULL UNIQUE,
        alpha2 char(2) NOT NULL PRIMARY KEY,
        alpha3 char(3) NOT NULL,
        note text,
        CONSTRAINT three_letters UNIQUE (alpha3))",
    "CREATE TABLE region (
        code varchar(6) NOT NULL PRIMARY KEY,
        name varchar(200) NOT NULL,
        country_code char(2) NOT NULL,
        FOREIGN KEY (country_code) REFERENCES country (alpha2) ON UPDATE CASCADE ON DELETE RESTRICT,
        UNIQUE (country_code, code))",
    "CREATE TABLE location (
        id bigint NOT NULL AUTO_INCREMENT,
        region_code varchar(6),
        country_code char(2) NOT NULL,
        kind enum('city', 'town', 'village', 'landmark') NOT NULL,
        name varchar(200) NOT NULL,
        latitude numeric(8, 6) NOT NULL CHECK (latitude between -90 and 90),
        longitude numeric(9, 6) NOT NULL,
        time_zone varchar(64) NOT NULL,
        population bigint CHECK ( population>=0 ),
        created_at timestamp NOT NULL DEFAULT current_timestamp(),
        updated_at timestamp NOT NULL DEFAULT current_timestamp(),
        PRIMARY KEY (id),
        CHECK (longitude between -180 and 180),
        FOREIGN KEY (country_code) REFERENCES country (alpha2) ON DELETE RESTRICT ON UPDATE CASCADE,
        CONSTRAINT in_its_country FOREIGN KEY (country_code, region_code)
            REFERENCES region (country_code, code) ON DELETE RESTRICT ON UPDATE CASCADE)",
];

const ROWS: &str = "INSERT INTO country (alpha2, alpha3, numeric_code, name, note) VALUES ('FR', 'FRA', '250', 'La France', 'ours');
    INSERT INTO region (code, country_code, name) VALUES ('FR-75', 'FR', 'Paris');
    INSERT INTO location (name, kind, latitude, longitude, time_zone, country_code, region_code)
        VALUES ('Eiffel Tower', 'landmark', 48.858370, 2.294481, 'Europe/Paris', 'FR', 'FR-75')";

#[test]
fn tables_in_other_words_are_adopted_with_their_rows() {
    let Some(place) = Place::mariadb() else { return };
    place.sql(&format!("{};\n{ROWS}", BY_HAND.join(";\n")));
    migration(&place, &["up"]).well();
    assert_eq!(place.applied(), ALL);
    assert_eq!(
        place.rows("SELECT concat(name, note) FROM country WHERE alpha2 = 'FR'"),
        ["La Franceours"]
    );
    assert_eq!(place.rows("SELECT local_name FROM region"), ["Paris"]);
    assert_eq!(place.rows("SELECT name FROM location"), ["Eiffel Tower"]);
}

#[test]
fn a_table_that_does_not_fit_is_refused_by_name_and_nothing_happens() {
    let Some(place) = Place::mariadb() else { return };
    let other = BY_HAND[0].replace("alpha3 char(3)", "alpha3 char(4)");
    place.sql(&other);
    let schema = place.schema();
    migration(&place, &["up"]).badly(1, &["`country`", "alpha3", "char(4)"]);
    assert_eq!(place.schema(), schema);
    assert_eq!(place.applied(), [""; 0]);
}

#[test]
fn a_database_that_is_there_is_taken_over_with_baseline() {
    let Some(place) = Place::mariadb() else { return };
    place.sql(&format!("{};\n{ROWS}", BY_HAND.join(";\n")));
    let baseline = ["baseline", "create_location_tables"];
    migration(&place, &baseline).badly(3, &["`country`", "`note`", "(country_code, kind)"]);
    place.sql(
        "ALTER TABLE country DROP COLUMN note;
         CREATE INDEX `idx-location-country_code-kind` ON location (country_code, kind);
         CREATE INDEX `idx-location-latitude-longitude` ON location (latitude, longitude)",
    );
    migration(&place, &baseline).well();
    assert_eq!(place.applied(), ALL[..1]);
    migration(&place, &["up"]).well();
    assert_eq!(place.applied(), ALL);
    assert_eq!(place.rows("SELECT name FROM location"), ["Eiffel Tower"]);
}

#[test]
fn an_index_of_that_name_is_adopted_or_refused() {
    for (keys, fits) in [("(country_code, kind)", true), ("(kind)", false)] {
        let Some(place) = Place::mariadb() else { return };
        let index = format!("CREATE INDEX `idx-location-country_code-kind` ON location {keys}");
        place.sql(&format!("{};\n{index}", BY_HAND.join(";\n")));
        let ran = migration(&place, &["up"]);
        if fits {
            ran.well();
            assert_eq!(place.applied(), ALL);
        } else {
            ran.badly(
                1,
                &[
                    "`idx-location-country_code-kind`",
                    "it is on (kind), not on (country_code, kind)",
                ],
            );
        }
        assert!(!place.has_table("sea_migrate_wanted"));
    }
}
