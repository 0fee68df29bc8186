//! Ways to a server: through a pool, to one that starts later, with a password that is wrong.

use sea_migrate::scratch::{
    Flavour, MySqlServer, PostgresServer, Shutdown, mariadb_for_tests, pgbouncer_for_tests,
    postgres_for_tests,
};

use proving_ground::Ground;

use crate::database::{Database, mariadb, postgres};
use crate::program::{PASSWORD, Program};
use crate::state::State;

#[test]
fn a_pool_of_transactions_is_refused_and_there_is_a_way_past_it() {
    let Some(server) = postgres_for_tests() else { return };
    let Some(pool) = pgbouncer_for_tests(server) else { return };
    let database = Database::on_postgres(server);
    let before = State::of(&database);
    let through = Program::new("plain", &database.url_at(pool.port()));
    for _ in 0..5 {
        let ended = through.run(&["up"]);
        ended
            .exits(1)
            .says("through a pool that changes the session")
            .says("MIGRATION_DATABASE_URL");
        assert_eq!(State::of(&database), before);
    }
    through.set("MIGRATION_DATABASE_URL", &database.url()).run(&["up"]).exits(0);
    State::of(&database).is_complete(&Ground::named("plain").unwrap());
}

fn starts_later(database: &Database<'_>, stop: impl FnOnce(), start: impl FnOnce()) {
    stop();
    database.program("plain").run(&["up"]).exits(5).says("connection refused");
    let waiting = database.program("plain").start(&["up", "--wait", "2m"]);
    waiting.until_said("waiting for ");
    start();
    waiting.wait().exits(0);
    State::of(database).is_complete(&Ground::named("plain").unwrap());
}

#[test]
fn a_postgres_that_starts_later_is_waited_for() {
    if postgres_for_tests().is_some() {
        let server = PostgresServer::start().unwrap();
        let database = Database::on_postgres(&server);
        let stop = || server.stop(Shutdown::Fast).unwrap();
        starts_later(&database, stop, || server.start_again().unwrap());
    }
}

#[test]
fn a_mariadb_that_starts_later_is_waited_for() {
    if mariadb_for_tests().is_some() {
        let server = MySqlServer::start(Flavour::MariaDb).unwrap();
        let database = Database::on_mysql(&server);
        let stop = || server.stop(Shutdown::Fast).unwrap();
        starts_later(&database, stop, || server.start_again().unwrap());
    }
}

/// Waiting an hour would be more patience than the test has.
#[test]
fn a_wrong_password_is_not_waited_for() {
    let Some(database) = mariadb() else { return };
    let url = database.url().replace(PASSWORD, &format!("{PASSWORD}-not"));
    let ended = Program::new("plain", &url).run(&["up", "--wait", "1h"]);
    ended.exits(5).says("refuses the login").says("check user and password");

    let (Some(server), Some(database)) = (postgres_for_tests(), postgres()) else { return };
    // The one role whose password is asked for.
    let role = "DO $$ BEGIN CREATE ROLE guarded LOGIN PASSWORD 'right'; EXCEPTION WHEN duplicate_object THEN NULL; END $$";
    server.sql("postgres", role).unwrap();
    let url = database.url().replace("prover:", "guarded:");
    let ended = Program::new("plain", &url).run(&["up", "--wait", "1h"]);
    ended.exits(5).says("refuses the login").says("check user and password");
}

#[test]
fn a_database_that_is_not_there_is_not_waited_for() {
    for database in [postgres(), mariadb()].into_iter().flatten() {
        let url = format!("{}_not", database.url());
        let ended = Program::new("plain", &url).run(&["up", "--wait", "1h"]);
        assert_eq!(ended.code, Some(5), "{}", ended.said);
    }
}
