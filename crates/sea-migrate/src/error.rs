//! Everything that can go wrong, in words for the person who has to mend it.
//!
//! A variant names the object, [`Error::hint`] says what to type next, [`Error::exit`] is the exit code.
//! Nothing here holds a password: a database is named by [`crate::connect::Target`]'s redacted form.

use std::path::PathBuf;

use sea_orm::DbErr;

use crate::apply::{Direction, Loss};

mod server;

pub use server::{ServerMessage, sqlx_error};

/// How a run ended, for the exit code. The one list of DESIGN's command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    /// Done, or nothing to do.
    Done = 0,
    /// Something failed.
    Failed = 1,
    /// The command line or the configuration is wrong.
    Usage = 2,
    /// A check found something.
    Findings = 3,
    /// The lock was not obtained in time.
    Locked = 4,
    /// The database can't be reached or entered.
    Unreachable = 5,
    /// The history needs a person: edited, missing or unfinished migrations.
    History = 6,
}

/// Why a command could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database URL can't be read.
    #[error("the database URL (from {source_name}) is malformed: {reason}")]
    BadUrl {
        /// Where the URL came from: `DATABASE_URL`, `--database-url`.
        source_name: &'static str,
        /// What is wrong, without the URL itself.
        reason: String,
    },
    /// The database URL names a database that we don't know.
    #[error("the database URL (from {source_name}) has the unsupported scheme `{scheme}`")]
    UnsupportedScheme {
        /// Where the URL came from.
        source_name: &'static str,
        /// What stands before the first colon.
        scheme: String,
    },
    /// There is no database URL and none may be assumed.
    #[error("DATABASE_URL is not set")]
    NoUrl,
    /// A `.env` file can't be read.
    #[error("{}:{line}: not a KEY=value line{}", path.display(), key.as_ref().map(|key| format!(" (`{key}`)")).unwrap_or_default())]
    BadEnvFile {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What stands before the `=`, if anything; never the value.
        key: Option<String>,
    },
    /// A `.env` file can't be opened.
    #[error("can't read {}: {reason}", path.display())]
    UnreadableEnvFile {
        /// The file.
        path: PathBuf,
        /// The system's words.
        reason: String,
    },
    /// No migration has such a name.
    #[error("no migration is called `{given}`")]
    UnknownMigration {
        /// What was typed.
        given: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// Several migrations match a part of a name.
    #[error("`{given}` could be any of {} migrations:\n{}", matching.len(), indented(matching))]
    AmbiguousMigration {
        /// What was typed.
        given: String,
        /// The names that contain it.
        matching: Vec<String>,
    },
    /// Two migrations in the migrator's list have the same name.
    #[error("two migrations are called `{name}`")]
    DuplicateMigration {
        /// The name.
        name: String,
    },
    /// The target of `down --to` or `current` is not applied.
    #[error("`{name}` is not applied to {place}")]
    NotApplied {
        /// The migration.
        name: String,
        /// The database.
        place: String,
    },
    /// Nothing answers at the database's address.
    #[error("can't reach {place}: {reason}")]
    Unreachable {
        /// The database, without password.
        place: String,
        /// The system's words.
        reason: String,
    },
    /// The server refuses the user or the password.
    #[error("{place} refuses the login: {reason}")]
    LoginRefused {
        /// The database, without password.
        place: String,
        /// The server's words.
        reason: String,
    },
    /// The server has no database of that name.
    #[error("{place} does not exist: {reason}")]
    NoDatabase {
        /// The database, without password.
        place: String,
        /// The server's words.
        reason: String,
    },
    /// The path of an embedded database can't be one.
    #[error("can't open {place}: {reason}")]
    NotADatabase {
        /// The database.
        place: String,
        /// What is there instead.
        reason: String,
    },
    /// The database may be read but not written.
    #[error("{place} is read-only: {reason}")]
    ReadOnly {
        /// The database.
        place: String,
        /// The server's words.
        reason: String,
    },
    /// Applied migrations that this program does not contain stand in the way.
    #[error("{place} has migrations that this program does not contain:\n{}", indented(names))]
    MissingMigrations {
        /// The database.
        place: String,
        /// The unknown names, oldest first.
        names: Vec<String>,
    },
    /// A migration stopped with an error.
    #[error("{direction} of `{name}` failed: {server}")]
    MigrationFailed {
        /// The migration.
        name: String,
        /// Up or down.
        direction: Direction,
        /// What the server, or the migration itself, said.
        server: Box<ServerMessage>,
        /// What the database looks like now.
        aftermath: Aftermath,
    },
    /// The migration has no `down`.
    #[error("`{name}` can't be reverted: it has no `down`")]
    Irreversible {
        /// The migration.
        name: String,
    },
    /// The migration would leave rows that point at nothing.
    #[error(
        "{direction} of `{name}` would leave {violations} rows in `{table}` that refer to missing rows of `{parent}`"
    )]
    DanglingRows {
        /// The migration.
        name: String,
        /// Up or down.
        direction: Direction,
        /// The referring table.
        table: String,
        /// The table referred to.
        parent: String,
        /// How many rows.
        violations: usize,
    },
    /// Data would be lost and nobody agreed to it.
    #[error("this would delete, from {place}:\n{}", indented(losses))]
    NotConfirmed {
        /// The database.
        place: String,
        /// What would be lost.
        losses: Vec<Loss>,
    },
    /// A person said no.
    #[error("stopped; nothing was changed")]
    Declined,
    /// The database refused something outside a migration.
    #[error("{place}: {server}")]
    Database {
        /// The database.
        place: String,
        /// The server's words.
        server: Box<ServerMessage>,
    },
    /// Input or output of our own failed.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// What state a failed migration left behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aftermath {
    /// Everything the migration did was rolled back.
    RolledBack,
    /// The migration ran outside a transaction: what it did before the error is still there.
    PartlyDone,
}

