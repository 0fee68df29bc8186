//! What counts as a loss when a migration is reverted, and what does not: found out by a rehearsal that is taken back, so
//! only where that can be. Elsewhere everything is asked about (`reverting.rs`).

use sea_migrate::apply::{Consent, DownTo};

use crate::each::where_ddl_rolls_back;
use crate::engine::{down, script, scripts, up};
use crate::place::Place;

/// Two rows, in one of which the note is empty.
const PEOPLE: &str =
    "CREATE TABLE people (id integer PRIMARY KEY, name text, note text, spare text);
    INSERT INTO people VALUES (1, 'Ann', 'tall', NULL), (2, 'Bob', NULL, NULL)";

/// What reverting a migration with this way down would lose, with `setup` done before.
fn losses(place: &Place, setup: &str, way_down: &[&str]) -> Vec<String> {
    place.sql(setup);
    let only = scripts([script("m1_it", &[]).down(way_down)]);
    up(place, &only).names();
    let outcome = down(place, &only, &DownTo::Steps(1), Consent::Declined);
    if outcome.losses.is_empty() {
        assert_eq!(outcome.result.unwrap(), ["m1_it"]);
    }
    outcome.losses
}

fn check(way_down: &[&str], expected: &[&str]) {
    where_ddl_rolls_back(|place| check_at(place, PEOPLE, way_down, expected));
}

fn check_at(place: &Place, setup: &str, way_down: &[&str], expected: &[&str]) {
    let expected: Vec<String> = expected.iter().map(|it| format!("{it} (by m1_it)")).collect();
    assert_eq!(losses(place, setup, way_down), expected, "{way_down:?}");
}

#[test]
fn a_dropped_table_is_a_loss_of_its_rows() {
    check(&["DROP TABLE people"], &["table `people` with 2 rows"]);
    check(
        &["DELETE FROM people WHERE id = 1", "DROP TABLE people"],
        &["table `people` with 2 rows"],
    );
}

#[test]
fn a_dropped_table_without_rows_is_no_loss() {
    where_ddl_rolls_back(|place| {
        check_at(place, "CREATE TABLE t (id integer)", &["DROP TABLE t"], &[]);
    });
}

#[test]
fn a_renamed_table_is_no_loss() {
    check(&["ALTER TABLE people RENAME TO persons"], &[]);
}

#[test]
fn a_renamed_column_is_no_loss() {
    check(&["ALTER TABLE people RENAME COLUMN note TO remark"], &[]);
}

#[test]
fn a_renamed_table_that_loses_a_column_too_is_a_loss_of_the_column() {
    let way_down = ["ALTER TABLE people RENAME TO persons", "ALTER TABLE persons DROP COLUMN name"];
    let Some(place) = Place::postgres() else { return };
    check_at(&place, PEOPLE, &way_down, &["column `people.name` with 2 values"]);
    // There a name is all there is to go by; what matters is that the loss is not silent.
    assert_ne!(losses(&Place::sqlite(), PEOPLE, &way_down), [""; 0]);
}

#[test]
fn a_dropped_column_is_a_loss_of_its_values() {
    check(&["ALTER TABLE people DROP COLUMN note"], &["column `people.note` with 1 value"]);
    check(&["ALTER TABLE people DROP COLUMN name"], &["column `people.name` with 2 values"]);
}

#[test]
fn a_dropped_column_that_is_empty_is_no_loss() {
    check(&["ALTER TABLE people DROP COLUMN spare"], &[]);
}

#[test]
fn a_column_that_is_dropped_and_made_anew_is_a_loss() {
    let Some(place) = Place::postgres() else { return };
    let way_down =
        ["ALTER TABLE people DROP COLUMN name", "ALTER TABLE people ADD COLUMN name text"];
    check_at(&place, PEOPLE, &way_down, &["column `people.name` with 2 values"]);
}

#[test]
fn a_table_that_is_dropped_and_made_anew_is_a_loss() {
    let Some(place) = Place::postgres() else { return };
    let way_down = ["DROP TABLE people", "CREATE TABLE people (id integer)"];
    check_at(&place, PEOPLE, &way_down, &["table `people` with 2 rows"]);
}

#[test]
fn a_table_whose_place_another_one_takes_is_a_loss() {
    where_ddl_rolls_back(|place| {
        let way_down = ["DROP TABLE people", "CREATE TABLE other (id integer, name text)"];
        check_at(place, PEOPLE, &way_down, &["table `people` with 2 rows"]);
    });
}

