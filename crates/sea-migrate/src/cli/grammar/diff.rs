//! What may be typed after `diff` and `dump`.

use clap::Args;

use crate::Error;
use crate::dialect::introspect::Scope;
use crate::diff::{Answers, Unmanaged, WantedRename};
use crate::plan::Style;
use crate::schema::Name;

const DIFF: &str = "\
Examples:
  {} diff --from env:DATABASE_URL --to postgres://localhost/wanted
  {} diff --from sqlite://old.sqlite --to sqlite://new.sqlite --format sql
  {} diff --from … --to … --rename users.name:full_name --fill users.country=DE
  {} diff --from … --to … --online --format sql

FROM and TO are database URLs, or on a developer's machine the words entities and migrations. A URL with a password is better kept in an environment variable: env:NAME reads it,
and nobody sees it in the process list. Nothing is ever written to either database.

--format json is one object: changes, up, down, unsupported; all are empty when nothing differs. --format sql is the way
there. What may be a rename is asked on stderr; unanswered, the one goes and the other comes.
--online is for a database in use: each step that takes long takes no lock that others wait for, in a transaction of its
own. What fails half way is seen by the next diff, which makes it good.
Exit code 3 with --exit-code when something differs.";

const DUMP: &str = "\
Examples:
  {} dump                                 the tables of DATABASE_URL, for people
  {} dump sqlite://shop.sqlite --format sql
  {} dump env:OTHER_URL --format mermaid  an entity-relationship diagram
  {} dump --format svg > schema.svg       the same as a picture
  {} dump --format html > schema.html     and in a page that can be searched
  {} dump --format json                   everything, for programs";

#[derive(Debug, Args)]
#[command(after_help = super::with_program(DIFF))]
pub(in crate::cli) struct Diff {
    /// The database as it is: a URL, env:NAME, entities or migrations
    #[arg(long, value_name = "FROM")]
    pub(in crate::cli) from: String,

    /// The database as it shall be: a URL, env:NAME, entities or migrations
    #[arg(long, value_name = "TO")]
    pub(in crate::cli) to: String,

    /// What is renamed or moved and not dropped: table:new, table.column:new, type.value:new, a.table:b.table
    #[arg(long, value_name = "OLD:NEW")]
    rename: Vec<String>,

    /// What rows get that are there: table.column=value
    #[arg(long, value_name = "COLUMN=VALUE")]
    fill: Vec<String>,

    #[command(flatten)]
    view: View,

    /// Leave alone what only FROM has: tables, types and sequences
    #[arg(long)]
    keep_unmanaged: bool,

    /// Statements that leave tables readable and writable: CONCURRENTLY, NOT VALID (PostgreSQL)
    #[arg(long)]
    online: bool,

    /// Exit with 3 when something differs
    #[arg(long)]
    pub(in crate::cli) exit_code: bool,
}

#[derive(Debug, Args)]
#[command(after_help = super::with_program(DUMP))]
pub(in crate::cli) struct Dump {
    /// The database: a URL, env:NAME, entities or migrations; `DATABASE_URL` if left out
    #[arg(value_name = "URL")]
    pub(in crate::cli) url: Option<String>,

    #[command(flatten)]
    pub(in crate::cli) view: View,
}

/// How much of a database to look at.
#[derive(Debug, Args)]
pub(in crate::cli) struct View {
    /// Only this schema (PostgreSQL); may be given several times
    #[arg(long, value_name = "NAME")]
    schema: Vec<String>,

    /// Leave tables out; * stands for anything; may be given several times
    #[arg(long, value_name = "TABLE")]
    exclude: Vec<String>,
}

impl View {
    pub(in crate::cli) fn scope(&self) -> Scope {
        Scope { namespaces: self.schema.iter().cloned().collect() }
    }

    pub(in crate::cli) fn exclude(&self) -> &[String] {
        &self.exclude
    }
}

impl Diff {
    pub(in crate::cli) fn scope(&self) -> Scope {
        self.view.scope()
    }

    /// How the statements go about it.
    pub(in crate::cli) fn style(&self) -> Style {
        if self.online { Style::Online } else { Style::Usual }
    }

    /// What was said about the two.
    pub(in crate::cli) fn answers(&self) -> Result<Answers, Error> {
        let unmanaged = if self.keep_unmanaged { Unmanaged::Stays } else { Unmanaged::Goes };
        let exclude = self.view.exclude.clone();
        let said = self::answers(&self.rename, &self.fill)?;
        Ok(Answers { exclude, unmanaged, ..said })
    }
}

/// What `--rename` and `--fill` say.
pub(super) fn answers(renames: &[String], fills: &[String]) -> Result<Answers, Error> {
    let mut answers = Answers::default();
    for given in renames {
        let bad = || Error::BadArgument {
            given: given.clone(),
            wanted: "a rename, which is written old:new or table.old:new",
        };
        let (from, to) = given.split_once(':').ok_or_else(bad)?;
        if from.is_empty() || to.is_empty() {
            return Err(bad());
        }
        answers.renames.push(WantedRename { from: from.to_owned(), to: to.to_owned() });
    }
    for given in fills {
        let bad = || Error::BadArgument {
            given: given.clone(),
            wanted: "a fill value, which is written table.column=value",
        };
        let (place, value) = given.split_once('=').ok_or_else(bad)?;
        let (table, column) = place.rsplit_once('.').ok_or_else(bad)?;
        answers.fills.insert((Name::parse(table), column.to_owned()), value.to_owned());
    }
    Ok(answers)
}
