//! Where the database comes from: the flag, the environment, `.env`, or the embedded file of a fresh clone.

use std::path::Path;

use crate::program::{Program, SECRET};

fn folder_with(dotenv: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(".env"), dotenv).unwrap();
    folder
}

fn has(folder: &Path, file: &str) -> bool {
    folder.join(file).is_file()
}

/// A broken `.env` must be refused by its line, whatever the command, and nothing happens.
#[track_caller]
fn check_broken(dotenv: &str, line: usize) {
    let folder = folder_with(dotenv);
    for words in [["up"], ["status"]] {
        let place = format!("/.env:{line}: ");
        Program::within(folder.path()).run(&words).badly(2, &[&place, "KEY=value"]);
    }
    assert!(!has(folder.path(), "places.sqlite"));
}

#[test]
fn a_fresh_clone_uses_an_embedded_file_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let ran = Program::within(folder.path()).run(&["up"]).well();
    ran.says(&["DATABASE_URL is not set", "sqlite://places.sqlite"]);
    assert!(has(folder.path(), "places.sqlite"));
}

#[test]
fn production_insists_on_a_url() {
    for word in ["production", "Production", "PRODUCTION"] {
        let folder = tempfile::tempdir().unwrap();
        let program = || Program::within(folder.path()).set("APP_ENV", word);
        program().run(&["up"]).badly(2, &["DATABASE_URL is not set"]);
        program().run(&["status", "--format", "json"]).badly(2, &["DATABASE_URL is not set"]);
        assert!(!has(folder.path(), "places.sqlite"));
        // With a URL it is like any other place.
        program().set("DATABASE_URL", "sqlite://given.sqlite?mode=rwc").run(&["up"]).well();
        assert!(has(folder.path(), "given.sqlite"));
    }
}

#[test]
fn a_url_may_come_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("url");
    std::fs::write(&file, "sqlite://of-file.sqlite?mode=rwc\n").unwrap();
    let program = || {
        Program::within(folder.path()).set("APP_ENV", "production").set("DATABASE_URL_FILE", &file)
    };
    program().run(&["up"]).well();
    assert!(has(folder.path(), "of-file.sqlite"));
    std::fs::write(&file, format!("nonsense:{SECRET}")).unwrap();
    program().run(&["up"]).badly(2, &["DATABASE_URL_FILE"]);
    std::fs::write(&file, "\n").unwrap();
    program().run(&["up"]).badly(2, &["DATABASE_URL_FILE", "empty", "url"]);
    std::fs::remove_file(&file).unwrap();
    program().run(&["up"]).badly(2, &["DATABASE_URL_FILE", "can't be read", "url", "hint: "]);
    // What is whole wins, and the file is not even looked at.
    program().set("DATABASE_URL", "sqlite://whole.sqlite?mode=rwc").run(&["up"]).well();
    assert!(has(folder.path(), "whole.sqlite"));
}

#[test]
fn parts_that_make_no_url_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let program = || Program::within(folder.path()).set("DB_HOST", "db").set("DB_PASSWORD", SECRET);
    program().run(&["up"]).badly(2, &["DB_USER is not set", "hint: "]);
    program().set("DB_USER", "ann").run(&["up"]).badly(2, &["DB_NAME is not set"]);
    let program = || program().set("DB_USER", "ann").set("DB_NAME", "shop");
    program().set("DB_PORT", "x").run(&["up"]).badly(2, &["DB_PORT is no port"]);
    program().set("DB_SCHEME", "oracle").run(&["up"]).badly(2, &["unsupported", "oracle"]);
    assert!(!has(folder.path(), "places.sqlite"));
}

#[test]
fn development_may_go_without() {
    let folder = tempfile::tempdir().unwrap();
    Program::within(folder.path()).set("APP_ENV", "development").run(&["up"]).well();
    assert!(has(folder.path(), "places.sqlite"));
}

#[test]
fn the_flag_wins_over_the_environment_and_that_over_the_file() {
    let folder = folder_with("DATABASE_URL=sqlite://file.sqlite?mode=rwc\n");
    let program = || Program::within(folder.path());
    program().run(&["up"]).well();
    assert!(has(folder.path(), "file.sqlite"));
    let set = || program().set("DATABASE_URL", "sqlite://environment.sqlite?mode=rwc");
    set().run(&["up"]).well();
    assert!(has(folder.path(), "environment.sqlite"));
    set().run(&["up", "--database-url", "sqlite://flag.sqlite?mode=rwc"]).well();
    assert!(has(folder.path(), "flag.sqlite"));
    assert!(!has(folder.path(), "places.sqlite"));
}

#[test]
fn production_may_be_said_in_the_file_too() {
    let folder = folder_with("# of the server\nAPP_ENV=production\n");
    Program::within(folder.path()).run(&["up"]).badly(2, &["DATABASE_URL is not set"]);
    assert!(!has(folder.path(), "places.sqlite"));
}

#[test]
fn the_file_is_found_in_a_folder_above() {
    let folder = folder_with("DATABASE_URL='sqlite://given.sqlite?mode=rwc'\n");
    let inner = folder.path().join("migration");
    std::fs::create_dir(&inner).unwrap();
    Program::within(&inner).run(&["up"]).well();
    assert!(has(&inner, "given.sqlite"));
}

#[test]
fn a_broken_line_is_named_by_its_number() {
    check_broken(&format!("DATABASE_URL=postgres://ann:{SECRET} x@localhost/places\n"), 1);
    check_broken(&format!("A=1\n\n# a comment\nPASSWORD={SECRET} and more\nB=2\n"), 4);
    check_broken(&format!("A=1\n{SECRET}\n"), 2);
    check_broken(&format!("A=1\nPASSWORD='{SECRET}\n"), 2);
}

#[test]
fn a_broken_line_is_told_from_one_that_looks_like_it() {
    check_broken(&format!("A=1\n# PASSWORD={SECRET} and more\nPASSWORD={SECRET} and more\n"), 3);
    check_broken("# B\nA='B'\nB\n", 3);
}

#[test]
fn a_broken_file_is_no_obstacle_to_help() {
    let folder = folder_with("not a setting\n");
    Program::within(folder.path()).run(&["--help"]).well();
    Program::within(folder.path()).run(&["up", "--help"]).well();
}

#[test]
fn a_file_that_is_no_text_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(".env"), b"A=\xff\xfe\n").unwrap();
    Program::within(folder.path()).run(&["up"]).badly(2, &[".env"]);
    assert!(!has(folder.path(), "places.sqlite"));
}

#[test]
fn an_empty_url_in_the_file_is_a_mistake_and_no_default() {
    let folder = folder_with("DATABASE_URL=\n");
    Program::within(folder.path()).run(&["up"]).badly(2, &["DATABASE_URL", "empty"]);
    assert!(!has(folder.path(), "places.sqlite"));
}
