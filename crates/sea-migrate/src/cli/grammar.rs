//! What may be typed. Nothing here acts.

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::apply::{DownTo, UpTo};

const EXAMPLES: &str = "\
Examples:
  {} up                        apply everything that is pending
  {} up --to add_location      apply up to and including one migration
  {} status                    what is applied, what is pending
  {} down                      revert the newest migration
  {} down --to create_country  revert everything after one migration

A migration may be named by any part of its name that only one has.
The database is DATABASE_URL, from the environment or a .env file.

Exit codes: 0 done or nothing to do, 1 failed, 2 wrong usage, 5 database unreachable,
6 the history needs a person.";

/// How the answer looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Format {
    /// For people.
    #[default]
    Human,
    /// For programs: one JSON object, or one a line where something goes on.
    Json,
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

    #[command(subcommand)]
    pub(super) command: Command,
}

fn examples() -> String {
    EXAMPLES.replace("{}", &super::env::program())
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Apply pending migrations: all, the next N, or up to one
    Up(Up),
    /// Revert applied migrations: the newest, the newest N, down to one, or all
    Down(Down),
    /// Revert the newest migration and apply it again
    Redo(Consent),
    /// Show what is applied and what is pending
    Status,
    /// Show the newest applied migration
    Current,
    /// Show what ran, newest first
    History,
}

impl Command {
    /// Whether the command may change the database.
    pub(super) fn writes(&self) -> bool {
        match self {
            Self::Up(_) | Self::Down(_) | Self::Redo(_) => true,
            Self::Status | Self::Current | Self::History => false,
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
    pub(super) consent: Consent,
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

#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Consent {
    /// Agree to what reverting deletes, without being asked
    #[arg(long, short = 'y')]
    pub(super) yes: bool,
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
