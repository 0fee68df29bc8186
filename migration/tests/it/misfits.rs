//! Tables that were there before the migrations and do not fit: `up` stops, says what and where, and changes
//! nothing.

use crate::by_hand;
use crate::each::{on_each, on_sqlite_and_postgres, on_those};
use crate::place::Place;
use crate::program::migration;
use crate::words::{rolls_back, with_names};

/// The tables made by hand with `from` replaced by `to` must stop `up` with a message that has these parts.
fn check(from: &str, to: &str, parts: &[&str]) {
    on_each(|place| check_at(place, from, to, parts));
}

fn check_at(place: &Place, from: &str, to: &str, parts: &[&str]) {
    let good = by_hand::all(place).join(";\n");
    let bad = good.replacen(from, to, 1);
    assert_ne!(good, bad, "{from:?} is not in there");
    place.sql(&bad);
    check_stops(place, parts);
}

fn check_stops(place: &Place, parts: &[&str]) {
    by_hand::insert(place);
    check_stops_as_it_is(place, parts);
}

fn check_stops_as_it_is(place: &Place, parts: &[&str]) {
    let before = place.dump();
    let aftermath = if rolls_back(place) { "rolled back" } else { "--retry" };
    migration(place, &["up"]).badly(1, &[&[crate::TABLES, aftermath], parts].concat());
    assert_eq!(place.dump(), before);
    assert_eq!(place.applied(), [""; 0]);
}

/// The tables made by hand, with rows, changed by `sql`, must stop `up`.
fn check_after(sql: &str, parts: &[&str]) {
    on_each(|place| {
        place.sql(&by_hand::all(place).join(";\n"));
        by_hand::insert(place);
        place.sql(sql);
        check_stops_as_it_is(place, parts);
    });
}

#[test]
fn a_missing_column_is_refused() {
    check_after(
        "ALTER TABLE location DROP COLUMN time_zone",
        &["`location`", "`time_zone` is missing"],
    );
}

#[test]
fn a_wrong_type_is_refused() {
    check(
        "population int8 CHECK ( population>=0 )",
        "population text",
        &["`location`", "`population`", "text", "int"],
    );
}

#[test]
fn a_wrong_length_is_refused_where_lengths_count() {
    let Some(place) = Place::postgres() else { return };
    let parts = ["`location`", "`time_zone`", "character varying(32)", "character varying(64)"];
    check_at(&place, "time_zone character varying(64)", "time_zone character varying(32)", &parts);
    let Some(place) = Place::postgres() else { return };
    let parts = ["`location`", "`latitude`", "numeric(8,4)", "numeric(8,6)"];
    check_at(&place, "latitude numeric(8, 6)", "latitude numeric(8, 4)", &parts);
    let Some(place) = Place::postgres() else { return };
    let parts = ["`location`", "`created_at`", "timestamp without time zone"];
    check_at(&place, "created_at timestamptz", "created_at timestamp", &parts);
    for (from, to, wanted) in [
        ("time_zone character varying(64)", "time_zone character varying(32)", "varchar(64)"),
        ("latitude numeric(8, 6)", "latitude numeric(8, 4)", "decimal(8,6)"),
        ("created_at timestamp ", "created_at datetime ", "timestamp"),
    ] {
        let Some(place) = Place::mariadb() else { return };
        let column = from.split_once(' ').map_or(from, |it| it.0);
        check_at(&place, from, to, &["`location`", &format!("`{column}`"), wanted]);
    }
}

#[test]
fn a_column_that_allows_null_is_refused() {
    check(
        "name character varying(200) NOT NULL",
        "name character varying(200)",
        &["`country`", "`name`", "NULL"],
    );
}

#[test]
fn a_column_that_forbids_null_is_refused() {
    check(
        "region_code character varying(6)",
        "region_code character varying(6) NOT NULL",
        &["`location`", "`region_code`", "NULL"],
    );
}

#[test]
fn a_missing_default_is_refused() {
    on_each(|place| {
        let now = place.fitting("(datetime('now'))", "now()", "current_timestamp()");
        let location = by_hand::location(place);
        let (start, end) = location.rsplit_once(&format!(" DEFAULT {now}")).unwrap();
        place.sql(&by_hand::all(place)[..3].join(";\n"));
        place.sql(&format!("{start}{end}"));
        check_stops_as_it_is(place, &["`location`", "`updated_at`", "default"]);
    });
}

#[test]
fn a_key_that_does_not_number_itself_is_refused() {
    on_each(|place| {
        let usual = by_hand::numbered(place);
        place.sql(&by_hand::all(place).join(";\n").replace(usual, "bigint PRIMARY KEY"));
        check_stops_as_it_is(place, &["`location`", "`id`", "default"]);
    });
}

#[test]
fn a_missing_primary_key_is_refused() {
    // Unique is not enough: it allows NULL where the column does.
    check("CONSTRAINT two_letters PRIMARY KEY", "UNIQUE", &["`country`", "primary key", "alpha2"]);
}

