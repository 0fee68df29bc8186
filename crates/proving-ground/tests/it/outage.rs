//! The server goes away under eight migrators: restarted, killed, or behind a network that drops every connection.

use sea_migrate::scratch::{
    Flavour, MySqlServer, NewConnections, PostgresServer, Shutdown, mariadb_for_tests,
    postgres_for_tests,
};

use crate::database::{Database, mariadb, postgres};
use crate::patience::{eventually, tell};
use crate::program::{Program, Running};
use crate::settle::settle;
use crate::together::start_all;

/// What happens to all of them while one runs `migration`.
fn strike(
    database: &Database<'_>,
    ground: &str,
    all: Vec<Running>,
    migration: &str,
    accident: impl FnOnce(),
) {
    eventually(format!("somebody runs {migration}"), || {
        all.iter().any(|it| it.has_begun(migration)).then_some(())
    });
    accident();
    for it in all.into_iter().map(Running::wait) {
        // Refused, failed, unreachable, or it came late and found a server.
        let code = it.code.unwrap();
        assert!([0, 1, 5, 6].contains(&code), "it exits {code}:\n{}", it.said);
        assert!(code == 0 || it.said.contains("error: "), "no reason given:\n{}", it.said);
    }
    settle(database, ground, 0);
}

fn restarts(
    database: &Database<'_>,
    targets: &[(&str, &str)],
    stop: impl Fn(Shutdown),
    start: impl Fn(),
) {
    for how in [Shutdown::Fast, Shutdown::Kill] {
        for &(ground, migration) in targets {
            database.clear();
            let all = start_all(database, ground, 300);
            strike(database, ground, all, migration, || {
                stop(how);
                start();
            });
        }
    }
    let (n, dialect) = (2 * targets.len(), database.dialect());
    tell(&format!("outage: {n} restarts under eight migrators on {dialect:?}"));
}

#[test]
fn a_postgres_that_restarts_loses_nothing_and_repeats_nothing() {
    if postgres_for_tests().is_some() {
        // Of its own: the others go on with the shared one.
        let server = PostgresServer::start().unwrap();
        let (stop, start) = (|how| server.stop(how).unwrap(), || server.start_again().unwrap());
        let targets = [("race", "m02_rows"), ("race", "m03_open"), ("race-index", "m03_index")];
        restarts(&Database::on_postgres(&server), &targets, stop, start);
    }
}

#[test]
fn a_mariadb_that_restarts_loses_nothing_and_repeats_nothing() {
    if mariadb_for_tests().is_some() {
        let server = MySqlServer::start(Flavour::MariaDb).unwrap();
        let (stop, start) = (|how| server.stop(how).unwrap(), || server.start_again().unwrap());
        let targets = [("race", "m02_rows"), ("race", "m03_open")];
        restarts(&Database::on_mysql(&server), &targets, stop, start);
    }
}

#[test]
fn connections_that_are_all_cut_at_once_lose_nothing_and_repeat_nothing() {
    for database in [postgres(), mariadb()].into_iter().flatten() {
        for migration in ["m02_rows", "m03_open"] {
            for then in [NewConnections::Accept, NewConnections::Refuse] {
                database.clear();
                let proxy = database.proxy().unwrap();
                let program = Program::new("race", &database.url_at(proxy.port())).pausing(300);
                let start = |_| program.start(&["up", "--format", "json"]);
                let all = (0..8).map(start).collect();
                strike(&database, "race", all, migration, || proxy.cut(then));
            }
        }
        tell(&format!("outage: 4 cuts under eight migrators on {:?}", database.dialect()));
    }
}

#[test]
fn who_is_cut_off_says_so_and_not_what_the_driver_makes_of_it() {
    for database in [postgres(), mariadb()].into_iter().flatten() {
        let proxy = database.proxy().unwrap();
        let program = Program::new("long", &database.url_at(proxy.port()));
        let holder = program.start(&["up", "--format", "json"]);
        eventually("somebody runs it", || holder.has_begun("m02_long").then_some(()));
        let waiting = program.start(&["up"]);
        waiting.until_said("for the lock");
        proxy.cut(NewConnections::Accept);
        for ended in [holder.wait(), waiting.wait()] {
            ended.exits(1).says("was lost").says("hint: ");
            for jargon in ["EOF", "os error"] {
                assert!(!ended.said.contains(jargon), "{}", ended.said);
            }
        }
    }
}
