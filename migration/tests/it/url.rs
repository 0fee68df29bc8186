//! Database URLs that can't be right, and passwords that somebody forgot to encode. No part of a password may be
//! taken for something that is shown; every run looks for it.

use crate::program::{Program, SECRET};

/// `url` must be refused as a mistake in the configuration, whichever way it comes.
fn check_refused(url: &str, parts: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    for words in [&["up"][..], &["status"], &["status", "--format", "json"]] {
        let program = Program::within(folder.path()).set("DATABASE_URL", url);
        program.run(words).badly(2, &[&["DATABASE_URL"], parts].concat());
    }
    let words = ["up", "--database-url", url];
    Program::within(folder.path()).run(&words).badly(2, &[&["--database-url"], parts].concat());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn an_empty_url_is_refused() {
    check_refused("", &["empty"]);
    check_refused("   ", &["empty"]);
}

#[test]
fn a_url_without_a_scheme_is_refused() {
    check_refused("places", &["scheme", "hint: "]);
    check_refused("/var/lib/places.sqlite", &["scheme"]);
    check_refused(&format!("ann:{SECRET}@localhost/places"), &[]);
    check_refused("://localhost/places", &[]);
}

#[test]
fn a_scheme_that_we_do_not_know_is_refused() {
    for scheme in ["oracle", "http", "mssql", "POSTGRE", "file"] {
        check_refused(
            &format!("{scheme}://ann:{SECRET}@localhost/places"),
            &["unsupported", "sqlite://"],
        );
    }
}

#[test]
fn a_url_without_host_or_database_is_refused() {
    check_refused("postgres://", &["no host"]);
    check_refused("postgres:///places", &["no host"]);
    check_refused(&format!("postgres://ann:{SECRET}@localhost"), &["no database"]);
    check_refused(&format!("postgres://ann:{SECRET}@localhost/"), &["no database"]);
}

#[test]
fn a_port_that_is_none_is_refused() {
    for port in ["x", "99999", "-1", "54 32"] {
        check_refused(&format!("postgres://ann:{SECRET}@localhost:{port}/places"), &[]);
    }
}

#[test]
fn a_password_with_an_unencoded_slash_is_refused_and_not_shown() {
    // Up to the slash it would be a host and a port, after it a database.
    for password in [format!("12/{SECRET}"), format!("{SECRET}/12"), format!("/{SECRET}")] {
        check_refused(&format!("postgres://ann:{password}@localhost/places"), &["percent-encode"]);
    }
}

#[test]
fn a_password_with_an_unencoded_question_mark_or_hash_is_refused_and_not_shown() {
    for character in ["?", "#"] {
        for (front, back) in [("12", SECRET), (SECRET, "12"), ("", SECRET)] {
            let url = format!("postgres://ann:{front}{character}{back}@localhost/places");
            check_refused(&url, &["percent-encode"]);
        }
    }
}

#[test]
fn a_password_with_an_unencoded_at_sign_and_slash_is_refused_and_not_shown() {
    // Between the two signs it would be the host.
    for password in [format!("x@{SECRET}/y"), format!("x@{SECRET}#y"), format!("x@{SECRET}?y")] {
        check_refused(&format!("postgres://ann:{password}@localhost/places"), &["percent-encode"]);
    }
}

#[test]
fn a_password_with_an_unencoded_at_sign_alone_is_understood_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("postgres://ann:{SECRET}@{SECRET}@no-such-host.invalid/places");
    let ran = Program::within(folder.path()).set("DATABASE_URL", url).run(&["up"]);
    assert!([2, 5].contains(&ran.code), "{}", ran.stderr);
}

#[test]
fn a_password_in_a_parameter_is_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    for url in [
        format!("postgres://ann@no-such-host.invalid/places?password={SECRET}"),
        format!(
            "postgres://no-such-host.invalid/places?user=ann&password={SECRET}&sslmode=require"
        ),
        format!("postgres://ann@no-such-host.invalid/places?unknown={SECRET}"),
        format!("postgres://ann:{SECRET}@no-such-host.invalid/places?sslmode=nonsense"),
    ] {
        let ran = Program::within(folder.path()).set("DATABASE_URL", &url).run(&["up"]);
        assert!([2, 5].contains(&ran.code), "{}", ran.stderr);
    }
}

#[test]
fn a_parameter_that_nobody_understands_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let url = "sqlite://places.sqlite?mode=rwx";
    let program = || Program::within(folder.path());
    let parts = ["malformed", "rwx", "mode"];
    program().set("DATABASE_URL", url).run(&["up"]).badly(2, &parts).says(&["DATABASE_URL"]);
    program().run(&["up", "--database-url", url]).badly(2, &parts).says(&["--database-url"]);
}

#[test]
fn a_parameter_that_nobody_understands_is_refused_by_those_who_only_look() {
    let folder = tempfile::tempdir().unwrap();
    let url = "sqlite://places.sqlite?mode=rwx";
    for command in ["status", "current", "history", "plan"] {
        let program = Program::within(folder.path()).set("DATABASE_URL", url);
        program.run(&[command]).badly(2, &["malformed", "rwx"]);
    }
}

#[test]
fn a_url_that_is_no_text_is_refused() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let url = std::ffi::OsStr::from_bytes(b"postgres://ann:\xff\xfe@localhost/places");
    let program = || Program::within(folder.path()).set("DATABASE_URL", url);
    program().run(&["up"]).badly(2, &["UTF-8"]);
}