#[test]
fn a_missing_unique_key_is_refused() {
    on_each(|place| {
        let named = "CONSTRAINT three_letters UNIQUE";
        let unique = place.fitting(named, named, "UNIQUE");
        let column = "alpha3 character(3) NOT NULL";
        let parts = ["`country`", "alpha3", "unique"];
        check_at(place, &format!("{column} {unique}"), column, &parts);
    });
}

#[test]
fn a_unique_key_on_more_columns_or_fewer_rows_is_refused() {
    let check = |place: &Place, key: &str| {
        let all = by_hand::all(place).join(";\n");
        place.sql(&all.replace("code character(3) NOT NULL UNIQUE", "code character(3) NOT NULL"));
        place.sql(&format!("CREATE UNIQUE INDEX numbers ON country {key}"));
        check_stops(place, &["`country`", "numeric_code", "unique"]);
    };
    on_each(|place| check(place, "(numeric_code, name)"));
    // MariaDB has no such indexes.
    for key in ["(numeric_code) WHERE note IS NULL", "(lower(numeric_code))"] {
        on_sqlite_and_postgres(|place| check(place, key));
    }
    let Some(place) = Place::mariadb() else { return };
    check(&place, "(numeric_code(2))");
}

#[test]
fn a_missing_foreign_key_is_refused() {
    on_each(|place| {
        let key = "FOREIGN KEY (country_code) REFERENCES country (alpha2) ON UPDATE CASCADE ON DELETE RESTRICT,";
        // On MariaDB the foreign key of a location hangs on the index behind this one.
        let other = place.fitting("", "", "KEY (country_code),");
        check_at(place, key, other, &["`region`", "foreign key", "country_code", "`country`"]);
    });
}

#[test]
fn a_foreign_key_to_another_table_is_refused() {
    check(
        "FOREIGN KEY (country_code) REFERENCES country (alpha2) ON DELETE RESTRICT ON UPDATE CASCADE",
        "FOREIGN KEY (region_code) REFERENCES region (code) ON DELETE RESTRICT ON UPDATE CASCADE",
        &["`location`", "foreign key", "country_code", "`country`"],
    );
}

#[test]
fn a_foreign_key_with_another_action_is_refused() {
    let usual = "ON UPDATE CASCADE ON DELETE RESTRICT";
    let parts = ["`region`", "foreign key", "on delete restrict", "on update cascade"];
    // To MariaDB these two words mean the same.
    let by_other_words = ["`region`", "foreign key", "on delete no action", "on update cascade"];
    for actions in ["ON UPDATE CASCADE ON DELETE CASCADE", "ON UPDATE NO ACTION ON DELETE RESTRICT"]
    {
        on_each(|place| {
            let parts = place.fitting(parts, parts, by_other_words);
            check_at(place, usual, actions, &parts);
        });
    }
    // For the same reason the first fits there, and the second is refused for a column that is never NULL.
    for actions in ["ON UPDATE CASCADE", "ON UPDATE CASCADE ON DELETE SET NULL"] {
        on_sqlite_and_postgres(|place| check_at(place, usual, actions, &parts));
    }
}

#[test]
fn a_missing_check_is_refused() {
    check("CHECK ( population>=0 )", "", &["`location`", "check", "population"]);
}

#[test]
fn a_check_of_that_name_on_another_table_is_none_of_this_one() {
    // On MySQL there is no other one of that name in the database.
    on_those([Some(Place::sqlite()), Place::postgres(), Place::mariadb()], |place| {
        let latitude = "CONSTRAINT `CONSTRAINT_1` CHECK (latitude between -90 and 90)";
        let latitude = latitude.replace('`', place.fitting("\"", "\"", "`"));
        let longitude = "CHECK (longitude between -180 and 180)";
        let named = format!("CONSTRAINT CONSTRAINT_1 CHECK (name <> ''), {longitude}");
        let all = by_hand::all(place).join(";\n").replace(longitude, &named);
        let all = all.replace("CHECK (latitude between -90 and 90)", "");
        place.sql(&all.replace("CONSTRAINT on_earth", ""));
        place.sql(&format!("CREATE TABLE elsewhere (latitude numeric(8, 6), {latitude})"));
        check_stops(place, &["`location`", "check", "latitude"]);
    });
}

#[test]
fn a_check_with_another_limit_is_refused() {
    check("between -90 and 90", "between -91 and 90", &["`location`", "check", "latitude", "90"]);
}

#[test]
fn a_kind_that_nothing_limits_is_refused() {
    let place = Place::sqlite();
    let check = "CHECK (kind IN ('city', 'town', 'village', 'landmark'))";
    check_at(&place, check, "", &["`location`", "check", "kind"]);
    let place = Place::sqlite();
    check_at(&place, "'village', ", "", &["`location`", "check", "kind", "'village'"]);
    let Some(place) = Place::postgres() else { return };
    check_at(&place, "kind location_kind", "kind text", &["`location`", "`kind`", "location_kind"]);
    for kind in ["kind varchar(9)", "kind enum('city', 'town', 'landmark')"] {
        let Some(place) = Place::mariadb() else { return };
        let usual = "kind enum('city', 'town', 'village', 'landmark')";
        check_at(&place, usual, kind, &["`location`", "`kind`", "'village'"]);
    }
}

