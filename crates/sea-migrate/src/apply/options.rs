//! How patiently and how strictly migrations run.

use std::time::Duration;

use super::Interrupt;
use crate::history::Author;

/// What to do with a pending migration that is older than an applied one, as after a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LateMigrations {
    /// Apply it, with a notice.
    Apply,
    /// Refuse.
    Refuse,
}

/// How migrations run.
#[derive(Debug, Clone)]
pub struct Options {
    /// Who runs them.
    pub author: Author,
    /// How long to wait while somebody else migrates.
    pub lock_wait: Duration,
    /// How long a statement may wait for a lock before the migration is rolled back and tried again.
    pub lock_timeout: Duration,
    /// How often a migration that waited too long for a lock is tried again.
    pub lock_retries: u32,
    /// How long a statement may run, where the server can limit it.
    pub statement_timeout: Option<Duration>,
    /// What to do with late migrations.
    pub late: LateMigrations,
    /// What stops the run from outside.
    pub interrupt: Interrupt,
}

impl Options {
    /// The usual patience: a minute for another migrator, five seconds for a lock, ten more tries.
    #[must_use]
    pub fn by(author: Author) -> Self {
        Self {
            author,
            lock_wait: Duration::from_mins(1),
            lock_timeout: Duration::from_secs(5),
            lock_retries: 10,
            statement_timeout: None,
            late: LateMigrations::Apply,
            interrupt: Interrupt::never(),
        }
    }
}
