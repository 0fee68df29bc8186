//! What may be typed after `new`, `verify` and `rebase`.

use clap::Args;

use crate::Error;
use crate::author::Wishes;

const NEW: &str = "\
Examples:
  {} new add_location                   what the entities ask for and no migration does yet
  {} new rename_title --rename post.title:caption
  {} new require_email --fill user.email=unknown@example.com
  {} new load_countries --empty         to be written by hand, then: verify load_countries --write
  {} new add_location --dry-run         show the file and the SQL, write nothing

Both sides are made on scratch databases: on SCRATCH_DATABASE_URL, else on the server of DATABASE_URL, else on
throw-away servers from the programs on this machine, else on SQLite in memory. The file, the list in lib.rs and the
ledger are written together; then the migration is compiled, and played up, down and up again with rows in every table,
on each dialect of the project. Nothing is written to any other database.

Exit codes: 0 written and proven, or nothing to do; 2 an answer is missing; 3 written, and not proven.";

const VERIFY: &str = "\
Examples:
  {} verify                     the newest migration
  {} verify add_location        this one, by any part of its name
  {} verify --all               every one, in one pass
  {} verify add_location --write    and write into the ledger what it does

With rows in every table the migration is played up, down and up again on scratch databases, on each dialect of the
project. Up has to lead to the same schema each time, for the newest one to what the entities ask for; down has to lead
back, with all rows that nothing is said to delete. A migration without a `down` is played one way.

Exit codes: 0 proven, 3 something else happens than should, or the ledger says something else.";

const REBASE: &str = "\
Example:
  {} rebase add_location        it becomes the newest: file, name, list and ledger

For a migration that was made on another branch than the one before it and has run nowhere. Then it is proven anew.";

#[derive(Debug, Args)]
#[command(after_help = super::with_program(NEW))]
pub(in crate::cli) struct New {
    /// What it does: small letters, digits and underscores, as in `add_location`
    #[arg(value_name = "NAME")]
    pub(in crate::cli) name: String,

    /// A migration that does nothing yet, to be written by hand
    #[arg(long, conflicts_with_all = ["rename", "fill", "drop"])]
    pub(in crate::cli) empty: bool,

    /// What is renamed and not dropped: table:new, table.column:new, type:new, type.value:new
    #[arg(long, value_name = "OLD:NEW")]
    rename: Vec<String>,

    /// What rows get that are there: table.column=value
    #[arg(long, value_name = "COLUMN=VALUE")]
    fill: Vec<String>,

    /// What is dropped and not renamed: table, table.column
    #[arg(long, value_name = "OLD")]
    drop: Vec<String>,

    /// Show the file and the SQL, and write nothing
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,

    /// Open the file in $VISUAL or $EDITOR before it is proven
    #[arg(long, conflicts_with = "dry_run")]
    pub(in crate::cli) edit: bool,
}

impl New {
    /// What was said about the changes.
    pub(in crate::cli) fn wishes(&self) -> Result<Wishes, Error> {
        let answers = super::diff::answers(&self.rename, &self.fill)?;
        let fills = answers.fills.into_iter();
        Ok(Wishes {
            renames: answers.renames,
            fills: fills.map(|((table, column), value)| (table, column, value)).collect(),
            drops: self.drop.clone(),
        })
    }
}

#[derive(Debug, Args)]
#[command(after_help = super::with_program(VERIFY))]
pub(in crate::cli) struct Verify {
    /// The migrations; the newest if left out
    #[arg(value_name = "NAME", conflicts_with = "all")]
    pub(in crate::cli) names: Vec<String>,

    /// Every migration
    #[arg(long)]
    pub(in crate::cli) all: bool,

    /// Write into the ledger what they do
    #[arg(long)]
    pub(in crate::cli) write: bool,
}

#[derive(Debug, Args)]
#[command(after_help = super::with_program(REBASE))]
pub(in crate::cli) struct Rebase {
    /// The migration, by any part of its name
    #[arg(value_name = "NAME")]
    pub(in crate::cli) name: String,
}
