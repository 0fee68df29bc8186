//! What may be typed. Nothing here acts.

#[cfg(feature = "author")]
mod author;
#[cfg(feature = "author")]
mod check;
mod diff;
mod patience;
mod resolve;
mod sql;

use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::apply::{Direction, DownTo, Interrupt, Options, UpTo};
use crate::connect::Access;
use crate::history::Author;
#[cfg(feature = "author")]
pub(super) use author::{New, Rebase, Verify};
pub(super) use diff::{Diff, Dump};
pub(super) use patience::Patience;
pub(super) use resolve::Resolve;
pub(super) use sql::Sql;

const EXAMPLES: &str = "\
Examples:
  {} up                        apply everything that is pending
  {} up --to add_location      apply up to and including one migration
  {} status                    what is applied, what is pending
  {} down                      revert the newest migration
  {} down --to create_country  revert everything after one migration

A migration may be named by any part of its name that only one has.
The database is DATABASE_URL, from the environment or a .env file.

Exit codes: 0 done or nothing to do, 1 failed, 2 wrong usage, 4 somebody else is migrating,
5 database unreachable, 6 the history needs a person, 130 and 143 stopped by a signal.";

/// How the answer looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Format {
    /// For people.
    #[default]
    Human,
    /// For programs: one JSON object, or one a line where something goes on.
    Json,
    /// The statements, of `diff` and `dump`.
    #[value(hide = true)]
    Sql,
    /// An entity-relationship diagram, of `dump`.
    #[value(hide = true)]
    Mermaid,
    /// The same as a picture, of `dump`.
    #[value(hide = true)]
    Svg,
    /// The picture in a page that can be searched, of `dump`.
    #[value(hide = true)]
    Html,
}

#[derive(Debug, Parser)]
#[command(
    version,
    arg_required_else_help = true,
    subcommand_required = true,
    disable_help_subcommand = true,
    after_help = examples(),
    infer_subcommands = false,
    propagate_version = true
)]
pub(super) struct Cli {
    /// How the answer looks
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) format: Format,

    /// The database, in place of `DATABASE_URL`; other users of this machine can see it in the process list
    #[arg(long, global = true, value_name = "URL")]
    pub(super) database_url: Option<String>,

    /// Wait this long for a database that is starting, as `30s` or `2m`
    #[arg(long, global = true, value_name = "TIME", value_parser = humantime::parse_duration)]
    pub(super) wait: Option<Duration>,

    #[command(subcommand)]
    pub(super) command: Command,
}

fn examples() -> String {
    with_program(EXAMPLES)
}

/// A text in which `{}` stands for what the user types to call this program.
fn with_program(text: &str) -> String {
    text.replace("{}", &super::env::program())
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Apply pending migrations: all, the next N, or up to one
    Up(Up),
    /// Revert applied migrations: the newest, the newest N, down to one, or all
    Down(Down),
    /// Revert the newest migration and apply it again
    Redo(Redo),
    /// Show what is applied and what is pending
    Status,
    /// Show the newest applied migration
    Current,
    /// Show every attempt, newest first: what ran, when, how long, by whom
    History,
    /// Say what is true of a migration that stopped half way or was edited
    Resolve(Resolve),
    /// Show what `up` would do, or `down` with --down
    Plan(Plan),
    /// Write the SQL of `up`, or of `down` with --down, for somebody else to run
    Sql(Sql),
    /// Write a migration for what the entities ask for, and prove it
    #[cfg(feature = "author")]
    #[command(visible_alias = "generate")]
    New(New),
    /// Prove migrations: up, down and up again with rows in every table
    #[cfg(feature = "author")]
    Verify(Verify),
    /// Move a migration that has run nowhere behind all others, as after a merge
    #[cfg(feature = "author")]
    Rebase(Rebase),
    /// Check that no migration is missing: entities against migrations, sources against list and ledger
    #[cfg(feature = "author")]
    #[command(after_help = check::HELP)]
    Check,
    /// Show what differs between two databases, and the statements that lead from one to the other
    Diff(Diff),
    /// Show the schema of a database
    Dump(Dump),
    /// Record everything up to a migration as applied, without looking
    Stamp(Stamp),
    /// Record everything up to a migration as applied, if the real tables are what it makes
    Baseline(Stamp),
    /// Drop everything in the database and apply all migrations
    Fresh(Fresh),
    /// Revert all migrations and remove their history
    Reset(Fresh),
    /// Wait until the database answers (a minute, or --wait)
    Wait,
}

impl Command {
    /// Whether the answer can look like this.
    pub(super) fn speaks(&self, format: Format) -> bool {
        match (self, format) {
            (_, Format::Human | Format::Json)
            | (Self::Diff(_) | Self::Dump(_), Format::Sql)
            | (Self::Dump(_), Format::Mermaid | Format::Svg | Format::Html) => true,
            #[cfg(feature = "author")]
            (Self::Check, Format::Sql) => true,
            (_, Format::Sql | Format::Mermaid | Format::Svg | Format::Html) => false,
        }
    }

