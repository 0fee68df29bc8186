//! What is in a database and not compared: it is named, so that nothing is passed over in silence.

use serde::{Deserialize, Serialize};

use super::Name;

/// One object that is not compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unmodelled {
    /// What it is: `view`, `function`, `trigger` …
    pub kind: String,
    /// Its name, as a person would say it.
    pub name: String,
    /// The table that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<Name>,
    /// The statement that makes it, where the database keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sql: Option<String>,
}

/// One object that is not compared and stands on something that is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Dependent {
    /// The column that it uses; nothing for the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What it is.
    pub kind: String,
    /// Its name, as a person would say it.
    pub name: String,
}
