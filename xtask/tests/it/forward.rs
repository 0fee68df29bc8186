//! `migrate` and `serve`: they become the program, and whatever they are given reaches it unchanged.

use std::{
    io::{BufRead as _, BufReader},
    os::unix::process::ExitStatusExt as _,
    path::Path,
    process::{Command, Stdio},
};

use crate::{Ran, Workspace};

#[test]
fn every_word_is_passed_on() {
    let workspace = Workspace::new();
    for (command, package) in [("migrate", "migration"), ("serve", "backend")] {
        for words in [
            &[][..],
            &["--help"],
            &["-h"],
            &["--version"],
            &["up", "-1", "a b"],
            &["--", "up", "--", "-x"],
        ] {
            let ran = workspace.run(&[&[command], words].concat());
            let told = ran.told("word");
            let told: Vec<&str> = told
                .iter()
                .map(|it| &**it)
                .filter(|it| !["--features", "author"].contains(it))
                .collect();
            let expected = [&["run", "--quiet", "--package", package, "--"], words].concat();
            assert_eq!(told, expected);
            assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        }
    }
}

#[test]
fn only_who_authors_needs_the_entities() {
    let workspace = Workspace::new();
    let is_author = |words: &[&str]| {
        let ran = workspace.run(&[&["migrate"], words].concat());
        let told = ran.told("word");
        told.windows(2).any(|it| it[0] == "--features" && it[1] == "author")
    };
    for words in [&["check"][..], &["--format", "json", "check"], &["--help"], &[]] {
        assert!(is_author(words), "{words:?}");
    }
    for words in [&["up"][..], &["status"], &["down", "--to", "checked"], &["diff", "--from", "a"]]
    {
        assert!(!is_author(words), "{words:?}");
    }
    let ran = workspace.run(&["serve", "check"]);
    assert!(!ran.told("word").contains(&"author"));
}

#[test]
fn the_exit_code_is_the_programs_own() {
    let workspace = Workspace::new();
    for code in [1, 2, 3, 5, 6, 101] {
        let ran =
            Ran::of(workspace.xtask(&["migrate", "status"]).env("FAKE_CODE", code.to_string()));
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(code), ""));
    }
}

#[test]
fn the_program_runs_in_the_root_from_any_folder() {
    let workspace = Workspace::new();
    workspace.write("a/b/file", "");
    let ran =
        Ran::of(workspace.xtask(&["migrate", "up"]).current_dir(workspace.root().join("a/b")));
    assert_eq!(ran.told("directory"), [workspace.root().to_str().unwrap()]);
}

#[test]
fn the_program_knows_what_people_type_and_nothing_of_our_package() {
    let workspace = Workspace::new();
    let ran = Ran::of(workspace.xtask(&["migrate", "up"]).env("CARGO_PKG_NAME", "xtask"));
    assert_eq!(ran.told("SEA_MIGRATE_BIN"), ["cargo xtask migrate"]);
    // Build scripts of dependencies watch these and would run again.
    assert_eq!(ran.told("CARGO_PKG_NAME"), [""; 0]);
    assert_eq!(ran.told("CARGO_MANIFEST_DIR"), [""; 0]);
}

#[test]
fn another_packages_manifest_is_not_taken_for_ours() {
    let workspace = Workspace::new();
    // `test`, for it leaves the `.env` of the tester's own workspace alone.
    let ran =
        Ran::of(workspace.xtask(&["test"]).env("CARGO_MANIFEST_DIR", workspace.root().join("a/b")));
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().canonicalize().unwrap();
    assert_eq!(ran.told("directory"), [ours.to_str().unwrap()]);
}

#[test]
fn a_signal_reaches_the_program_and_its_end_is_seen() {
    let workspace = Workspace::new();
    let mut command = workspace.xtask(&["migrate", "up"]);
    let mut child = command
        .env("FAKE_WAITS", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();

    let id = child.id().to_string();
    assert_eq!(
        said.next().unwrap().unwrap(),
        format!("pid={id}"),
        "the program has xtask's process id"
    );
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().signal(), Some(15));
}