#[test]
fn a_column_more_that_every_row_must_fill_is_refused() {
    on_each(|place| {
        let all = by_hand::all(place).join(";\n");
        place.sql(&all.replace("note text,", "note text, iso text NOT NULL,"));
        check_stops_as_it_is(place, &["`country`", "`iso`"]);
    });
}

#[test]
fn a_type_with_other_labels_is_refused() {
    for labels in ["'city', 'town', 'village'", "'town', 'city', 'village', 'landmark'"] {
        let Some(place) = Place::postgres() else { return };
        place.sql(&format!("CREATE TYPE location_kind AS ENUM ({labels})"));
        check_stops(&place, &["`location_kind`", "labels", &labels.replace('\'', "")]);
    }
}

#[test]
fn an_index_on_other_columns_is_refused() {
    for columns in ["(kind, country_code)", "(country_code)", "(country_code, kind, name)"] {
        on_each(|place| {
            place.sql(&by_hand::all(place).join(";\n"));
            let index =
                format!("CREATE INDEX \"idx-location-country_code-kind\" ON location {columns}");
            place.sql(&with_names(place, &index));
            check_stops(
                place,
                &["`idx-location-country_code-kind`", "`location`", &columns[1..columns.len() - 1]],
            );
        });
    }
}

#[test]
fn an_index_of_another_kind_is_refused_with_what_differs() {
    let check = |place: &Place, unique: &str, rest: &str, says: &str| {
        place.sql(&by_hand::all(place).join(";\n"));
        let index =
            format!("CREATE {unique}INDEX \"idx-location-country_code-kind\" ON location {rest}");
        place.sql(&with_names(place, &index));
        check_stops(place, &["`idx-location-country_code-kind`", "`location`", says]);
    };
    for (unique, rest, says) in [
        ("UNIQUE ", "(country_code, kind)", "it is unique, not one in which values may repeat"),
        (
            "",
            "(country_code, kind DESC)",
            "it is on (country_code, kind DESC), not on (country_code, kind)",
        ),
    ] {
        on_each(|place| check(place, unique, rest, says));
    }
    // MariaDB has no such indexes.
    for (rest, says) in [
        ("(country_code, lower(name))", "lower"),
        ("(country_code, kind) WHERE population > 5", "it is on the rows where"),
    ] {
        on_sqlite_and_postgres(|place| check(place, "", rest, says));
    }
    let Some(place) = Place::postgres() else { return };
    check(&place, "", "(country_code, kind) INCLUDE (name)", "(name) carried along");
}

#[test]
fn an_index_that_fits_in_other_words_is_adopted() {
    on_each(|place| {
        place.sql(&by_hand::all(place).join(";\n"));
        let index = "CREATE INDEX \"idx-location-country_code-kind\" ON location (\"country_code\" ASC, KIND)";
        place.sql(&with_names(place, index));
        migration(place, &["up"]).well();
        // What was made for a moment is gone.
        let catalog = place.fitting(
            "sqlite_schema WHERE name",
            "pg_class WHERE relname",
            "information_schema.tables WHERE table_schema = DATABASE() AND table_name",
        );
        assert_eq!(place.count(&format!("{catalog} LIKE 'sea_migrate_wanted%'")), 0);
    });
}

#[test]
fn an_index_of_that_name_on_another_table_is_refused() {
    // On MariaDB it may have that name, too.
    on_sqlite_and_postgres(|place| {
        place.sql(&by_hand::all(place).join(";\n"));
        place.sql("CREATE INDEX \"idx-location-country_code-kind\" ON country (name)");
        check_stops(place, &["idx-location-country_code-kind"]);
    });
}

#[test]
fn a_view_in_the_place_of_a_table_is_refused() {
    on_each(|place| {
        place.sql("CREATE VIEW country AS SELECT 'FR' AS alpha2");
        check_stops_as_it_is(place, &["country"]);
    });
}

#[test]
fn every_misfit_of_a_table_is_named_at_once() {
    on_each(|place| {
        let all = by_hand::all(place).join(";\n");
        let all = all.replace("time_zone character varying(64) NOT NULL,", "");
        place.sql(&all.replace("population int8 CHECK ( population>=0 )", "population text"));
        check_stops_as_it_is(
            place,
            &["`location`", "`time_zone` is missing", "`population` is text"],
        );
    });
}

#[test]
fn a_column_of_the_newest_migration_that_is_there_already_stops_that_one_alone() {
    on_each(|place| {
        let all = by_hand::all(place).join(";\n");
        place.sql(&all.replace("id ", "featured boolean NOT NULL DEFAULT true, id "));
        migration(place, &["up"]).badly(1, &[crate::FEATURED, "featured", "ALTER TABLE"]);
        assert_eq!(place.applied(), [crate::TABLES, crate::COUNTRIES]);
    });
}
