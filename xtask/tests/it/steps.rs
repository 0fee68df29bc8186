//! The commands of several steps: what they run, in which order, what they say, and how they end.

use crate::{Ran, Workspace};

#[test]
fn test_names_the_databases_and_ends_with_cargos_own_words() {
    let workspace = Workspace::new();
    let ran =
        Ran::of(workspace.xtask(&["test", "readyz", "--", "--nocapture"]).env("FAKE_CODE", "101"));
    assert_eq!(ran.code, Some(101));
    assert_eq!(ran.told("word"), ["test", "--workspace", "readyz", "--", "--nocapture"]);
    for name in ["SQLite", "PostgreSQL", "MariaDB", "docker"] {
        assert!(ran.stderr.lines().any(|line| line.starts_with(name)), "{}", ran.stderr);
    }
    assert!(
        ran.stderr.ends_with("$ cargo test --workspace readyz -- --nocapture\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn test_of_a_package_is_not_of_the_workspace() {
    let ran = Workspace::new().run(&["test", "-p", "backend"]);
    assert_eq!(ran.told("word"), ["test", "-p", "backend"]);
}

#[test]
fn bless_names_what_changed_and_asks_for_a_person() {
    let workspace = Workspace::new();
    workspace.write("page.md", "before\n");
    let ran = Ran::of(workspace.xtask(&["bless"]).env("FAKE_TOUCHES", "page.md"));
    assert_eq!(ran.code, Some(0));
    assert_eq!(ran.told("UPDATE_EXPECT"), ["1"]);
    assert!(
        ran.stderr.contains("$ UPDATE_EXPECT=1 cargo test --workspace --no-fail-fast\n"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("changed  page.md\n1 file has changed: a person is to review"),
        "{}",
        ran.stderr
    );
}

#[test]
fn tidy_reports_place_and_remedy() {
    let workspace = Workspace::new();
    assert_eq!(workspace.run(&["tidy"]).code, Some(0));
    workspace.write("a/src/lib.rs", "fn a() {}\n");
    let ran = workspace.run(&["tidy"]);
    assert_eq!(ran.code, Some(3));
    assert!(
        ran.stdout.starts_with("a/src/lib.rs:1: does not open with `//!`\nhint: "),
        "{}",
        ran.stdout
    );
}

#[test]
fn ci_runs_its_steps_in_order_and_sums_up() {
    let ran = Workspace::new().run(&["ci", "--no-test"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let echoed: Vec<&str> = ran.stderr.lines().filter(|line| line.starts_with('$')).collect();
    assert_eq!(
        echoed,
        [
            "$ cargo fmt --all --check",
            "$ cargo clippy --workspace --lib --bins --examples --tests -- -D warnings",
            "$ cargo clippy --package migration --package backend -- -D warnings",
            "$ RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps",
            "$ cargo xtask tidy",
        ]
    );
    assert_eq!(ran.told("RUSTDOCFLAGS"), ["-D warnings"]);
    let passed: Vec<&str> =
        ran.stderr.lines().filter_map(|line| line.strip_prefix("passed ")).collect();
    assert_eq!(passed.len(), echoed.len(), "{}", ran.stderr);
}

#[test]
fn ci_stops_at_the_first_failure_unless_told_otherwise() {
    let workspace = Workspace::new();
    let failing = |words: &[&str]| {
        Ran::of(workspace.xtask(words).env("FAKE_FAILS", "clippy").env("FAKE_CODE", "1"))
    };
    let ran = failing(&["ci", "--no-test"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("not run shipped\nnot run doc\nnot run tidy\n"), "{}", ran.stderr);
    assert!(ran.stderr.contains("error: `clippy` failed\nhint: clippy: "), "{}", ran.stderr);

    let ran = failing(&["ci", "--no-test", "--keep-going"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        !ran.stderr.contains("not run") && ran.stderr.contains("passed  tidy"),
        "{}",
        ran.stderr
    );
}

#[test]
fn the_doctor_reads_the_databases_state_from_the_exit_code() {
    let workspace = Workspace::new();
    let ran = Ran::of(workspace.xtask(&["doctor"]).env("FAKE_CODE", "5"));
    assert_eq!(ran.code, Some(3));
    assert!(ran.stdout.contains("MEND  database    unreachable"), "{}", ran.stdout);
    assert!(ran.stdout.contains("word=migration\n"), "{}", ran.stdout);
}
