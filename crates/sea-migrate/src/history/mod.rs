//! What ran on a database, and how that compares with the migrations of this program.
//!
//! The comparison is pure; reading and writing `SeaORM`'s table is `seaql`'s work.

pub mod seaql;
mod standing;

pub use standing::{Entry, Overall, Standing, State};

/// A row of `seaql_migrations`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The migration's name.
    pub name: String,
    /// When it was applied, in seconds since 1970 UTC, as `SeaORM` records it.
    pub at: i64,
}

/// What the bookkeeping table says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// There is no bookkeeping table: no migration ever ran here.
    Nothing,
    /// The rows of the table, by name.
    Rows(Vec<Applied>),
}
