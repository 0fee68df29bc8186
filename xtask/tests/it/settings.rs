//! `.env`: who gets it, who must not, and what a mistake in it looks like.

use crate::{Ran, Workspace};

const URL: &str = "postgres://user:hunter2@db.example/places";

#[test]
fn settings_reach_the_program_and_give_way_to_the_environment() {
    let workspace = Workspace::new();
    workspace
        .write(".env", &format!("DATABASE_URL='{URL}'\nAPP_ENV=file\nAPP_ENV=twice\nBIND=file\n"));
    for command in ["migrate", "serve"] {
        let ran = Ran::of(workspace.xtask(&[command, "x"]).env("BIND", "environment"));
        assert_eq!(ran.told("DATABASE_URL"), [URL]);
        assert_eq!(ran.told("APP_ENV"), ["file"]);
        assert_eq!(ran.told("BIND"), ["environment"]);
        assert!(!ran.told("word").contains(&URL), "a password is not an argument");
    }
}

#[test]
fn a_setting_that_is_empty_is_still_set() {
    let workspace = Workspace::new();
    workspace.write(".env", "APP_ENV=file\n");
    let ran = Ran::of(workspace.xtask(&["migrate"]).env("APP_ENV", ""));
    assert_eq!(ran.told("APP_ENV"), [""]);
}

#[test]
fn a_mistake_is_shown_by_line_and_name_and_never_by_value() {
    let workspace = Workspace::new();
    workspace.write(".env", "APP_ENV=dev\n\nDATABASE_URL=postgres://user:hunter2 with space@h/d\n");
    for command in ["migrate", "serve"] {
        let ran = workspace.run(&[command, "up"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "the program is not started");
        assert!(
            ran.stderr.starts_with("error: .env:3: the value of `DATABASE_URL` "),
            "{}",
            ran.stderr
        );
        assert!(ran.stderr.contains("\nhint: "), "{}", ran.stderr);
        assert!(!ran.stderr.contains("hunter2"), "{}", ran.stderr);
    }
}

#[test]
fn a_line_that_is_no_setting_is_not_shown_at_all() {
    let workspace = Workspace::new();
    workspace.write(".env", "hunter2\n");
    let ran = workspace.run(&["migrate"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.starts_with("error: .env:1: ") && !ran.stderr.contains("hunter2"),
        "{}",
        ran.stderr
    );
}

#[test]
fn tests_never_see_the_users_database() {
    let workspace = Workspace::new();
    workspace.write(".env", &format!("DATABASE_URL='{URL}'\n"));
    for command in ["test", "bless"] {
        let ran = Ran::of(workspace.xtask(&[command]).env("DATABASE_URL", URL));
        assert_eq!(ran.told("DATABASE_URL"), [""; 0], "{command}");
        assert_eq!(ran.code, Some(0));
    }
}

#[test]
fn tests_run_whatever_is_in_the_settings() {
    let workspace = Workspace::new();
    workspace.write(".env", "not a setting\n");
    assert_eq!(workspace.run(&["test"]).code, Some(0));
}

#[test]
fn the_doctor_finds_a_mistake_in_the_settings() {
    let workspace = Workspace::new();
    workspace.write(".env", "DATABASE_URL='postgres://user:hunter2@h/d\n");
    let ran = workspace.run(&["doctor"]);
    assert_eq!(ran.code, Some(3));
    assert!(ran.stdout.contains(".env:1: the value of `DATABASE_URL` "), "{}", ran.stdout);
    assert!(!ran.stdout.contains("hunter2"), "{}", ran.stdout);
}
