//! `up` and the commands that only look, word by word. Times and places are replaced, nothing else.

use std::cell::RefCell;

use expect_test::expect;
use serde_json::{Value, json};

use crate::each::on_each;
use crate::place::Place;
use crate::program::{backwards, migration, without_times};
use crate::{ALL, COUNTRIES, FEATURED, PHOTO, TABLES};

/// What a database shows, which must be the same on each dialect. Expectations stand outside, so that each is met
/// once.
fn same_on_each(show: impl Fn(&Place) -> String) -> String {
    let seen = RefCell::new(Vec::new());
    on_each(|place| seen.borrow_mut().push(show(place)));
    let mut seen = seen.into_inner();
    seen.dedup();
    assert_eq!(seen.len(), 1, "{}", seen.join("\n"));
    seen.remove(0)
}

#[test]
fn up_says_what_it_did_and_then_that_nothing_is_left() {
    let shown = same_on_each(|place| {
        let first = migration(place, &["up"]).well();
        let before = place.dump();
        let second = migration(place, &["up"]).well();
        assert_eq!(place.dump(), before);
        assert_eq!(place.applied(), ALL);
        first.shown(place) + "===\n" + &second.shown(place)
    });
    expect![[r"
        applied  m20260901_080000_create_location_tables in {elapsed}
        applied  m20260901_090000_load_countries in {elapsed}
        applied  m20261015_120000_add_location_featured in {elapsed}
        applied  m20261122_175805_add_location_photo in {elapsed}
        4 migrations applied to {place} in {elapsed}
        ---
        applying m20260901_080000_create_location_tables …
        applying m20260901_090000_load_countries …
        applying m20261015_120000_add_location_featured …
        applying m20261122_175805_add_location_photo …
        ===
        nothing to do: {place} is current at m20261122_175805_add_location_photo
        ---
    "]]
    .assert_eq(&shown);
}

/// What the commands that only look say after `before`, one after the other.
fn looks(before: &[&str]) -> String {
    same_on_each(|place| {
        migration(place, before).well();
        let shown = ["status", "current", "history"]
            .map(|command| migration(place, &[command]).well().shown(place));
        shown.join("===\n")
    })
}

#[test]
fn an_empty_database_is_unversioned() {
    expect![[r"
        {place} is unversioned: nothing is applied, 4 migrations pending
          pending  m20260901_080000_create_location_tables
          pending  m20260901_090000_load_countries
          pending  m20261015_120000_add_location_featured
          pending  m20261122_175805_add_location_photo
        ---
        ===
        ---
        nothing is applied to {place}
        ===
        ---
        nothing ran on {place}
    "]]
    .assert_eq(&looks(&["status"]));
}

#[test]
fn looking_at_an_empty_database_leaves_it_empty() {
    on_each(|place| {
        for command in ["status", "current", "history", "plan"] {
            migration(place, &[command]).well();
        }
        assert!(!place.has_table("seaql_migrations") && !place.has_table("sea_migrate_history"));
    });
}

#[test]
fn a_database_on_its_way_is_behind() {
    expect![[r"
        {place} is behind: 2 migrations pending
          applied  m20260901_080000_create_location_tables  {time}  {elapsed}
          applied  m20260901_090000_load_countries          {time}  {elapsed}
          pending  m20261015_120000_add_location_featured
          pending  m20261122_175805_add_location_photo
        ---
        ===
        m20260901_090000_load_countries
        ---
        {place} is behind
        ===
        {time}  applied  m20260901_090000_load_countries  in {elapsed}  by ann@laptop
        {time}  applied  m20260901_080000_create_location_tables  in {elapsed}  by ann@laptop
        ---
    "]]
    .assert_eq(&looks(&["up", "2"]));
}

#[test]
fn a_finished_database_is_current() {
    expect![[r"
        {place} is current: 4 migrations applied
          applied  m20260901_080000_create_location_tables  {time}  {elapsed}
          applied  m20260901_090000_load_countries          {time}  {elapsed}
          applied  m20261015_120000_add_location_featured   {time}  {elapsed}
          applied  m20261122_175805_add_location_photo      {time}  {elapsed}
        ---
        ===
        m20261122_175805_add_location_photo
        ---
        {place} is current
        ===
        {time}  applied  m20261122_175805_add_location_photo  in {elapsed}  by ann@laptop
        {time}  applied  m20261015_120000_add_location_featured  in {elapsed}  by ann@laptop
        {time}  applied  m20260901_090000_load_countries  in {elapsed}  by ann@laptop
        {time}  applied  m20260901_080000_create_location_tables  in {elapsed}  by ann@laptop
        ---
    "]]
    .assert_eq(&looks(&["up"]));
}

fn pending(name: &str) -> Value {
    json!({
        "name": name, "state": "pending", "applied_at": null, "duration_ms": null,
        "by": null, "edited": false, "unfinished": false,
    })
}

#[test]
fn status_as_json_has_every_migration_and_its_state() {
    on_each(|place| {
        migration(place, &["up", "1"]).well();
        let ran = migration(place, &["status", "--format", "json"]).well();
        let expected = json!({
            "database": place.shown(),
            "dialect": place.dialect().to_string(),
            "status": "behind",
            "current": TABLES,
            "migrations": [
                {
                    "name": TABLES, "state": "applied", "applied_at": "{time}", "duration_ms": "{elapsed}",
                    "by": "ann@laptop", "edited": false, "unfinished": false,
                },
                pending(COUNTRIES),
                pending(FEATURED),
                pending(PHOTO),
            ],
        });
        assert_eq!(without_times(ran.json()), expected);
        assert_eq!(ran.stderr, "");
    });
}

#[test]
fn current_and_history_as_json() {
    on_each(|place| {
        let current = || migration(place, &["current", "--format", "json"]).well().json();
        let history = || migration(place, &["history", "--format", "json"]).well().json();
        let database = place.shown();
        assert_eq!(
            current(),
            json!({ "database": database, "current": null, "status": "unversioned" })
        );
        assert_eq!(history(), json!({ "database": database, "history": [] }));
        migration(place, &["up", "2"]).well();
        assert_eq!(
            current(),
            json!({ "database": database, "current": COUNTRIES, "status": "behind" })
        );
        let names: Vec<Value> = history()["history"].as_array().unwrap().clone();
        let names: Vec<&str> = names.iter().map(|it| it["migration"].as_str().unwrap()).collect();
        assert_eq!(names, [COUNTRIES, TABLES]);
    });
}

#[test]
fn up_and_down_as_json_tell_one_event_a_line() {
    on_each(|place| {
        let ran = migration(place, &["--format", "json", "up", "1"]).well();
        let told: Vec<Value> = ran.json_lines().into_iter().map(without_times).collect();
        let expected = [
            json!({ "event": "planned", "direction": "up", "migrations": [TABLES] }),
            json!({ "event": "started", "direction": "up", "migration": TABLES }),
            json!({ "event": "finished", "direction": "up", "migration": TABLES, "elapsed_ms": "{elapsed}" }),
            json!({ "event": "done", "database": place.shown(), "applied": [TABLES], "elapsed_ms": "{elapsed}" }),
        ];
        assert_eq!(told, expected);
        let ran = backwards(place, &["down", "--format", "json"]).well();
        let last = without_times(ran.json_lines().pop().unwrap());
        let expected = json!({ "event": "done", "database": place.shown(), "reverted": [TABLES], "elapsed_ms": "{elapsed}" });
        assert_eq!(last, expected);
    });
}

#[test]
fn an_error_as_json_has_its_hint_and_exit_code() {
    on_each(|place| {
        let ran = migration(place, &["up", "--to", "nothing", "--format", "json"]).badly(2, &[]);
        let told = ran.json();
        assert_eq!(told["event"], "failed");
        assert_eq!(told["exit_code"], 2);
        assert!(told["error"].as_str().unwrap().contains("`nothing`"), "{told}");
        assert!(told["hint"].is_string(), "{told}");
    });
}
