//! What a run would delete, as a value that can be shown and asked about.
//!
//! Finding it out is `rehearse`'s work.

use std::fmt;

/// Something that is there before and not after.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// A table that is dropped with rows in it.
    Table {
        /// The migration that drops it.
        migration: String,
        /// The table.
        table: String,
        /// Its rows.
        rows: u64,
    },
    /// A column that is dropped with values in it.
    Column {
        /// The migration that drops it.
        migration: String,
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// Rows in which it is not NULL.
        rows: u64,
    },
    /// A table that is dropped with everything else, with rows in it.
    Contents {
        /// The table.
        table: String,
        /// Its rows.
        rows: u64,
    },
    /// Rows that go because the rows they refer to go.
    Rows {
        /// The migration that deletes them.
        migration: String,
        /// The table.
        table: String,
        /// How many.
        rows: u64,
    },
    /// The migration runs outside a transaction, so that it can't be tried beforehand.
    Unknown {
        /// The migration.
        migration: String,
    },
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table { migration, table, rows } => {
                write!(f, "table `{table}` with {} (by {migration})", counted(*rows, "row"))
            }
            Self::Column { migration, table, column, rows } => {
                write!(
                    f,
                    "column `{table}.{column}` with {} (by {migration})",
                    counted(*rows, "value")
                )
            }
            Self::Contents { table, rows } => {
                write!(f, "table `{table}` with {}", counted(*rows, "row"))
            }
            Self::Rows { migration, table, rows } => {
                write!(f, "{} of `{table}` (by {migration})", counted(*rows, "row"))
            }
            Self::Unknown { migration } => {
                write!(
                    f,
                    "whatever {migration} deletes: it runs outside a transaction and can't be tried first"
                )
            }
        }
    }
}

fn counted(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
