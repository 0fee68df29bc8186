//! The countries that the second migration brings and takes back; what was there or was changed is nobody's to
//! touch.

use crate::each::{on_each, on_sqlite_and_postgres};
use crate::place::Place;
use crate::program::{backwards, migration};
use crate::{COUNTRIES, TABLES, sample};

/// The tables, and then what `sql` does, before the countries come.
fn with_tables(place: &Place, sql: &str) {
    migration(place, &["up", "1"]).well();
    place.sql(sql);
}

/// What `sql` does to migrated countries must leave exactly `kept` when they are taken back, and all 249 when
/// they come again.
fn check_kept(sql: &str, kept: &[&str]) {
    on_each(|place| {
        migration(place, &["up", "2"]).well();
        place.sql(sql);
        backwards(place, &["down"]).well();
        assert_eq!(sample::countries(place), kept, "{sql}");
        migration(place, &["up", "1"]).well();
        let now = sample::countries(place);
        assert_eq!(now.len(), sample::COUNTRIES);
        assert!(kept.iter().all(|it| now.iter().any(|country| country == it)), "{now:?}");
    });
}

/// What `sql` inserts before the countries come must be there, alone and unchanged, when they are taken back.
fn check_untouched(sql: &str, in_standard: usize) {
    on_each(|place| {
        with_tables(place, sql);
        let before = sample::countries(place);
        migration(place, &["up", "1"]).well();
        let now = sample::countries(place);
        assert_eq!(now.len(), sample::COUNTRIES + before.len() - in_standard);
        assert!(before.iter().all(|it| now.contains(it)), "{before:?}");
        backwards(place, &["down"]).well();
        assert_eq!(sample::countries(place), before);
        assert_eq!(place.applied(), [TABLES]);
    });
}

#[test]
fn going_down_takes_away_what_going_up_brought() {
    on_each(|place| {
        migration(place, &["up", "2"]).well();
        assert_eq!(place.count("country"), sample::COUNTRIES);
        backwards(place, &["down"]).well();
        assert_eq!(place.count("country"), 0);
        assert!(!place.has_table("sea_migrate_rows"), "the memory outlives its use");
    });
}

#[test]
fn a_country_that_was_changed_stays() {
    check_kept(
        "UPDATE country SET name = 'Helvetia' WHERE alpha2 = 'CH';
         UPDATE country SET numeric_code = '999' WHERE alpha2 = 'BE'",
        &["BE BEL 999 Belgium", "CH CHE 756 Helvetia"],
    );
}

#[test]
fn a_country_that_a_region_refers_to_stays() {
    check_kept(
        "INSERT INTO region (code, country_code, name) VALUES ('CH-ZH', 'CH', 'Zurich')",
        &["CH CHE 756 Switzerland"],
    );
}

#[test]
fn a_country_that_a_location_refers_to_stays() {
    check_kept(
        "INSERT INTO location (name, kind, latitude, longitude, time_zone, country_code)
         VALUES ('Bern', 'city', 46.9, 7.4, 'Europe/Zurich', 'CH')",
        &["CH CHE 756 Switzerland"],
    );
}

#[test]
fn a_country_that_was_deleted_meanwhile_is_no_obstacle() {
    check_kept(
        "DELETE FROM country WHERE alpha2 <> 'CH'; UPDATE country SET name = 'CH'",
        &["CH CHE 756 CH"],
    );
}

#[test]
fn a_country_inserted_by_hand_before_survives_unchanged() {
    let insert = "INSERT INTO country (alpha2, alpha3, numeric_code, name) VALUES";
    check_untouched(&format!("{insert} ('CH', 'CHE', '756', 'Confoederatio Helvetica')"), 1);
    // In the very words of the migration: still not its own.
    check_untouched(&format!("{insert} ('CH', 'CHE', '756', 'Switzerland')"), 1);
    check_untouched(&format!("{insert} ('XK', 'XKX', '983', 'Kosovo')"), 0);
}

#[test]
fn some_of_the_countries_under_other_names_lose_nothing() {
    check_untouched(
        "INSERT INTO country (alpha2, alpha3, numeric_code, name) VALUES
         ('AD', 'AND', '020', 'Andorra'), ('CH', 'CHE', '756', 'Schweiz'), ('DE', 'DEU', '276', 'Deutschland'),
         ('XK', 'XKX', '983', 'Kosovo'), ('ZW', 'ZWE', '999', 'Zimbabwe with another number');
         INSERT INTO region (code, country_code, name) VALUES ('DE-BE', 'DE', 'Berlin')",
        4,
    );
}

#[test]
fn all_of_the_countries_there_already_is_fine_and_they_stay() {
    on_each(|place| {
        with_tables(place, "SELECT 1");
        migration(place, &["up", "1"]).well();
        // As if they had always been there.
        place.sql("CREATE TABLE kept AS SELECT * FROM country");
        backwards(place, &["down"]).well();
        place.sql("INSERT INTO country SELECT * FROM kept");
        migration(place, &["up", "1"]).well();
        assert_eq!(place.count("country"), sample::COUNTRIES);
        backwards(place, &["down"]).well();
        assert_eq!(place.count("country"), sample::COUNTRIES);
    });
}

const NOT_SWITZERLAND: &str = "INSERT INTO country (alpha2, alpha3, numeric_code, name) VALUES ('XX', 'CHE', '000', 'Not Switzerland')";

#[test]
fn a_code_taken_by_another_country_stops_the_migration_and_keeps_everything() {
    // Where nothing rolls back another test has what is true.
    on_sqlite_and_postgres(|place| {
        with_tables(place, NOT_SWITZERLAND);
        let before = place.dump();
        migration(place, &["up"]).badly(1, &[COUNTRIES, "country", "rolled back"]);
        assert_eq!(place.dump(), before);
        assert_eq!(place.applied(), [TABLES]);
    });
}

#[test]
fn a_code_taken_by_another_country_is_mended_and_the_migration_goes_on() {
    let Some(place) = Place::mariadb() else { return };
    with_tables(&place, NOT_SWITZERLAND);
    let refused = migration(&place, &["up"]).badly(1, &[COUNTRIES, "'CHE'", "--retry"]);
    refused.says(&["uq-country-alpha3"]);
    assert_eq!(place.applied(), [TABLES]);
    assert!(sample::countries(&place).contains(&"XX CHE 000 Not Switzerland".to_owned()));
    migration(&place, &["up"]).badly(6, &[COUNTRIES, "resolve"]);
    place.sql("UPDATE country SET alpha3 = 'QQQ' WHERE alpha2 = 'XX'");
    migration(&place, &["resolve", COUNTRIES, "--retry"]).well();
    assert_eq!(place.count("country"), sample::COUNTRIES + 1);
    // It still knows which ones it brought, those before the accident, too.
    backwards(&place, &["down"]).well();
    assert_eq!(sample::countries(&place), ["XX QQQ 000 Not Switzerland"]);
    assert!(!place.has_table("sea_migrate_rows"));
}
