//! The command line: which words mean what, and the help that teaches them.
//!
//! It only parses; the work is in one file per command.

use std::ffi::OsString;

use clap::{Args, CommandFactory, Parser, Subcommand};

use crate::{deploy, dev, exit};

const DAILY: &str = "\
A day's work:
  cargo xtask migrate status     what has run on the database, and what is pending
  cargo xtask migrate up         apply what is pending
  cargo xtask serve              start the server
  cargo xtask test               every test that this machine can run
  cargo xtask ci                 all that CI checks, before you push

On a server:
  cargo xtask deploy             bring this source onto it; `deploy --help` explains each step
  cargo xtask migrate status --prod

Something does not work:
  cargo xtask doctor             what is missing, and the command that mends it

DATABASE_URL comes from the environment or from `.env`; see .env.example.";

const MIGRATE: &str = "\
Examples:
  cargo xtask migrate --help         the commands of the migrations themselves
  cargo xtask migrate status
  cargo xtask migrate up
  cargo xtask migrate down 1
  cargo xtask migrate check          is a migration missing for what the entities say?
  cargo xtask migrate status --prod       in the migrations' container of docker-compose.yml
  cargo xtask migrate up --dev            in that of docker-compose.dev.yml
  cargo xtask migrate history --prod --host ssh://deploy@server";

const SERVE: &str = "\
Examples:
  cargo xtask serve
  BIND=127.0.0.1:9000 cargo xtask serve";

const TEST: &str = "\
Examples:
  cargo xtask test                          the whole workspace
  cargo xtask test -p backend               one package
  cargo xtask test -- --nocapture readyz    what follows `--` goes to the test programs

Exit codes are those of `cargo test`; 1 if CI is set and this machine has no PostgreSQL.";

const BLESS: &str = "\
Examples:
  cargo xtask bless
  cargo xtask bless -p sea-migrate";

const DEPLOY: &str = "\
Examples:
  cargo xtask deploy --dry-run                     the commands, and nothing is changed
  cargo xtask deploy                               on the engine of this machine
  cargo xtask deploy --host ssh://deploy@server    on another one; the images are built there
  cargo xtask deploy --backup                      pg_dump into .deploy/backups before migrating
  cargo xtask deploy --order migrate-first         the migrations before the backend
  cargo xtask deploy --lock-wait 15m               wait for somebody else's deploy
  cargo xtask deploy status                        what runs, where the schema stands
  cargo xtask deploy history
  cargo xtask deploy rollback                      the version before this one; never the database

Both images are built before anything stops. A failing migration leaves the backend serving; a backend that does not
become ready is replaced by the previous one. A second deploy without a change changes nothing.
The settings are in `.env`, as `.env.example` shows them; each run is recorded in .deploy/history.jsonl.";

const DEV: &str = "\
Examples:
  cargo xtask dev up                          the database, on 127.0.0.1
  cargo xtask dev up db backend               the backend too, built from this source
  cargo xtask migrate up --dev                the migrations, in their container
  cargo xtask dev psql -c 'select count(*) from location'
  cargo xtask dev logs db
  cargo xtask dev down                        the containers go, the data stays
  cargo xtask dev down --volumes              the data goes too, after you have typed its name";

const BENCH: &str = "\
Examples:
  cargo xtask bench --help
  cargo xtask bench apply --quick
  cargo xtask bench apply --rounds 9 --format json > after.json";

#[derive(Debug, Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", about, after_help = DAILY)]
struct Grammar {
    #[command(subcommand)]
    command: Option<Command>,
}

