//! A migration that stopped half way outside a transaction holds everything up until a person says what is true.

use sea_migrate::Error;
use sea_migrate::apply::{Consent, DownTo, Resolution};
use sea_migrate::error::Exit;
use sea_migrate::history::Overall;

use crate::each::{on_each, on_those};
use crate::engine::{Scripts, down, resolve, script, scripts, standing, up};
use crate::place::Place;

/// Three migrations; the second runs in the open and fails behind its first statement.
fn halfway(place: &Place) -> Scripts {
    let open = script("m2_open", &["CREATE TABLE b (id integer)", "INSERT INTO later VALUES (1)"]);
    let all = scripts([
        script("m1_first", &["CREATE TABLE a (id integer)"]).down(&["DROP TABLE a"]),
        open.use_transaction(false),
        script("m3_third", &["CREATE TABLE c (id integer)"]),
    ]);
    up(place, &all).error();
    assert_eq!(place.applied(), ["m1_first"]);
    all
}

#[track_caller]
fn check_held_up(error: &Error) {
    assert!(matches!(error, Error::Unfinished { name, .. } if name == "m2_open"), "{error}");
    assert_eq!(error.exit(), Exit::History);
    for part in ["--applied", "--reverted", "--retry"] {
        assert!(error.hint("migration").unwrap().contains(part), "{part}");
    }
}

#[test]
fn up_and_down_are_refused_until_it_is_resolved() {
    on_each(|place| {
        let all = halfway(place);
        assert_eq!(standing(place, &all).overall(), Overall::Unfinished);
        let before = place.dump();
        check_held_up(&up(place, &all).error());
        check_held_up(&down(place, &all, &DownTo::Nothing, Consent::Given).error());
        assert_eq!(place.dump(), before);
        assert_eq!(place.applied(), ["m1_first"]);
    });
}

#[test]
fn said_to_be_applied_it_is_recorded_and_the_next_one_runs() {
    on_each(|place| {
        let all = halfway(place);
        resolve(place, &all, "open", Resolution::Applied).unwrap();
        assert_eq!(up(place, &all).names(), ["m3_third"]);
        assert_eq!(place.applied(), ["m1_first", "m2_open", "m3_third"]);
    });
}

#[test]
fn said_to_be_reverted_it_is_pending_again() {
    on_each(|place| {
        let all = halfway(place);
        place.sql("DROP TABLE b; CREATE TABLE later (id integer)");
        resolve(place, &all, "open", Resolution::Reverted).unwrap();
        assert_eq!(up(place, &all).names(), ["m2_open", "m3_third"]);
        assert_eq!(place.count("later"), 1);
    });
}

/// Where there is one, it goes on behind what is done (`going_on.rs`).
fn where_no_journal_is_kept(test: impl Fn(&Place)) {
    on_those([Some(Place::sqlite()), Place::postgres()], test);
}

#[test]
fn retried_it_runs_again_as_it_is() {
    where_no_journal_is_kept(|place| {
        let all = halfway(place);
        // Half of it is still there, so that it fails again and stays unfinished.
        assert!(resolve(place, &all, "open", Resolution::Retry).is_err());
        check_held_up(&up(place, &all).error());
        place.sql("DROP TABLE b; CREATE TABLE later (id integer)");
        resolve(place, &all, "open", Resolution::Retry).unwrap();
        assert_eq!(place.applied(), ["m1_first", "m2_open"]);
        assert_eq!(up(place, &all).names(), ["m3_third"]);
    });
}

#[test]
fn there_must_be_something_to_resolve() {
    on_each(|place| {
        let all = halfway(place);
        for resolution in [Resolution::Applied, Resolution::Reverted, Resolution::Retry] {
            let error = resolve(place, &all, "first", resolution).unwrap_err();
            assert!(matches!(error, Error::NothingToResolve { .. }), "{error}");
        }
        let error = resolve(place, &all, "m", Resolution::Applied).unwrap_err();
        assert_eq!(error.exit(), Exit::Usage);
    });
}
