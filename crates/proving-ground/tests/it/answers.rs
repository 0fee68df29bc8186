//! What statements give a migration that is cut off and goes on: the same numbers, keys and rows as the first time, and
//! what only lives in its session made again. What was locked when it was cut off is left to a person.

use proving_ground::Ground;
use sea_migrate::scratch::Moment;

use crate::database::{Database, mariadb};
use crate::patience::tell;
use crate::program::Program;
use crate::state::State;
use crate::tap::Tap;

/// What was heard, and what is there.
fn content(database: &Database<'_>) -> Vec<String> {
    let session = database.session();
    let heard = session.rows("SELECT CONCAT(id, ' ', name) FROM m02_heard ORDER BY 1");
    let parents = session.rows("SELECT CONCAT('parent ', name) FROM m02_parent ORDER BY 1");
    [heard, parents].concat()
}

/// Brings it to its end; whether that took a `--retry`.
#[track_caller]
fn go_on(database: &Database<'_>) -> bool {
    let program = database.program("answers").pausing(1);
    let up = program.run(&["up"]);
    if up.code == Some(0) {
        return false;
    }
    let names = ["m01_begin", "m02_answers", "m04_end"];
    let name = names.into_iter().find(|it| up.said.contains(&format!("up of `{it}`"))).unwrap();
    up.refuses(name);
    program.run(&["resolve", name, "--retry"]).exits(0);
    program.run(&["up"]).exits(0);
    true
}

#[test]
fn what_was_answered_is_answered_again() {
    let Some(database) = mariadb() else { return };
    database.program("answers").pausing(1).run(&["up"]).exits(0);
    let expected = content(&database);
    for heard in
        ["4 a", "4 b", "5 1 c", "6 2 nobody", "7 A", "8 1 nobody", "11 cB", "12 c", "7 scrap"]
    {
        assert!(expected.iter().any(|it| it == heard), "{heard} is not in {expected:#?}");
    }
    let n = |what: &str| expected.iter().filter(|it| **it == format!("0 {what}")).count();
    assert_eq!((n("function"), n("with a setting"), n("in a comment")), (2, 1, 1));
    let (mut n_points, mut n_retried) = (0, 0);
    for n in (1..).step_by(7) {
        database.clear();
        let moment = if n % 2 == 0 { Moment::BeforeForwarding } else { Moment::AfterForwarding };
        let tap = Tap::start(database.address().unwrap(), n, moment);
        let running =
            Program::new("answers", &database.url_at(tap.port())).pausing(1).start(&["up"]);
        tap.aim(running.shared());
        let ended = running.wait();
        drop(tap);
        if ended.code.is_some() {
            ended.exits(0);
            break;
        }
        n_retried += usize::from(go_on(&database));
        n_points += 1;
        State::of(&database).is_complete(&Ground::named("answers").unwrap());
        assert_eq!(content(&database), expected, "killed at message {n}");
    }
    tell(&format!("answers: {n_points} points, gone on behind {n_retried} of them"));
    assert!(n_points > 20 && n_retried > 15, "{n_points} {n_retried}");
}

#[test]
fn what_a_migration_waits_for_may_be_done_by_hand_and_is_seen() {
    let Some(database) = mariadb() else { return };
    let program = database.program("unready");
    program.run(&["up"]).exits(1).says("there are rows in the way");
    let retry = ["resolve", "m02_unready", "--retry"];
    program.run(&retry).exits(1).says("there are rows in the way");
    database.run("UPDATE m02_one SET name = 'mended'");
    program.run(&retry).exits(0);
    assert_eq!(database.rows("SELECT name FROM m02_one"), ["mended"]);
    State::of(&database).is_complete(&Ground::named("unready").unwrap());
}

#[test]
fn what_was_cut_off_while_tables_were_locked_is_left_to_a_person() {
    let Some(database) = mariadb() else { return };
    database.program("locked").run(&["up"]).exits(1).says("no_such_table");
    let mended = database.program("locked-mended");
    mended.run(&["up"]).refuses("m02_locked").says("LOCK TABLES m02_one WRITE");
    let retried = mended.run(&["resolve", "m02_locked", "--retry"]);
    retried.exits(6).says("can't be seen").says("LOCK TABLES m02_one WRITE");
    // Nothing came twice, and a person takes it back.
    assert_eq!(database.rows("SELECT name FROM m02_one ORDER BY 1"), ["a", "b"]);
    database.run("DROP TABLE m02_one");
    mended.run(&["resolve", "m02_locked", "--reverted"]).exits(0);
    mended.run(&["up"]).exits(0);
    assert_eq!(database.rows("SELECT name FROM m02_one ORDER BY 1"), ["a", "b"]);
    State::of(&database).is_complete(&Ground::named("locked").unwrap());
}

#[test]
fn behind_tables_that_were_unlocked_it_goes_on() {
    let Some(database) = mariadb() else { return };
    database.program("unlocked").run(&["up"]).exits(1).says("no_such_table");
    let heard = "SELECT CONCAT(id, ' ', name) FROM m02_heard ORDER BY 1";
    assert_eq!(database.rows(heard), ["5 2 nobody", "6 2"]);
    let mended = database.program("unlocked-mended");
    mended.run(&["resolve", "m02_unlocked", "--retry"]).exits(0);
    assert_eq!(database.rows(heard), ["5 2 nobody", "6 2"]);
    assert_eq!(database.rows("SELECT name FROM m02_one ORDER BY 1"), ["c", "c", "d"]);
    State::of(&database).is_complete(&Ground::named("unlocked").unwrap());
}

#[test]
fn rows_that_were_only_in_a_temporary_table_are_not_lost_in_silence() {
    let Some(database) = mariadb() else { return };
    database.program("remade").run(&["up"]).exits(1).says("no_such_table");
    let retried = database.program("remade-mended").run(&["resolve", "m02_remade", "--retry"]);
    retried.exits(6).says("statement 3 comes out as something else than before");
    retried.says("CREATE TEMPORARY TABLE scrap");
    let program = database.program("remade-mended");
    program.run(&["up"]).refuses("m02_remade");
    assert!(!State::of(&database).is_recorded("m02_remade"));
}

#[test]
fn a_transaction_that_was_not_ended_is_an_error_and_no_silence() {
    let Some(database) = mariadb() else { return };
    let ended = database.program("unended").run(&["up"]);
    ended.exits(1).says("`m02_unended`").says("end it with COMMIT");
    assert_eq!(database.rows("SELECT name FROM m02_one"), [""; 0]);
    assert!(!State::of(&database).is_recorded("m02_unended"));
}

#[test]
fn a_migration_that_leaves_its_database_is_refused_with_another_way() {
    let Some(database) = mariadb() else { return };
    let ended = database.program("strays").run(&["up"]);
    ended.exits(1).says("a migration stays in its database").says("USE mysql");
    assert_eq!(State::of(&database).last_attempt("m02_strays"), Some("failed"));
}
