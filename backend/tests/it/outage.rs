//! PostgreSQL comes, goes and refuses under a server that keeps running.

use sea_migrate::scratch::{PostgresServer, ScratchError, Shutdown, postgres_for_tests};

use crate::database::{self, Database};
use crate::locations::paris;
use crate::server::{Server, eventually};

/// A cluster of its own, to be stopped without disturbing other tests; leaked, because it is killed with the tests.
fn own_cluster() -> Option<&'static PostgresServer> {
    postgres_for_tests()?;
    let cluster: Result<_, ScratchError> = PostgresServer::start();
    Some(Box::leak(Box::new(cluster.unwrap())))
}

fn migrated(cluster: &'static PostgresServer) -> Database {
    let db = Database::Postgres(cluster, cluster.create_database().unwrap());
    db.migrate();
    db
}

#[test]
fn the_database_goes_away_and_comes_back() {
    let Some(cluster) = own_cluster() else { return };
    let db = migrated(cluster);
    let mut server =
        Server::start_with(&[("DATABASE_URL", &db.url()), ("DATABASE_ACQUIRE_TIMEOUT", "1")]);
    server.until_ready();
    for how in [Shutdown::Fast, Shutdown::Kill] {
        server.post("/api/locations", &paris()).ok(201);
        cluster.stop(how).unwrap();
        let answer = server.get("/api/locations");
        answer.problem(503, "unavailable");
        assert_eq!(answer.header("retry-after"), Some("5"));
        server.post("/api/locations", &paris()).problem(503, "unavailable");
        server.until_status("unreachable");
        server.assert_alive();

        cluster.start_again().unwrap();
        server.until_ready();
        server.get("/api/locations").ok(200);
    }
}

#[test]
fn the_server_starts_before_its_database() {
    let Some(cluster) = own_cluster() else { return };
    let db = migrated(cluster);
    cluster.stop(Shutdown::Fast).unwrap();
    let mut server =
        Server::start_with(&[("DATABASE_URL", &db.url()), ("DATABASE_ACQUIRE_TIMEOUT", "1")]);
    server.assert_alive();
    server.get("/api/countries").problem(503, "unavailable");
    server.until_status("unreachable");
    cluster.start_again().unwrap();
    server.until_ready();
    server.get("/api/countries/FR").ok(200);
}

#[test]
fn nobody_asks_and_the_log_tells_all_the_same() {
    let Some(db) = database::postgres() else { return };
    let server = Server::start(&db.url());
    eventually("the log says what is missing", || {
        server.log().contains("table `location`").then_some(())
    });
    db.migrate();
    eventually("the log says that it is ready", || {
        server.log().contains("ready: the schema fits").then_some(())
    });
}

#[test]
fn the_database_is_created_under_a_running_server() {
    let Some(cluster) = postgres_for_tests() else { return };
    let name = "places_that_come_late".to_owned();
    let server = Server::start(&cluster.url(&name));
    assert_eq!(server.until_status("unreachable")["reason"], "the database does not exist yet");
    server.get("/api/countries").problem(503, "unavailable");
    cluster.create_database_named(&name).unwrap();
    let db = Database::Postgres(cluster, name);
    server.until_status("schema_not_ready");
    server.get("/api/countries").problem(503, "schema-not-ready");
    db.migrate();
    server.until_ready();
}

#[test]
fn a_wrong_password_is_a_state_and_not_the_end() {
    let Some(cluster) = postgres_for_tests() else { return };
    let name = cluster.create_database().unwrap();
    cluster.sql(&name, "CREATE ROLE guarded LOGIN PASSWORD 'right'").unwrap();
    let url = format!("postgres://guarded:hunter2@127.0.0.1:{}/{name}", cluster.port());
    let mut server = Server::start(&url);
    let body = server.until_status("unreachable");
    assert_eq!(body["reason"], "the database refuses this server's user or password");
    server.get("/api/countries").problem(503, "unavailable");
    server.assert_alive();
    let log = server.log();
    assert!(log.contains("postgres://guarded@127.0.0.1") && !log.contains("hunter2"), "{log}");

    cluster.sql(&name, "ALTER ROLE guarded PASSWORD 'hunter2'").unwrap();
    server.until_status("schema_not_ready");
}
