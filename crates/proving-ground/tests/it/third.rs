//! A migration fails in its third statement of five: what is there before and after, what is said, the exit code, and
//! the way on.

use proving_ground::Ground;

use crate::database::{Database, each};
use crate::state::{Progress, State};

const NAME: &str = "m02_third";

/// Runs into the failure; the state before and after.
fn failed(database: &Database<'_>, ground: &str) -> (State, State) {
    let program = database.program(ground);
    program.run(&["up", "1"]).exits(0);
    let before = State::of(database);
    let ended = program.run(&["up"]);
    ended.exits(1).says(&format!("up of `{NAME}` failed")).says("no_such_table");
    ended.says("statement: INSERT INTO no_such_table (id) VALUES (1)");
    let after = State::of(database);
    assert_eq!(after.last_attempt(NAME), Some("failed"));
    (before, after)
}

#[test]
fn in_a_transaction_nothing_of_it_is_left() {
    for database in each().into_iter().filter(Database::rolls_back) {
        for ground in ["third", "third-inside"] {
            database.clear();
            let (before, after) = failed(&database, ground);
            assert_eq!(State { attempts: before.attempts.clone(), ..after }, before);
            // As often as one likes, and then the mended one.
            let again = database.program(ground).run(&["up"]);
            again.exits(1).says("everything it did was rolled back");
            let mended = format!("{ground}-mended");
            database.program(&mended).run(&["up"]).exits(0);
            State::of(&database).is_complete(&Ground::named(&mended).unwrap());
        }
    }
}

#[test]
fn outside_a_transaction_it_is_there_by_half_and_a_person_is_asked() {
    for database in each() {
        let grounds: &[&str] =
            if database.rolls_back() { &["third-outside"] } else { &["third-outside", "third"] };
        for &ground in grounds {
            database.clear();
            is_left_to_a_person(&database, ground);
        }
    }
}

/// MariaDB commits a transaction at each DDL statement, whatever the migration says.
#[test]
fn a_transaction_that_mariadb_committed_half_way_is_left_to_a_person() {
    if let Some(database) = crate::database::mariadb() {
        is_left_to_a_person(&database, "third-inside");
    }
}

#[track_caller]
fn is_left_to_a_person(database: &Database<'_>, name: &str) {
    let (_, after) = failed(database, name);
    let ground = Ground::named(&format!("{name}-mended")).unwrap();
    let script = ground.script(NAME).unwrap();
    assert_eq!(after.progress(script), Progress::Part);
    assert!(!after.is_recorded(NAME));
    database.program(name).run(&["status"]).exits(0).says("is unfinished").says("needs `resolve`");
    let refused = database.program(&format!("{name}-mended")).run(&["up"]);
    refused.refuses(NAME).says("and failed (").says("part of it may be there");
    assert_eq!(State::of(database), after, "a refusal changes nothing");
    let program = database.program(&format!("{name}-mended"));
    if database.rolls_back() {
        // Mended, but what is there by half stands in its way; that must not make it whole.
        program.run(&["resolve", NAME, "--retry"]).exits(1).says("m02_one");
        program.run(&["up"]).refuses(NAME);
        script.undoing(database.dialect()).iter().for_each(|sql| database.run(sql));
    } else {
        refused.says("2 of its statements are done");
    }
    program.run(&["resolve", NAME, "--retry"]).exits(0);
    program.run(&["up"]).exits(0);
    State::of(database).is_complete(&ground);
}

/// To show what `down` would delete it is played and rolled back, where that is possible.
#[test]
fn a_rehearsal_changes_nothing() {
    for database in each() {
        let program = database.program("points");
        program.run(&["up"]).exits(0);
        let before = State::of(&database);
        let ended = program.run(&["plan", "--down"]);
        assert_eq!(State::of(&database), before, "{}", ended.said);
    }
}
