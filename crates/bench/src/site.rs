//! Where databases are made for one run each, and thrown away.
//!
//! Making and dropping them is never measured.

mod postgres;
mod sqlite;

use std::process::Command;

use crate::script::Records;

pub(crate) use postgres::Postgres;
pub(crate) use sqlite::Sqlite;

/// A family of databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Postgres,
    Sqlite,
}

impl Engine {
    /// The program that people send statements with.
    pub(crate) fn shell(self) -> &'static str {
        match self {
            Self::Postgres => "psql",
            Self::Sqlite => "sqlite3",
        }
    }

    /// What the script with `records` is called in the report.
    pub(crate) fn shell_with(self, records: Records) -> String {
        match records {
            Records::None => format!("{}, the same statements", self.shell()),
            Records::SeaOrm => format!("{}, with SeaORM's record of each", self.shell()),
        }
    }
}

/// An empty database, or one that was migrated since.
#[derive(Debug)]
pub(crate) struct Database {
    pub(crate) url: String,
    /// What its shell calls it: a name, or a file.
    pub(crate) name: String,
}

/// A place for databases.
pub(crate) trait Site {
    fn engine(&self) -> Engine;

    /// What a reader has to know to understand the figures.
    fn label(&self) -> String;

    /// An empty database.
    fn create(&self) -> anyhow::Result<Database>;

    fn discard(&self, database: &Database) -> anyhow::Result<()>;

    /// The shell on `database`, set up to run a script from its stdin and to stop at the first error.
    fn shell(&self, database: &Database) -> Command;

    /// Whether that shell is on this machine.
    fn has_shell(&self) -> bool;
}
