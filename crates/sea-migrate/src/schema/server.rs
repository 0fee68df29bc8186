//! What differs between the servers that speak one dialect.
//!
//! Facts, not names: who plans asks what a server does, and never which one it is.

use serde::{Deserialize, Serialize};

/// What a server of a dialect does where another one of the same dialect does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    /// A column that gets another name gets it in checks, defaults, generated columns and indexes, too. Where it does not,
    /// the server refuses the new name as long as one of them uses the old one.
    pub follows_columns: bool,
    /// A check that the server named after its table gets another name with the table.
    pub renames_checks: bool,
    /// The collation of tables that name none, where a statement can't call it the usual one.
    pub collation: Option<String>,
}

impl Default for Server {
    fn default() -> Self {
        Self { follows_columns: true, renames_checks: false, collation: None }
    }
}
