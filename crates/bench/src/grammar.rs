//! What may be typed. Nothing here acts.

use clap::{Args, Parser, Subcommand, ValueEnum};

const APPLY: &str = "\
Examples:
  cargo xtask bench apply
  cargo xtask bench apply --quick
  cargo xtask bench apply --rounds 9 --format json > after.json
  TMPDIR=/dev/shm cargo xtask bench apply    SQLite on a file system that has nothing to sync

Every contender gets an empty database in every round, and they take turns, so that what else the machine does
falls on all of them. A ratio is the median of the ratios of the rounds. What is not installed is named and left out.";

#[derive(Debug, Parser)]
#[command(name = "bench", bin_name = "cargo xtask bench", version, about)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What can be measured.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Applying migrations: from empty, with nothing to do, `status` and `--help`
    #[command(after_help = APPLY)]
    Apply(Apply),
    /// Reading and comparing schemas of 50, 200 and 1000 tables
    Schema(Schema),
    /// `check` and `new` on 50, 200 and 1000 tables by 100 migrations, cold and warm
    Author(Author),
}

/// How thoroughly to measure.
#[derive(Debug, Clone, Args)]
pub(crate) struct Author {
    /// How often each command runs
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) rounds: u32,

    /// Without the 1000 tables
    #[arg(long)]
    pub(crate) quick: bool,

    /// How the answer looks
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: Format,
}

/// How thoroughly to measure.
#[derive(Debug, Clone, Args)]
pub(crate) struct Schema {
    /// How often each is read and compared
    #[arg(long, value_name = "N", default_value_t = 9, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) rounds: u32,

    /// How the answer looks
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: Format,
}

/// How thoroughly to measure.
#[derive(Debug, Clone, Args)]
pub(crate) struct Apply {
    /// How often each contender runs from empty; the short commands run four times as often
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) rounds: u32,

    /// Only 100 migrations, and only where nothing waits for a disk: seconds in place of minutes
    #[arg(long)]
    pub(crate) quick: bool,

    /// Measure this many migrations in place of 100 and 1000
    #[arg(long, value_name = "N", conflicts_with = "quick", value_parser = clap::value_parser!(u32).range(1..=9999))]
    pub(crate) migrations: Option<u32>,

    /// How the answer looks
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: Format,
}

/// How the answer looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// A table.
    #[default]
    Human,
    /// One JSON object with every sample.
    Json,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_grammar_is_consistent() {
        Cli::command().debug_assert();
    }
}
