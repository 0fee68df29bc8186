//! What may be typed after `sql`: the words of `up` and `down`, and where the database stands.

use clap::{Args, ValueEnum};

use super::count;
use crate::apply::{DownTo, UpTo};
use crate::dialect::Dialect;
use crate::record::Wish;

const EXAMPLES: &str = "\
Examples:
  {} sql                                        what `up` would run now
  {} sql --to add_location                      up to and including one migration
  {} sql --down                                 what `down` would run now
  {} sql --from nothing --dialect postgres      everything, without any database
  {} sql --from create_country --to add_email   what comes after one migration, up to another
  {} sql | psql -X -v ON_ERROR_STOP=1 …         run it; the history is written, too

Without --from the history of the database is read; nothing is ever written.
A migration that asks the database is told that nothing is there, and a note above it says so.";

#[derive(Debug, Args)]
#[command(after_help = examples())]
pub(in crate::cli) struct Sql {
    /// How many; if left out all that are pending, or with --down the newest
    #[arg(value_name = "N", conflicts_with_all = ["to", "all"], value_parser = count)]
    number: Option<usize>,

    /// Up to and including this migration; with --down, until it is the newest applied one
    #[arg(long, value_name = "NAME", conflicts_with = "all")]
    to: Option<String>,

    /// What reverts, newest first
    #[arg(long)]
    down: bool,

    /// With --down: until nothing is applied
    #[arg(long, requires = "down")]
    all: bool,

    /// Ask no database: this migration, or `nothing`, is the newest applied one
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) from: Option<String>,

    /// The SQL to write where no database is asked; if left out, what the database URL says
    #[arg(long, value_enum, value_name = "DIALECT", requires = "from")]
    dialect: Option<Name>,
}

/// A dialect, as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Name {
    Postgres,
    Sqlite,
    Mysql,
}

impl Sql {
    pub(in crate::cli) fn dialect(&self) -> Option<Dialect> {
        self.dialect.map(|name| match name {
            Name::Postgres => Dialect::Postgres,
            Name::Sqlite => Dialect::Sqlite,
            Name::Mysql => Dialect::MySql,
        })
    }

    pub(in crate::cli) fn wish(&self) -> Wish {
        let to = self.to.clone();
        match (self.down, self.all, to, self.number) {
            (true, true, ..) => Wish::Down(DownTo::Nothing),
            (true, false, Some(name), _) => Wish::Down(DownTo::Name(name)),
            (true, false, None, number) => Wish::Down(DownTo::Steps(number.unwrap_or(1))),
            (false, _, Some(name), _) => Wish::Up(UpTo::Name(name)),
            (false, _, None, Some(number)) => Wish::Up(UpTo::Steps(number)),
            (false, _, None, None) => Wish::Up(UpTo::Newest),
        }
    }
}

fn examples() -> String {
    EXAMPLES.replace("{}", &crate::cli::env::program())
}

#[cfg(test)]
mod tests {
    use super::super::{Cli, Command};
    use super::*;
    use clap::Parser;

    fn parse(line: &str) -> Result<Sql, clap::Error> {
        let words = ["migration", "sql"].into_iter().chain(line.split_whitespace());
        Cli::try_parse_from(words).map(|cli| match cli.command {
            Command::Sql(args) => args,
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn the_words_of_up_and_down_mean_the_same_here() {
        assert_eq!(parse("").unwrap().wish(), Wish::Up(UpTo::Newest));
        assert_eq!(parse("2").unwrap().wish(), Wish::Up(UpTo::Steps(2)));
        assert_eq!(parse("--to a").unwrap().wish(), Wish::Up(UpTo::Name("a".into())));
        assert_eq!(parse("--down").unwrap().wish(), Wish::Down(DownTo::Steps(1)));
        assert_eq!(parse("--down --all").unwrap().wish(), Wish::Down(DownTo::Nothing));
        assert_eq!(parse("--down --to a").unwrap().wish(), Wish::Down(DownTo::Name("a".into())));
    }

    #[test]
    fn what_contradicts_itself_is_refused() {
        for line in ["2 --to a", "--all", "--dialect sqlite", "--down --all --to a"] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