/// What can be asked for.
#[derive(Debug, PartialEq, Eq, Subcommand)]
pub(crate) enum Command {
    /// Run the migration program: everything after `migrate` is passed on as it stands
    #[command(disable_help_flag = true, after_help = MIGRATE)]
    Migrate {
        /// What the migration program is to do; `migrate --help` asks it what it can
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
        words: Vec<OsString>,
    },
    /// Run the server: everything after `serve` is passed on as it stands
    #[command(disable_help_flag = true, after_help = SERVE)]
    Serve {
        /// What the server is to do; `serve --help` asks it what it can
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
        words: Vec<OsString>,
    },
    /// Run the tests: say which databases are here, then `cargo test`
    #[command(after_help = TEST)]
    Test {
        /// What `cargo test` is to do: packages, names of tests, flags
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
        words: Vec<OsString>,
    },
    /// Rewrite the expectations of the tests from what the code does now
    #[command(after_help = BLESS)]
    Bless {
        /// What `cargo test` is to do: packages, names of tests, flags
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
        words: Vec<OsString>,
    },
    /// Measure: everything after `bench` is passed on as it stands
    #[command(disable_help_flag = true, after_help = BENCH)]
    Bench {
        /// What to measure; `bench --help` asks it what it can
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
        words: Vec<OsString>,
    },
    /// Check the law of the repository: what no compiler checks
    #[command(after_help = "Exit codes: 0 nothing found, 3 findings.")]
    Tidy,
    /// Check all that CI checks: fmt, clippy, shipped, doc, tidy, test
    #[command(
        after_help = "If this passes, CI is green. Exit codes: 0 all passed, 1 a step failed."
    )]
    Ci(CiOptions),
    /// Bring this source onto the server: images, backend, migrations, with a way back
    #[command(after_help = deploy_help(), args_conflicts_with_subcommands = true)]
    Deploy(deploy::Options),
    /// Work with the development stack: its database in a container, and its backend
    #[command(subcommand, after_help = DEV)]
    Dev(dev::Action),
    /// Look at this machine and its database; every finding comes with the command that mends it
    #[command(after_help = "Exit codes: 0 all is well, 3 findings.")]
    Doctor,
}

fn deploy_help() -> String {
    format!("{DEPLOY}\n\n{}", exit::LEGEND)
}

/// How `ci` runs its steps.
#[derive(Debug, Default, PartialEq, Eq, Args)]
pub(crate) struct CiOptions {
    /// Leave the tests out
    #[arg(long)]
    pub(crate) no_test: bool,
    /// Run the remaining steps after one has failed
    #[arg(long)]
    pub(crate) keep_going: bool,
}

/// Reads the words as typed, the program's name first.
pub(crate) fn parse(typed: Vec<OsString>) -> Result<Command, clap::Error> {
    let Some(mut command) = Grammar::try_parse_from(&typed)?.command else {
        // No command is a question, not a mistake: the same answer as `--help`, on stdout and with success.
        return Err(Grammar::command()
            .try_get_matches_from(["xtask", "--help"])
            .expect_err("help is not a match"));
    };
    if let Command::Migrate { words }
    | Command::Serve { words }
    | Command::Test { words }
    | Command::Bless { words }
    | Command::Bench { words } = &mut command
    {
        // clap takes the first `--` for itself. There are no flags before the command, so what is to be passed on is
        // simply what was typed after it.
        *words = typed.into_iter().skip(2).collect();
    }
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(typed: &str) -> Vec<OsString> {
        typed.split_whitespace().map(OsString::from).collect()
    }

    fn parsed(typed: &str) -> Result<Command, clap::Error> {
        parse(words(&format!("xtask {typed}")))
    }

    #[test]
    fn the_grammar_is_consistent() {
        Grammar::command().debug_assert();
    }

    #[test]
    fn migrate_serve_and_bench_pass_everything_on() {
        for typed in [
            "",
            "--help",
            "-h",
            "--version",
            "-V",
            "up 2 --to x",
            "-- up",
            "up -- --x -5",
            "--",
            "help",
        ] {
            let expected = words(typed);
            assert_eq!(
                parsed(&format!("migrate {typed}")).unwrap(),
                Command::Migrate { words: expected.clone() },
                "{typed}"
            );
            assert_eq!(
                parsed(&format!("serve {typed}")).unwrap(),
                Command::Serve { words: expected.clone() },
                "{typed}"
            );
            assert_eq!(
                parsed(&format!("bench {typed}")).unwrap(),
                Command::Bench { words: expected },
                "{typed}"
            );
        }
    }

    #[test]
    fn test_keeps_the_separator() {
        let expected = Command::Test { words: words("-- --nocapture") };
        assert_eq!(parsed("test -- --nocapture").unwrap(), expected);
        let expected = Command::Test { words: words("-p backend --no-run") };
        assert_eq!(parsed("test -p backend --no-run").unwrap(), expected);
    }

    #[test]
    fn no_command_is_help_and_success() {
        assert_eq!(parsed("").unwrap_err().exit_code(), 0);
        assert_eq!(parsed("--help").unwrap_err().exit_code(), 0);
        assert_eq!(parsed("test --help").unwrap_err().exit_code(), 0);
    }

    #[test]
    fn a_mistake_is_exit_code_2() {
        for typed in ["migrat", "--fast", "tidy now", "ci --no-tests"] {
            assert_eq!(parsed(typed).unwrap_err().exit_code(), 2, "{typed}");
        }
    }
}
