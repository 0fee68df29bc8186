//! A throw-away PostgreSQL cluster.

use std::process::Stdio;

use super::{eventually, first_taken, taken_port};
use crate::scratch::{PostgresServer, ScratchError, Shutdown, postgres_for_tests};

#[test]
fn databases_are_created_by_many_at_once() {
    let Some(server) = postgres_for_tests() else { return };
    let mut names: Vec<String> = std::thread::scope(|scope| {
        let handles: Vec<_> =
            (0..8).map(|_| scope.spawn(|| server.create_database().unwrap())).collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).collect()
    });
    for name in &names {
        assert_eq!(server.sql(name, "SELECT current_database()").unwrap(), *name);
    }
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 8);
}

#[test]
fn sql_gives_rows_or_says_what_is_wrong() {
    let Some(server) = postgres_for_tests() else { return };
    let name = server.create_database().unwrap();
    let rows = server.sql(&name, "SELECT n, 'é' FROM generate_series(1, 2) n").unwrap();
    assert_eq!(rows, "1|é\n2|é");
    let error = server.sql(&name, "SELECT * FROM nowhere").unwrap_err();
    assert!(matches!(error, ScratchError::Failed { .. }));
    assert!(error.to_string().contains("relation \"nowhere\" does not exist"), "{error}");
    let error = server.create_database_named(&name).unwrap_err();
    assert!(error.to_string().contains("already exists"), "{error}");
}

#[test]
fn what_is_committed_survives_either_way_of_stopping() {
    if postgres_for_tests().is_none() {
        return;
    }
    let server = PostgresServer::start().unwrap();
    let (name, port) = (server.create_database().unwrap(), server.port());
    server.sql(&name, "CREATE TABLE kept (n integer)").unwrap();
    for how in [Shutdown::Fast, Shutdown::Kill, Shutdown::Kill] {
        server.sql(&name, "INSERT INTO kept VALUES (1)").unwrap();
        let rows = server.sql(&name, "SELECT count(*) FROM kept").unwrap();
        // A session in the middle of something, whose process outlives a server that is killed.
        let mut psql = server.command("psql");
        psql.args(["-X", "-d", &server.url(&name), "-c"]);
        psql.arg("BEGIN; INSERT INTO kept VALUES (2); SELECT pg_sleep(600); COMMIT");
        let mut busy = psql.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let sleeping = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'";
        eventually("the session sleeps", || {
            (server.sql(&name, sleeping).unwrap() == "1").then_some(())
        });

        server.stop(how).unwrap();
        assert!(!busy.wait().unwrap().success());
        assert!(server.sql(&name, "SELECT 1").is_err());
        server.stop(how).unwrap();
        server.start_again().unwrap();
        server.start_again().unwrap();
        assert_eq!(server.port(), port);
        assert_eq!(server.sql(&name, "SELECT count(*) FROM kept").unwrap(), rows);
    }
}

#[test]
fn the_guarded_role_needs_its_password() {
    let Some(server) = postgres_for_tests() else { return };
    let name = server.create_database().unwrap();
    server.sql(&name, "CREATE ROLE guarded LOGIN PASSWORD 'right'").unwrap();
    let attempt = |password: &str| {
        let mut psql = server.command("psql");
        let port = server.port().to_string();
        psql.args(["-X", "-w", "-h", "127.0.0.1", "-U", "guarded", "-d", &name, "-p", &port]);
        psql.args(["-c", "SELECT 1"]).env("PGPASSWORD", password).output().unwrap()
    };
    assert!(attempt("right").status.success());
    let refused = attempt("wrong");
    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("password authentication failed"), "{said}");
}

#[test]
fn a_port_that_is_taken_is_left_for_another_and_nothing_stays_behind() {
    if postgres_for_tests().is_none() {
        return;
    }
    let (_listener, taken) = taken_port();
    let server = PostgresServer::start_on(first_taken(taken)).unwrap();
    assert_ne!(server.port(), taken);
    assert_eq!(server.sql("postgres", "SHOW timezone").unwrap(), "UTC");
    let folder = server.folder().to_path_buf();
    assert!(folder.join("data/base").is_dir());
    drop(server);
    assert!(!folder.exists());
}
