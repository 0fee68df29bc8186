//! Exit codes: the one list, and which error has which.

use super::Error;
use crate::apply::Signal;
#[cfg(feature = "author")]
use crate::author::AuthorError;

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
    /// Stopped by SIGINT, as shells report it.
    Interrupted = 130,
    /// Stopped by SIGTERM, as shells report it.
    Terminated = 143,
}

impl Error {
    /// The exit code that tells this error to a script.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Self::BadUrl { .. }
            | Self::BadSetting(_)
            | Self::NotText { .. }
            | Self::UnsupportedScheme { .. }
            | Self::NoUrl
            | Self::BadEnvFile { .. }
            | Self::UnreadableEnvFile { .. }
            | Self::UnknownMigration { .. }
            | Self::AmbiguousMigration { .. }
            | Self::NotApplied { .. }
            | Self::Incomparable(_)
            | Self::BadArgument { .. }
            | Self::NothingToResolve { .. } => Exit::Usage,
            Self::Unreachable { .. }
            | Self::LoginRefused { .. }
            | Self::NoDatabase { .. }
            | Self::NotADatabase { .. } => Exit::Unreachable,
            Self::MissingMigrations { .. }
            | Self::Unfinished { .. }
            | Self::NotResumable { .. }
            | Self::Edited { .. }
            | Self::OutOfOrder { .. } => Exit::History,
            Self::NotTheBaseline { .. } => Exit::Findings,
            #[cfg(feature = "author")]
            Self::Author(
                AuthorError::Title(_) | AuthorError::Unanswered { .. } | AuthorError::NoFolder,
            ) => Exit::Usage,
            #[cfg(feature = "author")]
            Self::Author(AuthorError::Unlisted { .. } | AuthorError::Forked { .. }) => {
                Exit::Findings
            }
            #[cfg(feature = "author")]
            Self::Entities(_) | Self::Author(_) => Exit::Failed,
            Self::LockTimeout { .. } => Exit::Locked,
            Self::Stopped { signal: Signal::Interrupt, .. } => Exit::Interrupted,
            Self::Stopped { signal: Signal::Terminate, .. } => Exit::Terminated,
            Self::DuplicateMigration { .. }
            | Self::ReadOnly { .. }
            | Self::MigrationFailed { .. }
            | Self::NotRecorded { .. }
            | Self::Irreversible { .. }
            | Self::DanglingRows { .. }
            | Self::NotConfirmed { .. }
            | Self::Declined
            | Self::NotAgreed { .. }
            | Self::Protected { .. }
            | Self::NoScratch { .. }
            | Self::Unreadable { .. }
            | Self::SessionLost { .. }
            | Self::PooledConnection { .. }
            | Self::Database { .. }
            | Self::Io(_) => Exit::Failed,
        }
    }
}
