//! Why a migration is not written, moved or proven: each reason says what to type or do next.

use std::fmt;
use std::path::PathBuf;

use super::{ListError, TitleError};
use crate::dialect::Dialect;
use crate::plan::Refusal;

/// What keeps a migration from being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthorError {
    /// The program was not told where its sources are.
    NoFolder,
    /// It can't be called so.
    Title(TitleError),
    /// `lib.rs` can't be written to.
    List {
        /// The file.
        path: PathBuf,
        /// Why.
        error: ListError,
    },
    /// The ledger can't be read.
    Ledger {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, with its line.
        error: String,
    },
    /// Files that this program does not contain.
    Unlisted {
        /// Their names.
        names: Vec<String>,
        /// Where they have to be listed.
        list: PathBuf,
    },
    /// Two branches each added a migration.
    Forked {
        /// The migration that was made without the one before it.
        name: String,
        /// What it was made on top of.
        made_after: String,
        /// What stands before it.
        stands_after: String,
    },
    /// What only a person knows was not said.
    Unanswered {
        /// What is to be known, a sentence each, with the words that say it.
        asked: Vec<(String, Vec<String>)>,
    },
    /// What can't be done by a generated migration.
    Refused {
        /// On which dialect.
        dialect: Dialect,
        /// What, and what to do instead.
        refusals: Vec<Refusal>,
    },
    /// A file can't be written or read.
    Files {
        /// The system's words, with the file.
        reason: String,
    },
    /// It ran on the database at hand.
    Applied {
        /// The migration.
        name: String,
        /// The database.
        place: String,
    },
    /// A program that is needed can't be run.
    Program {
        /// The program.
        program: String,
        /// The system's words.
        reason: String,
    },
}

impl fmt::Display for AuthorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFolder => f.write_str("this program was not told where its sources are"),
            Self::Title(error) => error.fmt(f),
            Self::List { path, error } => {
                write!(f, "{} is not written to: {error}", path.display())
            }
            Self::Ledger { path, error } => write!(f, "{}: {error}", path.display()),
            Self::Unlisted { names, list } => {
                write!(f, "{} has no {} in its list", list.display(), names.join(", "))
            }
            Self::Forked { name, made_after, stands_after } => write!(
                f,
                "`{name}` was made on top of `{made_after}` and stands behind `{stands_after}`: two branches each added a migration"
            ),
            Self::Unanswered { asked } => {
                f.write_str("this can't be known from the entities:")?;
                for (question, answers) in asked {
                    write!(f, "\n  {question}\n    {}", answers.join("\n    "))?;
                }
                Ok(())
            }
            Self::Refused { dialect, refusals } => {
                write!(f, "this can't be generated for {dialect}:")?;
                refusals.iter().try_for_each(|it| write!(f, "\n  {it}"))
            }
            Self::Files { reason } => write!(f, "{reason}; nothing was changed"),
            Self::Applied { name, place } => write!(f, "`{name}` is applied to {place}"),
            Self::Program { program, reason } => write!(f, "`{program}` can't be run: {reason}"),
        }
    }
}

impl std::error::Error for AuthorError {}

impl AuthorError {
    /// What to type or do next. `program` is how the user calls the migration binary.
    #[must_use]
    pub fn hint(&self, program: &str) -> String {
        match self {
            Self::NoFolder => {
                "add .with_folder(env!(\"CARGO_MANIFEST_DIR\")) to the Project in its main.rs"
                    .to_owned()
            }
            Self::Title(error) => error.hint(program),
            Self::List { error, .. } => error.hint(),
            Self::Ledger { .. } => {
                "mend that line; after a merge conflict keep the migrations of both sides"
                    .to_owned()
            }
            Self::Unlisted { names, .. } => {
                let mut hint =
                    "add these lines in the order of the names, or remove the files:".to_owned();
                for name in names {
                    hint.push_str(&format!("\n  mod {name};\n  Box::new({name}::Migration),"));
                }
                hint
            }
            Self::Forked { name, .. } => format!("{program} rebase {name}"),
            Self::Unanswered { asked } => {
                let first = asked.iter().filter_map(|(_, answers)| answers.first());
                let first: Vec<&str> = first.map(String::as_str).collect();
                format!("add one answer for each, as in: {program} new NAME {}", first.join(" "))
            }
            Self::Refused { .. } => {
                format!(
                    "write it by hand: {program} new NAME --empty, then {program} verify NAME --write"
                )
            }
            Self::Files { .. } => {
                "check the rights of the file and its folder, and run it again".to_owned()
            }
            Self::Applied { .. } => format!(
                "what ran stays where it is; `{program} down` reverts it first, and where it can't be reverted the other one has to move"
            ),
            Self::Program { .. } => {
                "is it installed? CARGO names the cargo to use, else it is looked for on PATH"
                    .to_owned()
            }
        }
    }
}

impl From<TitleError> for AuthorError {
    fn from(error: TitleError) -> Self {
        Self::Title(error)
    }
}
