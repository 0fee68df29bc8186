//! What xtask says of itself, and to a mistake.

use crate::{Ran, Workspace};

#[test]
fn help_teaches_the_daily_work() {
    let workspace = Workspace::new();
    for words in [&[][..], &["--help"], &["help"]] {
        let ran = workspace.run(words);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{words:?}");
        for part in
            ["Usage: cargo xtask", "A day's work:", "cargo xtask migrate up", "cargo xtask doctor"]
        {
            assert!(ran.stdout.contains(part), "{words:?}: {part}: {}", ran.stdout);
        }
    }
}

#[test]
fn each_command_has_help() {
    let workspace = Workspace::new();
    for command in ["migrate", "serve", "test", "bless", "tidy", "ci", "doctor"] {
        let ran = workspace.run(&["help", command]);
        assert_eq!(ran.code, Some(0), "{command}");
        assert!(ran.stdout.contains(&format!("Usage: cargo xtask {command}")), "{}", ran.stdout);
    }
}

#[test]
fn an_unknown_command_is_corrected() {
    let ran = Workspace::new().run(&["migrat"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(ran.stderr.contains("'migrate'"), "{}", ran.stderr);
}

#[test]
fn a_cargo_that_is_not_there_is_an_error_with_a_hint() {
    let workspace = Workspace::new();
    let ran = Ran::of(workspace.xtask(&["migrate", "up"]).env("CARGO", "/nowhere/cargo"));
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.starts_with("error: `/nowhere/cargo` can't be started: "), "{}", ran.stderr);
    assert!(ran.stderr.contains("\nhint: "), "{}", ran.stderr);
}