    /// Whether the command may change the database.
    pub(super) fn access(&self) -> Access {
        match self {
            Self::Up(_)
            | Self::Down(_)
            | Self::Redo(_)
            | Self::Resolve(_)
            | Self::Stamp(_)
            | Self::Baseline(_)
            | Self::Fresh(_)
            | Self::Reset(_) => Access::Write,
            // A file that is not there has nothing to revert.
            Self::Plan(_)
            | Self::Sql(_)
            | Self::Status
            | Self::Current
            | Self::History
            | Self::Diff(_)
            | Self::Dump(_)
            | Self::Wait => Access::Read,
            #[cfg(feature = "author")]
            Self::Check | Self::New(_) | Self::Verify(_) | Self::Rebase(_) => Access::Read,
        }
    }

    /// How migrations run under this command.
    pub(super) fn options(&self, author: Author, interrupt: Interrupt) -> Options {
        match self {
            Self::Up(Up { patience, .. })
            | Self::Down(Down { patience, .. })
            | Self::Redo(Redo { patience, .. })
            | Self::Resolve(Resolve { patience, .. })
            | Self::Plan(Plan { patience, .. })
            | Self::Stamp(Stamp { patience, .. })
            | Self::Baseline(Stamp { patience, .. })
            | Self::Fresh(Fresh { patience, .. })
            | Self::Reset(Fresh { patience, .. }) => patience.options(author, interrupt),
            Self::Sql(_)
            | Self::Diff(_)
            | Self::Dump(_)
            | Self::Status
            | Self::Current
            | Self::History
            | Self::Wait => Options::by(author),
            #[cfg(feature = "author")]
            Self::Check | Self::New(_) | Self::Verify(_) | Self::Rebase(_) => {
                Options { interrupt, ..Options::by(author) }
            }
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct Up {
    /// How many; all if left out
    #[arg(value_name = "N", conflicts_with = "to", value_parser = count)]
    number: Option<usize>,

    /// Up to and including this migration
    #[arg(long, value_name = "NAME")]
    to: Option<String>,

    #[command(flatten)]
    patience: Patience,
}

impl From<Up> for UpTo {
    fn from(args: Up) -> Self {
        match (args.to, args.number) {
            (Some(name), _) => Self::Name(name),
            (None, Some(number)) => Self::Steps(number),
            (None, None) => Self::Newest,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct Down {
    /// How many
    #[arg(value_name = "N", default_value_t = 1, conflicts_with_all = ["to", "all"], value_parser = count)]
    number: usize,

    /// Until this migration is the newest applied one
    #[arg(long, value_name = "NAME", conflicts_with = "all")]
    to: Option<String>,

    /// Until nothing is applied
    #[arg(long)]
    all: bool,

    #[command(flatten)]
    consent: Consent,

    #[command(flatten)]
    patience: Patience,
}

impl Down {
    /// How far to go, and whether deleting is agreed to.
    pub(super) fn split(self) -> (DownTo, Consent) {
        let to = match (self.all, self.to) {
            (true, _) => DownTo::Nothing,
            (false, Some(name)) => DownTo::Name(name),
            (false, None) => DownTo::Steps(self.number),
        };
        (to, self.consent)
    }
}

#[derive(Debug, Args)]
pub(super) struct Plan {
    /// How many; all of `up`, one of `down` if left out
    #[arg(value_name = "N", conflicts_with = "to", value_parser = count)]
    number: Option<usize>,

    /// As `up --to` or `down --to`
    #[arg(long, value_name = "NAME")]
    to: Option<String>,

    /// What `down` would do; it is played and rolled back
    #[arg(long)]
    down: bool,

    #[command(flatten)]
    patience: Patience,
}

impl Plan {
    /// Which way, and how far in either case.
    pub(super) fn split(self) -> (Direction, UpTo, DownTo) {
        let direction = if self.down { Direction::Down } else { Direction::Up };
        match (self.to, self.number) {
            (Some(name), _) => (direction, UpTo::Name(name.clone()), DownTo::Name(name)),
            (None, Some(number)) => (direction, UpTo::Steps(number), DownTo::Steps(number)),
            (None, None) => (direction, UpTo::Newest, DownTo::Steps(1)),
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct Stamp {
    /// The migration; those before it are recorded, too
    #[arg(value_name = "NAME")]
    pub(super) name: String,

    #[command(flatten)]
    patience: Patience,
}

#[derive(Debug, Args)]
pub(super) struct Fresh {
    #[command(flatten)]
    pub(super) consent: Consent,

    #[command(flatten)]
    patience: Patience,
}

#[derive(Debug, Args)]
pub(super) struct Redo {
    #[command(flatten)]
    pub(super) consent: Consent,

    #[command(flatten)]
    patience: Patience,
}

#[derive(Debug, Clone, Args)]
pub(super) struct Consent {
    /// Agree to what this deletes, without being asked
    #[arg(long, short = 'y')]
    pub(super) yes: bool,

    /// Agree by the database's name; needed where it is not on this machine or `APP_ENV` is production
    #[arg(long, value_name = "DATABASE")]
    pub(super) destroy: Option<String>,
}

fn count(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("give a number from 1".to_owned()),
        Ok(number) => Ok(number),
        Err(_) => Err(format!("give a number, or a name as `--to {text}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_grammar_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_name_in_the_place_of_a_number_is_told_how_to_say_it() {
        let error = Cli::try_parse_from(["migration", "up", "add_location"]).unwrap_err();
        assert!(error.to_string().contains("--to add_location"), "{error}");
    }
}
