//! Waiting for the migrators' lock, for tables that somebody else has, and for statements that take too long.

use sea_orm_migration::sea_orm::DbBackend;

use proving_ground::Ground;

use crate::database::{each, mariadb, postgres, sqlite};
use crate::patience::eventually;
use crate::state::State;

/// Asked for by itself: a table that is being made holds up whoever asks MariaDB for all that there is.
const HISTORY: &str = "SELECT CONCAT(migration, ' ', state) FROM sea_migrate_history ORDER BY id";

#[test]
fn who_may_not_wait_any_longer_says_who_holds_the_lock() {
    for database in each() {
        let holder = database.program("long").start(&["up", "--format", "json"]);
        eventually("somebody holds the lock", || holder.has_begun("m02_long").then_some(()));
        // Outside a transaction it says so first.
        let is_said = || database.rolls_back() || database.rows(HISTORY).len() == 2;
        eventually("it is recorded as running", || is_said().then_some(()));
        let before = database.rows(HISTORY);
        let ended = database.program("long").run(&["up", "--lock-wait", "1s"]);
        ended
            .exits(4)
            .says("is being migrated by ")
            .says("gave up after 1.")
            .says("--lock-wait 10m");
        ended.says(match database.dialect() {
            DbBackend::Postgres => "sea-migrate tester@",
            DbBackend::MySql => "prover from 127.0.0.1:",
            _ => "tester@",
        });
        let json = database.program("long").run(&["up", "--lock-wait", "0s", "--format", "json"]);
        json.exits(4).says("\"exit_code\":4");
        assert_eq!(database.rows(HISTORY), before, "who waits changes nothing");
        // Looking needs no lock.
        database.program("long").run(&["status"]).exits(0);
    }
}

#[test]
fn a_table_that_somebody_locks_is_tried_again_until_it_is_free() {
    let Some(database) = postgres() else { return };
    let program = database.program("column");
    program.run(&["up", "1"]).exits(0);
    let other = database.session();
    other.run("BEGIN");
    other.run("LOCK TABLE m01_item IN ACCESS SHARE MODE");
    let waiting = program.start(&["up", "--lock-timeout", "200ms"]);
    waiting.until_said("m02_column waited too long for a lock and was rolled back");
    // Between its attempts nobody else has to wait for the table.
    other.run("COMMIT");
    let ended = waiting.wait();
    ended.exits(0);
    State::of(&database).is_complete(&Ground::named("column").unwrap());
}

#[test]
fn who_waits_for_a_table_keeps_the_lock_and_leaves_nothing() {
    let Some(database) = postgres() else { return };
    let program = database.program("column");
    program.run(&["up", "1"]).exits(0);
    let other = database.session();
    other.run("BEGIN");
    other.run("LOCK TABLE m01_item");
    let waiting = program.start(&["up", "--lock-timeout", "1ms"]);
    waiting.until_said("(tries left: 8)");
    // Its own lock is kept meanwhile, so that nobody comes between.
    program.run(&["up", "--lock-wait", "0s"]).exits(4);
    waiting.kill();
    waiting.wait();
    other.run("ROLLBACK");
    State::of(&database).is_untouched(&Ground::named("column").unwrap().scripts[1]);
}

/// MariaDB rolls no DDL back, so what happened before the lock was missed can't be known to be nothing.
#[test]
fn a_table_that_somebody_locks_in_mariadb_is_left_to_a_person() {
    let Some(database) = mariadb() else { return };
    let program = database.program("column");
    program.run(&["up", "1"]).exits(0);
    let other = database.session();
    other.run("BEGIN");
    other.rows("SELECT CONCAT(name, '') FROM m01_item");
    let ended = program.run(&["up", "--lock-timeout", "1s"]);
    ended.exits(1).says("Lock wait timeout exceeded").says("resolve m02_column --applied");
    other.run("COMMIT");
    program.run(&["up"]).refuses("m02_column");
    program.run(&["resolve", "m02_column", "--retry"]).exits(0);
    State::of(&database).is_complete(&Ground::named("column").unwrap());
}

#[test]
fn a_file_that_somebody_writes_to_is_waited_for() {
    let database = sqlite();
    let program = database.program("column");
    program.run(&["up", "1"]).exits(0);
    let other = database.session();
    other.run("BEGIN IMMEDIATE");
    let waiting = program.start(&["up", "--format", "json"]);
    eventually("it has begun", || waiting.has_begun("m02_column").then_some(()));
    other.run("COMMIT");
    waiting.wait().exits(0);
    State::of(&database).is_complete(&Ground::named("column").unwrap());
}

#[test]
fn a_file_that_somebody_writes_to_is_tried_again_until_it_is_free() {
    let database = sqlite();
    let program = database.program("column");
    program.run(&["up", "1"]).exits(0);
    let other = database.session();
    other.run("BEGIN IMMEDIATE");
    let waiting = program.start(&["up", "--lock-timeout", "20ms"]);
    waiting.until_said("m02_column waited too long for a lock and was rolled back");
    other.run("COMMIT");
    waiting.wait().exits(0);
    State::of(&database).is_complete(&Ground::named("column").unwrap());
}

#[test]
fn a_statement_that_takes_too_long_is_rolled_back() {
    let Some(database) = postgres() else { return };
    let ended = database.program("long").run(&["up", "--statement-timeout", "300ms"]);
    ended.exits(1).says("statement timeout").says("everything it did was rolled back");
    let state = State::of(&database);
    state.is_untouched(&Ground::named("long").unwrap().scripts[1]);
    assert_eq!(state.last_attempt("m02_long"), Some("failed"));
}
