//! How long to wait and what to refuse, for every command that changes a database.

use std::time::Duration;

use clap::Args;

use crate::apply::{Interrupt, LateMigrations, Options};
use crate::history::Author;

/// How patiently and how strictly to change a database.
#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct Patience {
    /// Wait this long while somebody else migrates
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = humantime::parse_duration)]
    lock_wait: Duration,

    /// Let a statement wait this long for a lock, then roll back and try again
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = humantime::parse_duration)]
    lock_timeout: Duration,

    /// Let a statement run this long (PostgreSQL)
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
    statement_timeout: Option<Duration>,

    /// Refuse pending migrations that are older than an applied one
    #[arg(long)]
    strict: bool,
}

impl Patience {
    pub(super) fn options(self, author: Author, interrupt: Interrupt) -> Options {
        Options {
            lock_wait: self.lock_wait,
            lock_timeout: self.lock_timeout,
            statement_timeout: self.statement_timeout,
            late: if self.strict { LateMigrations::Refuse } else { LateMigrations::Apply },
            interrupt,
            ..Options::by(author)
        }
    }
}
