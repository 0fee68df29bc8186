//! A throw-away MariaDB server.

use std::process::Stdio;

use super::{eventually, first_taken, taken_port};
use crate::scratch::{Flavour, MySqlServer, ScratchError, Shutdown, mariadb_for_tests};

#[test]
fn databases_are_created_by_many_at_once() {
    let Some(server) = mariadb_for_tests() else { return };
    let mut names: Vec<String> = std::thread::scope(|scope| {
        let handles: Vec<_> =
            (0..8).map(|_| scope.spawn(|| server.create_database().unwrap())).collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).collect()
    });
    for name in &names {
        assert_eq!(server.sql(name, "SELECT database()").unwrap(), *name);
    }
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 8);
}

#[test]
fn sql_gives_rows_or_says_what_is_wrong() {
    let Some(server) = mariadb_for_tests() else { return };
    let name = server.create_database().unwrap();
    let rows = server.sql(&name, "SELECT seq, 'é' FROM seq_1_to_2").unwrap();
    assert_eq!(rows, "1\té\n2\té");
    let error = server.sql(&name, "SELECT * FROM nowhere").unwrap_err();
    assert!(matches!(error, ScratchError::Failed { .. }));
    assert!(error.to_string().contains("nowhere' doesn't exist"), "{error}");
    let error = server.create_database_named(&name).unwrap_err();
    assert!(error.to_string().contains("database exists"), "{error}");
    server.create_database_named("--odd `name`").unwrap();
    assert_eq!(server.sql("--odd `name`", "SELECT database()").unwrap(), "--odd `name`");
}

#[test]
fn it_is_set_up_for_many_and_for_any_text() {
    let Some(server) = mariadb_for_tests() else { return };
    let settings = "SELECT @@version LIKE '%MariaDB%', @@max_connections, @@log_bin, \
        @@character_set_server, current_user()";
    let answer = server.sql("", settings).unwrap();
    assert_eq!(answer, "1\t200\t0\tutf8mb4\troot@127.0.0.1");
    assert!(server.url("x").starts_with("mysql://root@127.0.0.1:"));
}

#[test]
fn what_is_committed_survives_either_way_of_stopping() {
    if mariadb_for_tests().is_none() {
        return;
    }
    let server = MySqlServer::start(Flavour::MariaDb).unwrap();
    let (name, port) = (server.create_database().unwrap(), server.port());
    server.sql(&name, "CREATE TABLE kept (n integer)").unwrap();
    for how in [Shutdown::Fast, Shutdown::Kill, Shutdown::Kill] {
        server.sql(&name, "INSERT INTO kept VALUES (1)").unwrap();
        let rows = server.sql(&name, "SELECT count(*) FROM kept").unwrap();
        let mut client = server.command("mariadb");
        client.args(["--no-defaults", "-h", "127.0.0.1", "-u", "root", "--skip-reconnect"]);
        client.args(["-P", &port.to_string(), "-D", &name, "-e"]);
        client.arg("BEGIN; INSERT INTO kept VALUES (2); DO sleep(600); COMMIT");
        let mut busy = client.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let sleeping = "SELECT count(*) FROM information_schema.processlist \
            WHERE state = 'User sleep'";
        eventually("the session sleeps", || {
            (server.sql(&name, sleeping).unwrap() == "1").then_some(())
        });

        server.stop(how).unwrap();
        // The client does not tell of a statement that was killed.
        busy.wait().unwrap();
        assert!(server.sql(&name, "SELECT 1").is_err());
        server.stop(how).unwrap();
        server.start_again().unwrap();
        server.start_again().unwrap();
        assert_eq!(server.port(), port);
        assert_eq!(server.sql(&name, "SELECT count(*) FROM kept").unwrap(), rows);
    }
}

#[test]
fn a_port_that_is_taken_is_left_for_another_and_nothing_stays_behind() {
    if mariadb_for_tests().is_none() {
        return;
    }
    let (_listener, taken) = taken_port();
    let server = MySqlServer::start_on(Flavour::MariaDb, first_taken(taken)).unwrap();
    assert_ne!(server.port(), taken);
    let folder = server.folder().to_path_buf();
    assert_eq!(server.sql("", "SELECT 1").unwrap(), "1");
    drop(server);
    assert!(!folder.exists());
}
