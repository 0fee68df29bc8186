//! The only code that changes a database.
//!
//! Library, command line and container come through [`Runner`]; there is no second loop. Nothing here
//! prints: what happens is told as [`Event`]s.

mod baseline;
pub(crate) mod choose;
mod down;
mod event;
mod guard;
mod interrupt;
mod loss;
mod migrations;
mod options;
mod plan;
mod rehearse;
mod relay;
mod resolve;
mod run;
mod step;
mod up;
mod wipe;

use std::fmt;

pub use baseline::Baseline;
pub use choose::{DownTo, UpTo};
pub use down::{Consent, Decide};
pub use event::{Event, Observer};
pub use interrupt::{Interrupt, Signal};
pub use loss::Loss;
pub use migrations::Migrations;
pub use options::{LateMigrations, Options};
pub use plan::{Plan, PlannedStep};
pub use rehearse::Forecast;
pub use relay::Obstacle;
pub use resolve::Resolution;
pub(crate) use step::{NO_DOWN, is_transactional};

use crate::Error;
use crate::connect::{Connection, Target};
use crate::dialect::Dialect;
use crate::history::{self, Recorded, Standing};
use crate::lock::Scope;

/// Which way a migration runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Applying it.
    Up,
    /// Reverting it.
    Down,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Up => "up",
            Self::Down => "down",
        })
    }
}

/// The migrations of a program and a connection to run them on.
pub struct Runner<'r> {
    connection: &'r Connection,
    pub(crate) migrations: &'r Migrations,
    pub(crate) options: Options,
}

impl<'r> Runner<'r> {
    /// Brings them together; nothing is read or written yet.
    #[must_use]
    pub fn new(connection: &'r Connection, migrations: &'r Migrations, options: Options) -> Self {
        Self { connection, migrations, options }
    }

    /// Where the database stands. Reads only.
    ///
    /// # Errors
    /// [`Error::Database`] when the bookkeeping tables can't be read.
    pub async fn standing(&self) -> Result<Standing, Error> {
        let recorded = self.recorded().await?;
        Ok(self.compare(&recorded))
    }

    /// What the bookkeeping tables say. Reads only.
    ///
    /// # Errors
    /// [`Error::Database`] when they can't be read.
    pub async fn recorded(&self) -> Result<Recorded, Error> {
        history::read(self.connection.db(), self.dialect(), self.migrations.table())
            .await
            .map_err(|error| self.connection.refused(&error))
    }

    fn compare(&self, recorded: &Recorded) -> Standing {
        Standing::new(&self.migrations.known(), recorded)
    }

    fn scope(&self) -> Scope {
        Scope {
            table: self.migrations.table().to_string(),
            author: self.options.author.clone(),
            wait: self.options.lock_wait,
            interrupt: self.options.interrupt.clone(),
        }
    }

    /// The database as it may be shown.
    #[must_use]
    pub fn place(&self) -> &str {
        self.connection.target.place()
    }

    /// The database.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.connection.target
    }

    /// The dialect of the database.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.connection.dialect()
    }
}
