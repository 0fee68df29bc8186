//! The only code that changes a database.
//!
//! Library, command line and container come through [`Runner`]; there is no second loop. Nothing here
//! prints: what happens is told as [`Event`]s.

mod choose;
mod down;
mod event;
mod loss;
mod rehearse;
mod step;
mod up;

use std::collections::BTreeSet;
use std::fmt;

use sea_orm::DynIden;
use sea_orm_migration::{MigrationTrait, MigratorTraitSelf};

pub use choose::{DownTo, UpTo, down as choose_down, up as choose_up};
pub use down::Consent;
pub use event::{Event, Observer};
pub use loss::Loss;
pub use rehearse::Forecast;

use crate::Error;
use crate::connect::Connection;
use crate::dialect::Dialect;
use crate::history::{Standing, seaql};

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

/// The migrations of a program, in the order of its migrator's list.
pub struct Migrations {
    list: Vec<Box<dyn MigrationTrait>>,
    table: DynIden,
}

impl Migrations {
    /// Takes them from any `SeaORM` migrator, unmodified.
    ///
    /// # Errors
    /// [`Error::DuplicateMigration`] when two have the same name.
    pub fn of(migrator: &impl MigratorTraitSelf) -> Result<Self, Error> {
        let list = migrator.migrations();
        let mut seen = BTreeSet::new();
        for migration in &list {
            if !seen.insert(migration.name().to_owned()) {
                return Err(Error::DuplicateMigration { name: migration.name().to_owned() });
            }
        }
        Ok(Self { list, table: migrator.migration_table_name() })
    }

    /// Their names, in order.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.list.iter().map(|migration| migration.name()).collect()
    }

    fn get(&self, name: &str) -> Option<&dyn MigrationTrait> {
        self.list.iter().map(AsRef::as_ref).find(|migration| migration.name() == name)
    }
}

/// The migrations of a program and a connection to run them on.
pub struct Runner<'r> {
    connection: &'r Connection,
    migrations: &'r Migrations,
}

impl<'r> Runner<'r> {
    /// Brings the two together; nothing is read or written yet.
    #[must_use]
    pub fn new(connection: &'r Connection, migrations: &'r Migrations) -> Self {
        Self { connection, migrations }
    }

    /// Where the database stands. Reads only.
    ///
    /// # Errors
    /// [`Error::Database`] when the bookkeeping table can't be read.
    pub async fn standing(&self) -> Result<Standing, Error> {
        let recorded = seaql::read(self.connection.db(), &self.migrations.table)
            .await
            .map_err(|error| Error::database(self.connection.target.place(), &error))?;
        Ok(Standing::new(&self.migrations.names(), &recorded))
    }

    /// The database as it may be shown.
    #[must_use]
    pub fn place(&self) -> &str {
        self.connection.target.place()
    }

    /// The dialect of the database.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.connection.dialect()
    }
}
