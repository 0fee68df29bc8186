//! Everything that can go wrong, in words for the person who has to mend it.
//!
//! A variant names the object, [`Error::hint`] says what to type next, [`Error::exit`] is the exit code.
//! Nothing here holds a password: a database is named by [`crate::connect::Target`]'s redacted form.

use std::{path::PathBuf, time::Duration};

use crate::apply::{Direction, Loss, Obstacle, Signal};
use crate::database_url::BadSetting;

mod aftermath;
mod exit;
mod hint;
mod lists;
mod server;

pub use aftermath::Aftermath;
pub use exit::Exit;
use lists::{INVALID_INDEXES, indented, listed_after};
pub use server::{ServerMessage, sqlx_error};

/// Why a command could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The entities ask for something that can't be made.
    #[cfg(feature = "author")]
    #[error(transparent)]
    Entities(#[from] crate::entities::EntityErrors),
    /// A migration can't be written, moved or proven.
    #[cfg(feature = "author")]
    #[error(transparent)]
    Author(#[from] crate::author::AuthorError),
    /// The database URL can't be read.
    #[error("the database URL (from {source_name}) is malformed: {reason}")]
    BadUrl {
        /// Where the URL came from: `DATABASE_URL`, `--database-url`.
        source_name: &'static str,
        /// What is wrong, without the URL itself.
        reason: String,
    },
    /// A setting from which the database URL is made can't be used.
    #[error("{0}")]
    BadSetting(#[from] BadSetting),
    /// A setting that is not text.
    #[error("{name} is not valid UTF-8")]
    NotText {
        /// Its name.
        name: String,
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
    #[error(
        "{direction} of `{name}` failed: {server}{}",
        listed_after(invalid_indexes, INVALID_INDEXES)
    )]
    MigrationFailed {
        /// The migration.
        name: String,
        /// Up or down.
        direction: Direction,
        /// What the server, or the migration itself, said.
        server: Box<ServerMessage>,
        /// What the database looks like now.
        aftermath: Aftermath,
        /// Indexes that are there and can't be used.
        invalid_indexes: Vec<String>,
    },
    /// A migration can't be written down as SQL.
    #[error(
        "{direction} of `{name}` can't be written down as SQL: {reason}{}",
        listed_after(asked, "\nit asked, and was told that nothing is there:")
    )]
    NotRecorded {
        /// The migration.
        name: String,
        /// Up or down.
        direction: Direction,
        /// What the migration said.
        reason: String,
        /// What it asked the database before, one statement each.
        asked: Vec<String>,
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
    /// Somebody else is migrating, longer than we may wait.
    #[error("{place} is being migrated by {}; gave up after {:.1} s", holder.as_deref().unwrap_or("somebody else"), waited.as_secs_f64())]
    LockTimeout {
        /// The database.
        place: String,
        /// Who holds the lock, if that can be seen.
        holder: Option<String>,
        /// How long we waited.
        waited: Duration,
    },
    /// The session that took the lock is gone.
    #[error("the connection to {place} was lost, and with it the lock")]
    SessionLost {
        /// The database.
        place: String,
    },
    /// A proxy hands our statements to changing sessions.
    #[error(
        "{place} is reached through a pool that changes the session between transactions, so no lock holds"
    )]
    PooledConnection {
        /// The database.
        place: String,
    },
    /// An earlier attempt stopped half way, outside a transaction.
    #[error(
        "{direction} of `{name}` was begun on {started} by {author} and {end} it runs outside a transaction, so part of it may be there{}",
        listed_after(
            invalid_indexes,
            "\ninvalid indexes, left by a failed CREATE INDEX CONCURRENTLY:"
        )
    )]
    Unfinished {
        /// The migration.
        name: String,
        /// Up or down.
        direction: Direction,
        /// When it began.
        started: String,
        /// Who ran it.
        author: String,
        /// How it ended, and how far it came, as far as it is known.
        end: String,
        /// Indexes that are there and can't be used.
        invalid_indexes: Vec<String>,
    },
    /// An attempt that was cut off can't be gone on with.
    #[error("{direction} of `{name}` can't go on where it was cut off: {obstacle}")]
    NotResumable {
        /// The migration.
        name: String,
        /// Up or down.
        direction: Direction,
        /// What is in the way.
        obstacle: Box<Obstacle>,
    },
    /// The source of applied migrations is no longer what was applied.
    #[error("{} edited after {} applied to {place}:\n{}", if names.len() == 1 { "a migration was" } else { "migrations were" }, if names.len() == 1 { "it was" } else { "they were" }, indented(names))]
    Edited {
        /// The database.
        place: String,
        /// The migrations.
        names: Vec<String>,
    },
    /// A pending migration is older than an applied one, and `--strict` forbids that.
    #[error(
        "pending migrations are older than `{head}`, which is applied to {place}:\n{}",
        indented(names)
    )]
    OutOfOrder {
        /// The database.
        place: String,
        /// The newest applied migration.
        head: String,
        /// The late ones.
        names: Vec<String>,
    },
    /// A resolution for which there is no reason.
    #[error("`{name}` needs no such resolution on {place}")]
    NothingToResolve {
        /// The migration.
        name: String,
        /// The database.
        place: String,
    },
    /// A signal stopped the run.
    #[error("stopped by {signal}{}", current.as_ref().map_or_else(|| "; no migration was running".to_owned(), |(direction, name, aftermath)| format!(" during {direction} of `{name}`, {aftermath}")))]
    Stopped {
        /// Which one.
        signal: Signal,
        /// What was running, and what is left of it.
        current: Option<(Direction, String, Aftermath)>,
    },
    /// Something destructive that nobody agreed to.
    #[error(
        "{what} on {place} needs somebody's consent{}",
        listed_after(losses, "\nthis would delete:")
    )]
    NotAgreed {
        /// The database.
        place: String,
        /// What was asked for.
        what: String,
        /// What would be lost, as far as it is known.
        losses: Vec<Loss>,
    },
    /// Something destructive on a database that is not a developer's own.
    #[error(
        "{what} on {place} is refused: the database is not on this machine, or APP_ENV is production"
    )]
    Protected {
        /// The database.
        place: String,
        /// What was asked for.
        what: String,
        /// The name to repeat.
        database: String,
        /// What would be lost, as far as it is known.
        losses: Vec<Loss>,
    },
    /// No scratch database can be had.
    #[error("can't create a scratch database on {place}: {reason}")]
    NoScratch {
        /// The database on whose server it was tried.
        place: String,
        /// The server's words.
        reason: String,
    },
    /// The real tables are not what the migrations make.
    #[error(
        "the tables of {place} are not what the migrations up to `{name}` make:\n{}",
        indented(differences)
    )]
    NotTheBaseline {
        /// The database.
        place: String,
        /// The last migration of the baseline.
        name: String,
        /// Every difference.
        differences: Vec<String>,
    },
    /// A schema can't be read.
    #[error("the schema of {place} can't be read: {reason}")]
    Unreadable {
        /// The database.
        place: String,
        /// What is in the way.
        reason: String,
    },
    /// Two schemas can't be compared as it was asked for.
    #[error("{0}")]
    Incomparable(#[from] crate::diff::DiffError),
    /// An argument of `diff` or `dump` can't be read.
    #[error("`{given}` is not {wanted}")]
    BadArgument {
        /// What was typed.
        given: String,
        /// What it should have been.
        wanted: &'static str,
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
