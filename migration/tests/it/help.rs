//! What the program says of itself. It must never act when it is only asked.

use expect_test::expect;

use crate::each::on_each;
use crate::place::Place;
use crate::program::{Program, migration};

#[test]
fn without_arguments_it_prints_help_and_migrates_nothing() {
    on_each(|place| {
        let ran = migration(place, &[]);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains("Usage: migration [OPTIONS] <COMMAND>"), "{}", ran.stderr);
        assert_eq!(ran.stdout, "");
        assert_eq!(place.applied(), [""; 0]);
        assert!(!place.has_table("seaql_migrations"));
    });
}

#[test]
fn options_without_a_command_are_no_command() {
    let place = Place::sqlite();
    migration(&place, &["--format", "json"]).usage(&["subcommand"]);
    assert!(!place.folder().join("places.sqlite").exists());
}

#[test]
fn help_names_each_command_and_each_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    for words in [["--help"], ["-h"]] {
        let ran = Program::within(folder.path()).run(&words).well();
        for part in
            ["places", "up ", "down ", "redo ", "status ", "current ", "history ", "plan ", "wait "]
        {
            assert!(ran.stdout.contains(part), "{part} is not in {}", ran.stdout);
        }
        for part in ["Exit codes: 0 ", "1 failed", "2 wrong usage", "5 database unreachable"] {
            assert!(ran.stdout.contains(part), "{part} is not in {}", ran.stdout);
        }
        assert_eq!(ran.stderr, "");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn each_command_has_help_and_does_not_run_for_it() {
    let place = Place::sqlite();
    for command in [
        "up", "down", "redo", "status", "current", "history", "resolve", "plan", "stamp",
        "baseline", "fresh", "reset", "wait",
    ] {
        for flag in ["--help", "-h"] {
            let ran = migration(&place, &[command, flag]).well();
            let usage = format!("Usage: migration {command} [OPTIONS]");
            assert!(ran.stdout.contains(&usage), "{}", ran.stdout);
            for part in ["--format <FORMAT>", "--database-url <URL>"] {
                assert!(ran.stdout.contains(part), "{command}: {}", ran.stdout);
            }
        }
    }
    assert!(!place.folder().join("places.sqlite").exists());
}

#[test]
fn the_help_of_down_says_how_far_it_goes() {
    let folder = tempfile::tempdir().unwrap();
    let ran = Program::within(folder.path()).run(&["down", "-h"]).well();
    expect![[r"
        Revert applied migrations: the newest, the newest N, down to one, or all

        Usage: migration down [OPTIONS] [N]

        Arguments:
          [N]  How many [default: 1]

        Options:
              --format <FORMAT>           How the answer looks [default: human] [possible values: human, json]
              --to <NAME>                 Until this migration is the newest applied one
              --all                       Until nothing is applied
              --database-url <URL>        The database, in place of `DATABASE_URL`; other users of this machine can see it in the process list
              --wait <TIME>               Wait this long for a database that is starting, as `30s` or `2m`
          -y, --yes                       Agree to what this deletes, without being asked
              --destroy <DATABASE>        Agree by the database's name; needed where it is not on this machine or `APP_ENV` is production
              --lock-wait <TIME>          Wait this long while somebody else migrates [default: 60s]
              --lock-timeout <TIME>       Let a statement wait this long for a lock, then roll back and try again [default: 5s]
              --statement-timeout <TIME>  Let a statement run this long (PostgreSQL)
              --strict                    Refuse pending migrations that are older than an applied one
          -h, --help                      Print help (see more with '--help')
          -V, --version                   Print version
    "]]
    .assert_eq(&ran.stdout);
}

#[test]
fn usage_and_hints_use_the_name_it_was_called_by() {
    let folder = tempfile::tempdir().unwrap();
    let program = || Program::within(folder.path()).set("SEA_MIGRATE_BIN", "cargo xtask migrate");
    let ran = program().run(&["up", "--help"]).well();
    assert!(ran.stdout.contains("Usage: cargo xtask migrate up"), "{}", ran.stdout);
    program().run(&["up", "--to", "nothing"]).badly(2, &["`cargo xtask migrate status`"]);
}

#[test]
fn a_word_that_is_no_command_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let program = || Program::within(folder.path());
    program().run(&["upp"]).usage(&["upp", "up"]);
    program().run(&["up", "--frobnicate"]).usage(&["--frobnicate"]);
    program().run(&["status", "--format", "xml"]).usage(&["xml", "json"]);
    program().run(&["status", "extra"]).usage(&["extra"]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn the_version_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let ran = Program::within(folder.path()).run(&["--version"]).well();
    assert_eq!(ran.stdout.trim_end().rsplit(' ').next(), Some(env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_pipe_gets_no_colours_whatever_the_terminal_can() {
    // That there are none is asserted of every run; here the surroundings ask for some.
    let place = Place::sqlite();
    let program = || {
        Program::within(place.folder())
            .set("DATABASE_URL", place.url())
            .set("TERM", "xterm-256color")
            .set("COLORTERM", "truecolor")
    };
    program().run(&["up"]).well();
    program().run(&["status"]).well();
    program().run(&["up", "--to", "nothing"]).badly(2, &[]);
    program().run(&["--help"]).well();
    program().set("NO_COLOR", "1").run(&["status"]).well();
    program().set("NO_COLOR", "1").set("CLICOLOR_FORCE", "1").run(&["status"]).well();
}
