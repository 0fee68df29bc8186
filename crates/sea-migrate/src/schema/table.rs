//! A table with all that belongs to it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Column, Constraint, Dependent, Index, Name, Named, Rule};

/// One table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: Name,
    /// Its columns, in their order, which is no difference.
    pub columns: Vec<Column>,
    /// Its constraints, by kind and name.
    pub constraints: Vec<Constraint>,
    /// Its indexes, by name, without those that stand behind a constraint.
    pub indexes: Vec<Index>,
    /// The rest of what can be said about it.
    #[serde(default)]
    pub options: TableOptions,
    /// Its comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// What is not modelled and stands on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dependents: Vec<Dependent>,
}

/// How a table is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TableOptions {
    /// Whether it outlives a crash.
    #[serde(default)]
    pub persistence: Persistence,
    /// Storage parameters.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub storage: BTreeMap<String, String>,
    /// The key by which it is partitioned, as SQL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partition_by: Option<String>,
    /// Whether its rows have a number beside their key (`SQLite`).
    #[serde(default)]
    pub rowid: Rowid,
    /// Whether its types are enforced (`SQLite`).
    #[serde(default)]
    pub typing: Typing,
    /// What keeps its rows, where not the usual (`MySQL`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engine: Option<String>,
    /// The collation of columns that name none, where not the database's (`MySQL`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
}

/// Whether a table outlives a crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Persistence {
    /// It does.
    #[default]
    Permanent,
    /// It is empty afterwards.
    Unlogged,
}

/// Whether rows have a number beside their key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rowid {
    /// They do.
    #[default]
    With,
    /// They don't.
    Without,
}

/// Whether types are enforced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Typing {
    /// A column may hold anything.
    #[default]
    Flexible,
    /// A column holds its type.
    Strict,
}

impl Named for Table {
    fn name(&self) -> &Name {
        &self.name
    }
}

impl Table {
    /// The column of that name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|it| it.name == name)
    }

    /// The columns of its primary key, in key order.
    #[must_use]
    pub fn primary_key(&self) -> Option<&[String]> {
        self.constraints.iter().find_map(|it| match &it.rule {
            Rule::PrimaryKey { columns, .. } => Some(columns.as_slice()),
            _ => None,
        })
    }

    /// Brings its parts into the order in which they are compared and shown.
    pub fn sort(&mut self) {
        self.constraints.sort_by_cached_key(|it| {
            (it.kind(), it.name.clone(), serde_json::to_string(&it.rule).unwrap_or_default())
        });
        self.indexes.sort_by(|a, b| a.name.cmp(&b.name));
        self.dependents.sort();
        self.dependents.dedup();
    }
}
