//! Where each statement commits, a migration that was cut off goes on behind what it has done, or says why it can't.

use sea_migrate::Error;
use sea_migrate::apply::{Obstacle, Resolution};
use sea_migrate::error::Exit;
use sea_migrate::history::Overall;

use crate::each::where_a_journal_is_kept;
use crate::engine::{Scripts, resolve, script, scripts, standing, up};
use crate::place::Place;

const OPEN: &str = "m1_open";
const DONE: &str = "CREATE TABLE b (id integer)";
const REFUSED: &str = "INSERT INTO later VALUES (1)";

fn program(statements: &[&str]) -> Scripts {
    scripts([script(OPEN, statements)])
}

/// A migration whose first statement is done, and whose second one the server refuses.
fn halfway(place: &Place) {
    up(place, &program(&[DONE, REFUSED])).error();
    assert_eq!(place.count("sea_migrate_journal"), 1);
}

/// Goes on with these statements, and is refused.
#[track_caller]
fn obstacle(place: &Place, statements: &[&str]) -> Obstacle {
    let all = program(statements);
    let error = resolve(place, &all, OPEN, Resolution::Retry).unwrap_err();
    assert_eq!(error.exit(), Exit::History, "{error}");
    assert!(error.hint("migration").unwrap().contains("--reverted"));
    // It is still for a person to say.
    assert_eq!(standing(place, &all).overall(), Overall::Unfinished);
    match error {
        Error::NotResumable { name, obstacle, .. } if name == OPEN => *obstacle,
        other => panic!("{other}"),
    }
}

#[test]
fn it_goes_on_behind_what_is_done_and_what_was_refused_may_be_mended() {
    where_a_journal_is_kept(|place| {
        halfway(place);
        let refused = up(place, &program(&[DONE, REFUSED])).error();
        assert!(refused.to_string().contains("one of its statements is done"), "{refused}");
        let mended =
            program(&[DONE, "INSERT INTO b VALUES (1), (2)", "CREATE TABLE c (id integer)"]);
        resolve(place, &mended, OPEN, Resolution::Retry).unwrap();
        assert_eq!((place.count("b"), place.count("c")), (2, 0));
        assert_eq!(place.applied(), [OPEN]);
        assert_eq!(place.count("sea_migrate_journal"), 0);
    });
}

#[test]
fn a_statement_that_is_done_and_was_changed_is_in_the_way() {
    where_a_journal_is_kept(|place| {
        halfway(place);
        let changed = obstacle(place, &["CREATE TABLE b (id bigint)", REFUSED]);
        let Obstacle::Changed { number: 1, done, sent } = changed else { panic!("{changed}") };
        assert_eq!((done.as_str(), sent.as_str()), (DONE, "CREATE TABLE b (id bigint)"));
        // And so is one that does not come any more.
        let omitted = obstacle(place, &[]);
        assert!(matches!(omitted, Obstacle::Omitted { number: 1, .. }), "{omitted}");
        assert_eq!(place.count("b"), 0);
    });
}

#[test]
fn what_somebody_took_away_meanwhile_is_in_the_way() {
    where_a_journal_is_kept(|place| {
        halfway(place);
        place.sql("ALTER TABLE b ADD COLUMN c integer");
        let touched = obstacle(place, &[DONE, REFUSED]);
        assert_eq!(touched, Obstacle::Touched { number: 1, name: "b".to_owned() });
        place.sql("DROP TABLE b");
        let gone = obstacle(place, &[DONE, REFUSED]);
        assert_eq!(gone, Obstacle::Touched { number: 1, name: "b".to_owned() });
        // Somebody has taken it back by hand, and says so: it begins at its first statement.
        place.sql("CREATE TABLE later (id integer)");
        resolve(place, &program(&[DONE, REFUSED]), OPEN, Resolution::Reverted).unwrap();
        assert_eq!(place.count("sea_migrate_journal"), 0);
        up(place, &program(&[DONE, REFUSED])).names();
        assert_eq!(place.count("later"), 1);
    });
}

#[test]
fn what_nobody_can_know_is_in_the_way() {
    where_a_journal_is_kept(|place| {
        place.sql("CREATE TABLE a (id integer); CREATE PROCEDURE fill() INSERT INTO a VALUES (1), (no_such())");
        // A call that the server refuses may have done a part of it.
        up(place, &program(&[DONE, "CALL fill()"])).error();
        let unknown = obstacle(place, &[DONE, "CALL fill()"]);
        assert!(matches!(unknown, Obstacle::Unknown { number: 2, .. }), "{unknown}");
        resolve(place, &program(&[DONE, "CALL fill()"]), OPEN, Resolution::Applied).unwrap();
        assert_eq!(place.count("sea_migrate_journal"), 0);
    });
}

#[test]
fn rows_of_a_table_without_transactions_are_in_the_way() {
    where_a_journal_is_kept(|place| {
        place.sql("CREATE TABLE plain (id integer PRIMARY KEY) ENGINE=MyISAM");
        let fill = "INSERT INTO plain VALUES (1), (2), (2)";
        up(place, &program(&[DONE, fill])).error();
        assert_eq!(place.count("plain"), 2, "half of it is there");
        let unknown = obstacle(place, &[DONE, fill]);
        assert!(unknown.to_string().contains("has no transactions"), "{unknown}");
    });
}

#[test]
fn questions_are_answered_as_they_were() {
    where_a_journal_is_kept(|place| {
        // Each time it would be another one.
        let asking =
            ["CREATE TABLE a (id integer)", "INSERT INTO a SELECT COUNT(*) FROM a", REFUSED];
        up(place, &program(&asking)).error();
        place.sql("CREATE TABLE later (id integer)");
        resolve(place, &program(&asking), OPEN, Resolution::Retry).unwrap();
        assert_eq!((place.count("a"), place.count("later")), (1, 1));
    });
}

#[test]
fn a_foreign_key_that_the_server_would_ignore_is_refused() {
    where_a_journal_is_kept(|place| {
        place.sql("CREATE TABLE p (id integer PRIMARY KEY)");
        let inline = "CREATE TABLE c (id integer, p_id integer REFERENCES p (id))";
        let ran = up(place, &program(&[inline]));
        let version = &place.rows("SELECT CAST(VERSION() AS char)")[0];
        if place.server() == "MySQL" && version.starts_with('8') {
            let error = ran.error().to_string();
            assert!(error.contains("write FOREIGN KEY"), "{error}");
            assert!(!place.has_table("c"));
        } else {
            assert_eq!(ran.names(), [OPEN]);
            assert!(place.schema().contains("FOREIGN KEY (`p_id`)"), "{}", place.schema());
        }
    });
}
