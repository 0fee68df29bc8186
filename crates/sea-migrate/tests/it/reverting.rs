//! Reverting through the library: consent, migrations without a way down, failures in the middle.

use sea_migrate::Error;
use sea_migrate::apply::{Consent, Direction, DownTo};
use sea_migrate::error::{Aftermath, Exit};

use crate::each::{on_each, where_ddl_rolls_back};
use crate::engine::{Scripts, down, script, scripts, up};
use crate::place::Place;

fn create(name: &'static str, table: &str) -> crate::engine::Script {
    script(name, &[&format!("CREATE TABLE {table} (id integer)")])
}

/// Two tables; the older migration goes down by these statements.
fn two(older: Option<&[&str]>) -> Scripts {
    let a = create("m1_a", "a");
    let a = match older {
        Some(statements) => a.down(statements),
        None => a,
    };
    scripts([a, create("m2_b", "b").down(&["DROP TABLE b"])])
}

/// Reverting everything must fail and leave both migrations as they were.
fn check_nothing_reverted(place: &Place, migrator: &Scripts) -> Error {
    up(place, migrator).names();
    place.sql("INSERT INTO b VALUES (1)");
    let before = place.dump();
    let error = down(place, migrator, &DownTo::Nothing, Consent::Given).error();
    assert_eq!(place.dump(), before);
    assert_eq!(place.applied(), ["m1_a", "m2_b"]);
    error
}

#[test]
fn a_migration_without_a_way_down_says_so() {
    on_each(|place| {
        let only = scripts([create("m1_a", "a")]);
        up(place, &only).names();
        let error = down(place, &only, &DownTo::Steps(1), Consent::Given).error();
        assert!(matches!(&error, Error::Irreversible { name } if name == "m1_a"), "{error}");
        assert_eq!(error.to_string(), "`m1_a` can't be reverted: it has no `down`");
        assert!(error.hint("migration").unwrap().contains("backup"));
        assert_eq!(error.exit(), Exit::Failed);
        assert_eq!(place.applied(), ["m1_a"]);
    });
}

#[test]
fn a_migration_without_a_way_down_is_noticed_before_newer_ones_are_reverted() {
    where_ddl_rolls_back(|place| {
        let error = check_nothing_reverted(place, &two(None));
        assert!(matches!(&error, Error::Irreversible { name } if name == "m1_a"), "{error}");
    });
}

#[test]
fn a_failure_on_the_way_down_is_noticed_before_newer_ones_are_reverted() {
    where_ddl_rolls_back(|place| {
        let error = check_nothing_reverted(place, &two(Some(&["DROP TABLE a", "DROP TABLE a"])));
        let Error::MigrationFailed { name, direction, server, aftermath, .. } = &error else {
            panic!("{error}")
        };
        assert_eq!((name.as_str(), *direction), ("m1_a", Direction::Down));
        assert_eq!(*aftermath, Aftermath::RolledBack);
        assert!(!server.message.is_empty());
        assert!(error.to_string().starts_with("down of `m1_a` failed"), "{error}");
    });
}

#[test]
fn reverting_goes_newest_first_and_removes_the_records() {
    on_each(|place| {
        let all = two(Some(&["DROP TABLE a"]));
        up(place, &all).names();
        let names = down(place, &all, &DownTo::Nothing, place.consent()).names();
        assert_eq!(names, ["m2_b", "m1_a"]);
        assert_eq!(place.applied(), [""; 0]);
        assert!(!place.has_table("a") && !place.has_table("b"));
    });
}

#[test]
fn a_failing_down_outside_a_transaction_keeps_its_record() {
    on_each(|place| {
        let b = create("m2_b", "b").down(&["DROP TABLE b", "DROP TABLE b"]).use_transaction(false);
        let all = scripts([create("m1_a", "a"), b]);
        up(place, &all).names();
        let outcome = down(place, &all, &DownTo::Steps(1), Consent::Given);
        let error = outcome.error();
        assert!(
            matches!(&error, Error::MigrationFailed { aftermath: Aftermath::PartlyDone, .. }),
            "{error}"
        );
        assert_eq!(place.applied(), ["m1_a", "m2_b"]);
        assert!(!place.has_table("b"));
    });
}

#[test]
fn without_consent_nothing_is_deleted() {
    on_each(|place| {
        let all = two(Some(&["DROP TABLE a"]));
        up(place, &all).names();
        place.sql("INSERT INTO a VALUES (1); INSERT INTO b VALUES (1), (2)");
        let before = place.dump();
        let loss_of =
            |table: &str, rows: &str, by: &str| format!("table `{table}` with {rows} (by {by})");
        let unknown = |by: &str| {
            format!("whatever {by} deletes: it runs outside a transaction and can't be tried first")
        };
        let known = [loss_of("b", "2 rows", "m2_b"), loss_of("a", "1 row", "m1_a")];
        let losses = place.fitting(known.clone(), known, ["m2_b", "m1_a"].map(unknown));
        for (answer, exit) in [(Consent::Absent, Exit::Failed), (Consent::Declined, Exit::Failed)] {
            let outcome = down(place, &all, &DownTo::Nothing, answer);
            assert_eq!(outcome.losses, losses);
            let error = outcome.error();
            assert_eq!(error.exit(), exit);
            match answer {
                Consent::Absent => assert!(error.to_string().contains(&losses[0]), "{error}"),
                _ => assert!(matches!(error, Error::Declined), "{error}"),
            }
            assert_eq!(place.dump(), before);
            assert_eq!(place.applied(), ["m1_a", "m2_b"]);
        }
        let outcome = down(place, &all, &DownTo::Nothing, Consent::Given);
        assert_eq!(outcome.told, [format!("losing {}", losses.join(", "))]);
        assert_eq!(outcome.names(), ["m2_b", "m1_a"]);
    });
}

#[test]
fn a_migration_that_can_not_be_tried_is_asked_about() {
    on_each(|place| {
        let b = create("m2_b", "b").down(&["DROP TABLE b"]).use_transaction(false);
        let all = scripts([create("m1_a", "a").down(&["DROP TABLE a"]), b]);
        up(place, &all).names();
        let outcome = down(place, &all, &DownTo::Nothing, Consent::Absent);
        // Nor can what comes after it: that would start from a state that is not there.
        assert_eq!(outcome.losses.len(), 2, "{:?}", outcome.losses);
        assert!(outcome.losses[0].contains("m2_b") && outcome.losses[1].contains("m1_a"));
        assert!(matches!(outcome.error(), Error::NotConfirmed { .. }));
        assert!(place.has_table("b"));
        let outcome = down(place, &all, &DownTo::Nothing, Consent::Given);
        assert_eq!(outcome.names(), ["m2_b", "m1_a"]);
    });
}

#[test]
fn trying_it_first_leaves_no_trace() {
    on_each(|place| {
        let all = two(Some(&["DROP TABLE a"]));
        up(place, &all).names();
        place.sql("INSERT INTO a VALUES (1); CREATE TABLE watched (id integer)");
        let before = (place.dump(), place.applied());
        down(place, &all, &DownTo::Nothing, Consent::Declined).error();
        assert_eq!((place.dump(), place.applied()), before);
        // And nothing is left open that would keep others from writing.
        place.sql("INSERT INTO a VALUES (2); DROP TABLE watched");
    });
}
