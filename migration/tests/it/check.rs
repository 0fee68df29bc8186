//! `check`: entities and migrations agree, on each database; and the program says what it made that out with.

use sea_migrate::scratch::{mariadb_for_tests, postgres_for_tests};

use crate::program::Program;

#[test]
fn nothing_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let memory = Some("sqlite::memory:".to_owned());
    let server = postgres_for_tests().map(|it| it.url("postgres"));
    let (has_postgres, has_mariadb) = (server.is_some(), mariadb_for_tests().is_some());
    let names = match (has_postgres, has_mariadb) {
        (true, true) => "PostgreSQL, SQLite and MySQL",
        (true, false) => "PostgreSQL and SQLite",
        (false, true) => "SQLite and MySQL",
        (false, false) => "SQLite",
    };
    let quiet = has_postgres && has_mariadb;
    for url in [memory, server] {
        let Some(url) = url else { continue };
        let program = || Program::within(folder.path()).set("SCRATCH_DATABASE_URL", &url);
        let ran = program().run(&["check"]).well();
        assert_eq!(ran.stdout, format!("entities and migrations agree: 4 tables, on {names}\n"));
        assert!(ran.stderr.is_empty() == quiet, "{}", ran.stderr);
        let json = program().run(&["check", "--format", "json"]).well().json();
        assert_eq!(json["missing"]["changes"], serde_json::json!([]));
        assert_eq!(json["books"], serde_json::json!([]));
        assert_eq!(program().run(&["check", "--format", "sql"]).well().stdout, "");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn scratch_databases_are_beside_the_projects_own_and_gone_afterwards() {
    let Some(server) = postgres_for_tests() else { return };
    let folder = tempfile::tempdir().unwrap();
    let database = server.create_database().unwrap();
    let url = server.url(&database);
    let ran = Program::within(folder.path()).set("DATABASE_URL", url).run(&["check"]).well();
    assert!(ran.stdout.contains("on PostgreSQL"), "{}", ran.stdout);
    // The test beside this one has its own for a moment, with another program's number in their names.
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(server.sql(&database, tables).unwrap().trim(), "0");
}

#[test]
fn a_server_that_is_not_there_is_no_other_database() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = "postgres://ann:hunter2@127.0.0.1:1/places";
    let program = Program::within(folder.path()).set("SCRATCH_DATABASE_URL", nowhere);
    program.run(&["check"]).badly(5, &["127.0.0.1:1"]);
}

#[test]
fn every_migration_is_proven_and_the_ledger_is_true() {
    let folder = tempfile::tempdir().unwrap();
    let ran = Program::within(folder.path())
        .set("PATH", std::env::var("PATH").unwrap())
        .run(&["verify", "--all"])
        .well();
    let proven: Vec<&str> = ran.stdout.lines().collect();
    assert!(proven.iter().all(|it| it.starts_with("proven   m2")), "{}", ran.stdout);
    assert!(proven.len() >= 3, "{}", ran.stdout);
    assert!(!ran.stderr.contains("no row could be put"), "{}", ran.stderr);
}

#[test]
fn a_server_of_the_database_that_is_down_is_passed_over() {
    if postgres_for_tests().is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let ran = Program::within(folder.path())
        .set("PATH", std::env::var("PATH").unwrap())
        .set("DATABASE_URL", "postgres://ann:hunter2@127.0.0.1:1/places")
        // Not `check`, which remembers what it has seen before.
        .run(&["verify", "load_countries"])
        .well();
    ran.says(&[
        "can't reach postgres://ann@127.0.0.1:1/places",
        "going on with a throw-away PostgreSQL",
    ]);
}

#[test]
fn every_migration_is_proven_on_a_mariadb_that_was_named_for_it() {
    let Some(server) = mariadb_for_tests() else { return };
    let folder = tempfile::tempdir().unwrap();
    let ran = Program::within(folder.path())
        .set("PATH", std::env::var("PATH").unwrap())
        .set("SCRATCH_DATABASE_URL", server.url("mysql"))
        .run(&["verify", "--all"])
        .well();
    let is_proven =
        |it: &str| it.starts_with("proven   m2") && it.contains("MySQL: up, down and up again");
    assert_eq!(ran.stdout.lines().filter(|it| is_proven(it)).count(), 4, "{}", ran.stdout);
    assert!(!ran.stderr.contains("no row could be put"), "{}", ran.stderr);
    let left = server.sql("mysql", "SHOW DATABASES LIKE 'sea\\_migrate\\_scratch%'").unwrap();
    assert_eq!(left.trim(), "");
}