impl Error {
    /// The exit code that tells this error to a script.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Self::BadUrl { .. }
            | Self::UnsupportedScheme { .. }
            | Self::NoUrl
            | Self::BadEnvFile { .. }
            | Self::UnreadableEnvFile { .. }
            | Self::UnknownMigration { .. }
            | Self::AmbiguousMigration { .. }
            | Self::NotApplied { .. } => Exit::Usage,
            Self::Unreachable { .. }
            | Self::LoginRefused { .. }
            | Self::NoDatabase { .. }
            | Self::NotADatabase { .. } => Exit::Unreachable,
            Self::MissingMigrations { .. } => Exit::History,
            Self::DuplicateMigration { .. }
            | Self::ReadOnly { .. }
            | Self::MigrationFailed { .. }
            | Self::Irreversible { .. }
            | Self::DanglingRows { .. }
            | Self::NotConfirmed { .. }
            | Self::Declined
            | Self::Database { .. }
            | Self::Io(_) => Exit::Failed,
        }
    }

    /// What to type or do next. `program` is how the user calls the migration binary.
    #[must_use]
    pub fn hint(&self, program: &str) -> Option<String> {
        Some(match self {
            Self::BadUrl { .. } => "write it as postgres://user:password@host:5432/database (percent-encode special characters in the \
                 password: @ is %40, / is %2F, # is %23) or sqlite://file.sqlite?mode=rwc"
                .into(),
            Self::UnsupportedScheme { .. } => "use postgres://, mysql:// or sqlite://".into(),
            Self::NoUrl => "set DATABASE_URL, for example postgres://user:password@host:5432/database".into(),
            Self::BadEnvFile { .. } => "write KEY=value, put a value with spaces in quotes, start a comment with #".into(),
            Self::UnreadableEnvFile { .. } => "make the file readable, or remove it".into(),
            Self::UnknownMigration { given, known } => match closest(given, known) {
                Some(name) => format!("did you mean `{name}`? `{program} status` lists them all"),
                None => format!("`{program} status` lists them"),
            },
            Self::AmbiguousMigration { .. } => "give a longer part of the name".into(),
            Self::DuplicateMigration { .. } => "give one of them another name in the migrator's list".into(),
            Self::NotApplied { .. } => format!("`{program} status` shows what is applied"),
            Self::Unreachable { .. } => "is the server running, and are host and port in DATABASE_URL right?".into(),
            Self::LoginRefused { .. } => "check user and password in DATABASE_URL".into(),
            Self::NoDatabase { place, .. } if place.starts_with("sqlite") => {
                "check the path, or add ?mode=rwc to the URL so that the file is created".into()
            }
            Self::NoDatabase { .. } => "create the database, or correct its name in DATABASE_URL".into(),
            Self::NotADatabase { .. } => "give the path of a file, as in sqlite://file.sqlite?mode=rwc".into(),
            Self::ReadOnly { .. } => "check the rights of the file and its folder, or of the database user".into(),
            Self::MissingMigrations { .. } => {
                format!("run this with the newer program, or restore the missing files; `{program} status` shows both sides")
            }
            Self::MigrationFailed { aftermath: Aftermath::RolledBack, .. } => {
                format!("everything it did was rolled back; mend the migration or the data and run `{program} up` again")
            }
            Self::MigrationFailed { aftermath: Aftermath::PartlyDone, .. } => "it runs outside a transaction, so what it did before the error is still there; look at the database \
                 before you run it again"
                .into(),
            Self::Irreversible { .. } => "write its `down`, or restore a backup".into(),
            Self::DanglingRows { .. } => "it was rolled back; delete or correct those rows in the migration".into(),
            Self::NotConfirmed { .. } => "add --yes if that is what you want; a backup first costs little".into(),
            Self::Declined | Self::Database { .. } | Self::Io(_) => return None,
        })
    }

    /// Whatever the server said outside a migration, as the most telling variant.
    pub(crate) fn database(place: &str, error: &DbErr) -> Self {
        let server = ServerMessage::of(error);
        if server.is_read_only() {
            return Self::ReadOnly { place: place.to_owned(), reason: server.message };
        }
        Self::Database { place: place.to_owned(), server: Box::new(server) }
    }
}

/// One item a line, indented, for the list under an error's first sentence.
fn indented<T: ToString>(items: &[T]) -> String {
    items.iter().map(|item| format!("  {}", item.to_string())).collect::<Vec<_>>().join("\n")
}

/// The known name that shares the longest run of words with what was typed.
fn closest<'k>(given: &str, known: &'k [String]) -> Option<&'k String> {
    let score = |name: &str| {
        given
            .split('_')
            .filter(|word| word.len() > 2 && name.contains(word))
            .map(str::len)
            .sum::<usize>()
    };
    known.iter().filter(|name| score(name) > 0).max_by_key(|name| score(name))
}