#[test]
fn a_rebuilt_table_with_all_its_columns_is_no_loss() {
    let place = Place::sqlite();
    let way_down = [
        "CREATE TABLE rebuilt (id integer PRIMARY KEY, spare text, note text, name text NOT NULL)",
        "INSERT INTO rebuilt SELECT id, spare, note, name FROM people",
        "DROP TABLE people",
        "ALTER TABLE rebuilt RENAME TO people",
    ];
    check_at(&place, PEOPLE, &way_down, &[]);
}

#[test]
fn a_rebuilt_table_without_a_column_is_a_loss_of_the_column() {
    let place = Place::sqlite();
    let way_down = [
        "CREATE TABLE rebuilt (id integer PRIMARY KEY, name text)",
        "INSERT INTO rebuilt SELECT id, name FROM people",
        "DROP TABLE people",
        "ALTER TABLE rebuilt RENAME TO people",
    ];
    check_at(&place, PEOPLE, &way_down, &["column `people.note` with 1 value"]);
}

const FAMILY: &str = "CREATE TABLE parent (id integer PRIMARY KEY);
    CREATE TABLE child (parent integer REFERENCES parent (id) ON DELETE CASCADE);
    CREATE TABLE grandchild (child integer);
    INSERT INTO parent VALUES (1), (2);
    INSERT INTO child VALUES (1), (1), (2)";

#[test]
fn rows_that_a_cascade_deletes_are_named() {
    let Some(place) = Place::postgres() else { return };
    check_at(&place, FAMILY, &["DELETE FROM parent WHERE id = 1"], &["2 rows of `child`"]);
}

#[test]
fn a_cascade_is_named_beside_the_table_that_goes() {
    let Some(place) = Place::postgres() else { return };
    let way_down = ["DELETE FROM parent WHERE id = 2", "DROP TABLE grandchild"];
    let setup = format!("{FAMILY}; INSERT INTO grandchild VALUES (1)");
    let mut found = losses(&place, &setup, &way_down);
    found.sort();
    assert_eq!(found, ["1 row of `child` (by m1_it)", "table `grandchild` with 1 row (by m1_it)"]);
}

#[test]
fn what_was_deleted_before_is_not_counted() {
    let Some(place) = Place::postgres() else { return };
    let setup = format!("{FAMILY}; DELETE FROM parent WHERE id = 1");
    check_at(&place, &setup, &["CREATE TABLE more (id integer)"], &[]);
}

#[test]
fn each_migration_is_blamed_for_its_own_losses() {
    where_ddl_rolls_back(|place| {
        place.sql(PEOPLE);
        let all = scripts([
            script("m1_table", &[]).down(&["DROP TABLE persons"]),
            script("m2_rename", &[]).down(&["ALTER TABLE people RENAME TO persons"]),
            script("m3_note", &[]).down(&["ALTER TABLE people DROP COLUMN note"]),
        ]);
        up(place, &all).names();
        let outcome = down(place, &all, &DownTo::Nothing, Consent::Declined);
        assert_eq!(
            outcome.losses,
            [
                "column `people.note` with 1 value (by m3_note)",
                "table `persons` with 2 rows (by m1_table)",
            ]
        );
    });
}

#[test]
fn a_table_in_another_schema_is_named_with_it() {
    let Some(place) = Place::postgres() else { return };
    let setup =
        "CREATE SCHEMA other; CREATE TABLE other.t (id integer); INSERT INTO other.t VALUES (1)";
    check_at(&place, setup, &["DROP SCHEMA other CASCADE"], &["table `other.t` with 1 row"]);
}

#[test]
fn names_that_need_quotes_are_counted_too() {
    where_ddl_rolls_back(|place| {
        let setup = "CREATE TABLE \"My \"\"Table\" (\"a b\" text); INSERT INTO \"My \"\"Table\" VALUES ('x')";
        check_at(
            place,
            setup,
            &["DROP TABLE \"My \"\"Table\""],
            &["table `My \"Table` with 1 row"],
        );
    });
    where_ddl_rolls_back(|place| {
        let setup = "CREATE TABLE t (id integer, \"a \"\"b\" text); INSERT INTO t VALUES (1, 'x')";
        let way_down = ["ALTER TABLE t DROP COLUMN \"a \"\"b\""];
        check_at(place, setup, &way_down, &["column `t.a \"b` with 1 value"]);
    });
}
