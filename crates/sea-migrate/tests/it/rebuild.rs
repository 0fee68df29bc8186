//! `SQLite`'s table rebuild: foreign keys are off meanwhile, so nothing cascades and nothing dangling may stay.

use sea_migrate::Error;
use sea_migrate::apply::{Consent, Direction, DownTo};
use sea_migrate::error::Exit;

use crate::engine::{Script, down, script, scripts, up};
use crate::place::Place;

const FAMILY: &str = "CREATE TABLE parent (id integer PRIMARY KEY, name text);
    CREATE TABLE child (parent integer REFERENCES parent (id) ON DELETE CASCADE);
    INSERT INTO parent VALUES (1, 'Ann'), (2, 'Bob');
    INSERT INTO child VALUES (1), (1), (2)";

/// The recipe of the manual, with a condition on the rows that are kept.
fn rebuild(condition: &str) -> [String; 4] {
    [
        "CREATE TABLE rebuilt (id integer PRIMARY KEY, name text NOT NULL)".to_owned(),
        format!("INSERT INTO rebuilt SELECT id, name FROM parent WHERE {condition}"),
        "DROP TABLE parent".to_owned(),
        "ALTER TABLE rebuilt RENAME TO parent".to_owned(),
    ]
}

fn rebuilding(condition: &str) -> Script {
    script("m1_rebuild", &rebuild(condition).each_ref().map(String::as_str))
}

fn family() -> Place {
    let place = Place::sqlite();
    place.sql(FAMILY);
    place
}

#[track_caller]
fn check_dangling(error: &Error, expected: Direction, rows: usize) {
    let Error::DanglingRows { name, direction, table, parent, violations } = error else {
        panic!("{error}")
    };
    assert_eq!((name.as_str(), *direction), ("m1_rebuild", expected));
    assert_eq!((table.as_str(), parent.as_str(), *violations), ("child", "parent", rows));
    assert_eq!(error.exit(), Exit::Failed);
}

#[test]
fn rebuilding_a_parent_keeps_the_children() {
    let place = family();
    up(&place, &scripts([rebuilding("true")])).names();
    assert_eq!(place.count("parent"), 2);
    assert_eq!(place.count("child"), 3);
    assert_eq!(place.count("pragma_foreign_key_check"), 0);
    // The key still works, and for the new table.
    place.sql("PRAGMA foreign_keys = on; DELETE FROM parent WHERE id = 1");
    assert_eq!(place.count("child"), 1);
}

#[test]
fn a_rebuild_that_loses_a_parent_is_refused_and_rolled_back() {
    let place = family();
    let before = place.dump();
    let error = up(&place, &scripts([rebuilding("id <> 1")])).error();
    check_dangling(&error, Direction::Up, 2);
    assert!(error.to_string().contains("2 rows in `child`"), "{error}");
    assert_eq!(place.dump(), before);
    assert_eq!(place.applied(), [""; 0]);
}

#[test]
fn rows_that_dangled_before_are_not_the_migrations_fault() {
    let place = family();
    place.sql("PRAGMA foreign_keys = off; INSERT INTO child VALUES (99)");
    up(&place, &scripts([rebuilding("true")])).names();
    assert_eq!(place.count("child"), 4);
    let place = family();
    place.sql("PRAGMA foreign_keys = off; INSERT INTO child VALUES (99)");
    let error = up(&place, &scripts([rebuilding("id <> 2")])).error();
    // All that dangle now, the old one among them.
    check_dangling(&error, Direction::Up, 2);
}

#[test]
fn reverting_is_watched_like_applying() {
    let place = family();
    let way_down = rebuild("id <> 1");
    let only = scripts([script("m1_rebuild", &[]).down(&way_down.each_ref().map(String::as_str))]);
    up(&place, &only).names();
    let before = place.dump();
    let error = down(&place, &only, &DownTo::Steps(1), Consent::Given).error();
    check_dangling(&error, Direction::Down, 2);
    assert_eq!(place.dump(), before);
    assert_eq!(place.applied(), ["m1_rebuild"]);
}

#[test]
fn a_child_inserted_without_its_parent_is_refused() {
    let place = family();
    let bad = script("m1_rebuild", &["INSERT INTO child VALUES (7)"]);
    check_dangling(&up(&place, &scripts([bad])).error(), Direction::Up, 1);
    assert_eq!(place.count("child"), 3);
}

#[test]
fn a_parent_dropped_under_its_children_is_refused() {
    let place = family();
    let bad = script("m1_rebuild", &["DROP TABLE parent"]);
    check_dangling(&up(&place, &scripts([bad])).error(), Direction::Up, 3);
    assert!(place.has_table("parent"));
}
