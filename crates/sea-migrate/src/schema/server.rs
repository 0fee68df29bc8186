//! What differs between the servers that speak one dialect.
//!
//! Facts, not names: who plans asks what a server does, and never which one it is.

use serde::{Deserialize, Serialize};

/// What a server of a dialect does where another one of the same dialect does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and none a mode")]
pub struct Server {
    /// A column that gets another name gets it in checks, defaults, generated columns and indexes, too. Where it does not,
    /// the server refuses the new name as long as one of them uses the old one.
    pub follows_columns: bool,
    /// A check that the server named after its table gets another name with the table.
    pub renames_checks: bool,
    /// A check has a name that no other one in the database has.
    pub checks_share_names: bool,
    /// A check of a time or of a list of values makes the server copy the table for a new name or type of any column.
    pub copies_under_checks: bool,
    /// A table gets another comment in the catalog alone, also where something else happens to it.
    pub comments_instantly: bool,
    /// A column of a long type may come with a value for all rows, and the table is not copied.
    pub fills_long_instantly: bool,
    /// The collation of tables that name none, where a statement can't call it the usual one.
    pub collation: Option<String>,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            follows_columns: true,
            renames_checks: false,
            checks_share_names: false,
            copies_under_checks: false,
            comments_instantly: true,
            fills_long_instantly: true,
            collation: None,
        }
    }
}
