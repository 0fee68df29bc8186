//! What is so on MariaDB alone, where nothing rolls back. What is the same on each dialect is tested where that is.

use crate::place::Place;
use crate::program::migration;
use crate::{ALL, TABLES, by_hand};

#[test]
fn what_goes_down_needs_consent_for_nothing_rolls_back_there() {
    let Some(place) = Place::mariadb() else { return };
    migration(&place, &["up"]).well();
    migration(&place, &["redo", "--yes"]).well();
    assert_eq!(place.applied(), ALL);
    migration(&place, &["down"]).badly(1, &["--yes"]);
    assert_eq!(place.applied(), ALL);
}

/// Tables made by hand, with rows.
fn with_tables(place: &Place, tables: &[String]) {
    place.sql(&tables.join(";\n"));
    by_hand::insert(place);
}

#[test]
fn a_database_that_is_there_is_taken_over_with_baseline() {
    let Some(place) = Place::mariadb() else { return };
    with_tables(&place, &by_hand::all(&place));
    let baseline = ["baseline", "create_location_tables"];
    migration(&place, &baseline).badly(3, &["`country`", "`note`", "(country_code, kind)"]);
    place.sql(
        "ALTER TABLE country DROP COLUMN note;
         ALTER TABLE region DROP INDEX code, ADD UNIQUE (country_code, code);
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
fn what_does_not_fit_is_mended_by_hand_and_the_migration_goes_on() {
    let Some(place) = Place::mariadb() else { return };
    with_tables(&place, &by_hand::all(&place));
    place.sql(
        "ALTER TABLE location DROP COLUMN time_zone;
         CREATE INDEX `idx-location-country_code-kind` ON location (kind)",
    );
    migration(&place, &["up"]).badly(1, &["`time_zone` is missing"]);
    let retry = ["resolve", TABLES, "--retry"];
    migration(&place, &retry).badly(1, &["`time_zone` is missing"]);
    place.sql("ALTER TABLE location ADD time_zone varchar(64) NOT NULL");
    migration(&place, &retry).badly(1, &["it is on (kind), not on (country_code, kind)"]);
    place.sql("DROP INDEX `idx-location-country_code-kind` ON location");
    migration(&place, &retry).well();
    migration(&place, &["up"]).well();
    assert_eq!(place.applied(), ALL);
    assert_eq!(place.rows("SELECT name FROM location"), ["Eiffel Tower"]);
}

#[test]
fn nothing_is_left_of_what_an_index_was_compared_with() {
    let Some(place) = Place::mariadb() else { return };
    with_tables(&place, &by_hand::all(&place));
    place.sql("CREATE INDEX `idx-location-country_code-kind` ON location (kind)");
    migration(&place, &["up"]).badly(1, &["it is on (kind), not on (country_code, kind)"]);
    assert!(!place.has_table("sea_migrate_wanted"));
}
