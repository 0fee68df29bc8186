//! The one who holds the lock is killed by -9: those who wait finish its work, or refuse to guess.

use proving_ground::Ground;
use sea_orm_migration::sea_orm::DbBackend;

use crate::database::{Database, each, mariadb, postgres};
use crate::patience::{eventually, tell};
use crate::program::{Ended, Running};
use crate::settle::{Settled, settle};
use crate::state::State;
use crate::together::start_all;

const ROUNDS: u64 = 3;

/// Whether the history knows of the migration when its runner dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OnRecord {
    /// It does not matter.
    Maybe,
    Already,
}

/// Kills whoever runs `migration`, and returns the others when they have ended.
fn survivors(
    database: &Database<'_>,
    ground: &str,
    migration: &str,
    is_on_record: OnRecord,
) -> Vec<Ended> {
    database.clear();
    let mut all = start_all(database, ground, 300);
    let holder = eventually(format!("somebody runs {migration}"), || {
        all.iter().position(|it| it.has_begun(migration))
    });
    if is_on_record == OnRecord::Already {
        let query = "SELECT migration FROM sea_migrate_history WHERE state = 'running'";
        eventually("the history says so", || (database.rows(query) == [migration]).then_some(()));
    }
    let holder = all.swap_remove(holder);
    holder.kill();
    assert_eq!(holder.wait().code, None);
    all.into_iter().map(Running::wait).collect()
}

#[test]
fn a_transaction_of_the_dead_is_rolled_back_and_the_others_finish() {
    for database in each() {
        for _ in 0..ROUNDS {
            // On MariaDB this one changes rows alone.
            let ended = survivors(&database, "race", "m02_rows", OnRecord::Maybe);
            if database.rolls_back() || ended.iter().all(|it| it.code == Some(0)) {
                for it in &ended {
                    it.exits(0);
                }
                State::of(&database).is_complete(&Ground::named("race").unwrap());
            } else {
                for it in &ended {
                    it.refuses("m02_rows");
                }
                assert_eq!(settle(&database, "race", 0), Settled::ByPerson);
            }
        }
        tell(&format!("holder: {ROUNDS} killed in a transaction on {:?}", database.dialect()));
    }
}

#[test]
fn what_the_dead_did_outside_a_transaction_is_left_to_a_person() {
    for database in each() {
        for round in 0..ROUNDS {
            let ended = survivors(&database, "race", "m03_open", OnRecord::Already);
            for it in &ended {
                it.refuses("m03_open").says("never ended: it was killed, or lost its connection");
            }
            assert_eq!(settle(&database, "race", round), Settled::ByPerson);
        }
        tell(&format!("holder: {ROUNDS} killed outside a transaction on {:?}", database.dialect()));
    }
}

/// The server goes on with a statement whose client is dead, and nobody may begin meanwhile.
#[test]
fn what_the_dead_left_running_on_the_server_still_holds_the_lock() {
    for database in [postgres(), mariadb()].into_iter().flatten() {
        let program = database.program("long-outside");
        let holder = program.start(&["up", "--format", "json"]);
        let at_work = match database.dialect() {
            DbBackend::Postgres => {
                "SELECT pid::text FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active' AND datname = current_database()"
            }
            _ => {
                "SELECT CAST(id AS CHAR) FROM information_schema.processlist WHERE info LIKE 'CREATE TABLE never%' AND db = DATABASE()"
            }
        };
        let session = eventually("the long statement runs", || database.rows(at_work).pop());
        holder.kill();
        assert_eq!(holder.wait().code, None);
        assert!(database.rows(at_work).contains(&session), "the server goes on");
        let refused = program.run(&["up", "--lock-wait", "0s"]);
        refused.exits(4).says(&format!("(session {session})"));
        let end = match database.dialect() {
            DbBackend::Postgres => {
                format!("DO $$ BEGIN PERFORM pg_terminate_backend({session}); END $$")
            }
            _ => format!("KILL {session}"),
        };
        database.run(&end);
        program.run(&["up"]).refuses("m02_long").says("never ended");
    }
}
