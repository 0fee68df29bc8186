//! SIGTERM and SIGINT: the statement is cancelled on the server, what can be rolled back is, the rest is recorded, the
//! lock is free, and all that within a moment.

use std::time::Duration;

use rustix::process::Signal;
use sea_orm_migration::sea_orm::DbBackend;

use proving_ground::Ground;

use crate::database::{Database, each, mariadb, postgres};
use crate::patience::eventually;
use crate::program::{Ended, Program, Running};
use crate::state::{Progress, State};

const NAME: &str = "m02_long";

/// One second is promised; a machine that does a lot else gets two more.
const BOUND: Duration = Duration::from_secs(3);

const SIGNALS: [(Signal, i32, &str); 2] =
    [(Signal::TERM, 143, "SIGTERM"), (Signal::INT, 130, "Ctrl-C")];

/// Sends the signal and waits for the end.
#[track_caller]
fn stopped(running: Running, (signal, code, name): (Signal, i32, &str)) -> Ended {
    running.signal(signal);
    let ended = running.wait();
    ended.exits(code).says(&format!("stopped by {name}"));
    assert!(ended.took < BOUND, "it took {:?}", ended.took);
    ended
}

/// Our statements that the server is at work on.
fn at_work(database: &Database<'_>) -> usize {
    let sql = match database.dialect() {
        DbBackend::Postgres => {
            "SELECT query FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active' AND datname = current_database()"
        }
        DbBackend::MySql => {
            "SELECT info FROM information_schema.processlist WHERE info LIKE 'CREATE TABLE never%' AND db = DATABASE()"
        }
        _ => return 0,
    };
    database.rows(sql).len()
}

/// Starts `ground` and stops it in its long statement.
fn stopped_at_work(database: &Database<'_>, ground: &str, signal: (Signal, i32, &str)) -> Ended {
    database.clear();
    let running = database.program(ground).start(&["up", "--format", "json"]);
    eventually("the long statement runs", || match database.dialect() {
        // What goes on in another process's file can't be seen.
        DbBackend::Sqlite => running.has_begun(NAME).then_some(()),
        _ => (at_work(database) == 1).then_some(()),
    });
    let ended = stopped(running, signal);
    assert_eq!(at_work(database), 0, "the server still works on it");
    ended
}

#[test]
fn a_statement_in_a_transaction_is_cancelled_and_all_of_it_rolled_back() {
    for database in each().into_iter().filter(Database::rolls_back) {
        for signal in SIGNALS {
            let ended = stopped_at_work(&database, "long", signal);
            ended.says(&format!("during up of `{NAME}`, which was rolled back"));
            let (ground, state) = (Ground::named("long").unwrap(), State::of(&database));
            state.is_whole(&ground.scripts[0]);
            state.is_untouched(&ground.scripts[1]);
            assert_eq!(state.last_attempt(NAME), Some("failed"));
            // The lock is free, and it starts again.
            let again =
                database.program("long").start(&["up", "--format", "json", "--lock-wait", "0s"]);
            eventually("it starts again", || again.has_begun(NAME).then_some(()));
            stopped(again, signal);
        }
    }
}

#[test]
fn outside_a_transaction_it_is_recorded_as_unfinished() {
    for database in each() {
        let ground = if database.rolls_back() { "long-outside" } else { "long" };
        for signal in SIGNALS {
            let ended = stopped_at_work(&database, ground, signal);
            ended.says("of which part is done").says(&format!("resolve {NAME} --applied"));
            let script = &Ground::named(ground).unwrap().scripts[1];
            let state = State::of(&database);
            assert_eq!(state.progress(script), Progress::Part);
            assert_eq!(state.last_attempt(NAME), Some("failed"));
            assert!(!state.is_recorded(NAME));
            database.program(ground).run(&["up", "--lock-wait", "0s"]).refuses(NAME);
        }
    }
}

#[test]
fn who_waits_for_the_lock_can_be_stopped() {
    for database in each() {
        let holder = database.program("long").start(&["up", "--format", "json"]);
        eventually("somebody holds the lock", || holder.has_begun(NAME).then_some(()));
        for signal in SIGNALS {
            let waiting = database.program("long").start(&["up"]);
            waiting.until_said("for the lock");
            stopped(waiting, signal);
        }
    }
}

#[test]
fn who_waits_for_a_table_can_be_stopped() {
    let Some(database) = postgres() else { return };
    let program = database.program("column");
    program.run(&["up", "1"]).exits(0);
    let other = database.session();
    other.run("BEGIN");
    other.run("LOCK TABLE m01_item");
    // By then the pauses between two attempts are long.
    let waiting = program.start(&["up", "--lock-timeout", "10ms"]);
    waiting.until_said("(tries left: 4)");
    stopped(waiting, SIGNALS[0]);
}

#[test]
fn who_waits_for_a_server_can_be_stopped() {
    // Nobody listens on a port that was free a moment ago.
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("postgres://prover@127.0.0.1:{}/shop", listener.local_addr().unwrap().port());
    drop(listener);
    for signal in SIGNALS {
        let waiting = Program::new("plain", &url).start(&["up", "--wait", "1h"]);
        waiting.until_said("waiting for");
        stopped(waiting, signal);
    }
}

#[test]
fn a_server_that_does_not_answer_any_more_keeps_nobody() {
    for database in [postgres(), mariadb()].into_iter().flatten() {
        let proxy = database.proxy().unwrap();
        let program = Program::new("long", &database.url_at(proxy.port()));
        let running = program.start(&["up"]);
        eventually("the long statement runs", || (at_work(&database) == 1).then_some(()));
        // Nobody hears a cancellation, nor an answer.
        proxy.pause();
        stopped(running, SIGNALS[0]);
    }
}
