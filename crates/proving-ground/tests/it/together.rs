//! Eight migrators at once on an empty database: each migration runs exactly once, and everyone is content.

use proving_ground::Ground;

use crate::database::{Database, mariadb, mysql, postgres, sqlite};
use crate::patience::tell;
use crate::program::{Ended, Running};
use crate::state::State;

const MIGRATORS: usize = 8;

/// Starts them all, as close together as processes start.
pub(crate) fn start_all(database: &Database<'_>, ground: &str, pause: u32) -> Vec<Running> {
    let program = database.program(ground).pausing(pause);
    (0..MIGRATORS).map(|_| program.start(&["up", "--format", "json"])).collect()
}

fn rounds(database: &Database<'_>, name: &str, n_rounds: usize) {
    let ground = Ground::named(name).unwrap();
    for _ in 0..n_rounds {
        database.clear();
        let migrators = start_all(database, name, 30);
        let ended: Vec<Ended> = migrators.into_iter().map(Running::wait).collect();
        let state = State::of(database);
        state.is_complete(&ground);
        assert_eq!(state.attempts.len(), ground.scripts.len(), "{state:#?}");
        for it in &ended {
            it.exits(0);
        }
        let n_finished: usize = ended.iter().map(Ended::n_finished).sum();
        assert_eq!(n_finished, ground.scripts.len(), "{ended:#?}");
    }
    let dialect = database.dialect();
    tell(&format!("together: {n_rounds} rounds of {MIGRATORS} migrators, {name} on {dialect:?}"));
}

#[test]
fn twenty_rounds_of_eight_on_sqlite() {
    rounds(&sqlite(), "race", 20);
}

#[test]
fn twenty_rounds_of_eight_on_postgres() {
    if let Some(database) = postgres() {
        rounds(&database, "race", 20);
    }
}

#[test]
fn twenty_rounds_of_eight_on_mariadb() {
    if let Some(database) = mariadb() {
        rounds(&database, "race", 20);
    }
}

#[test]
fn twenty_rounds_of_eight_on_mysql() {
    if let Some(database) = mysql() {
        rounds(&database, "race", 20);
    }
}

/// Who waits for the lock inside the server holds a snapshot, for which `CREATE INDEX CONCURRENTLY` waits in turn.
#[test]
fn an_index_made_concurrently_does_not_wait_for_those_who_wait() {
    if let Some(database) = postgres() {
        rounds(&database, "race-index", 10);
    }
}
