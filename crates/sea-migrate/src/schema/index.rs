//! An index that no constraint stands for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Expression, NullsIn};

/// One index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// Its name, in the namespace of its table.
    pub name: String,
    /// Whether two rows may not agree in it.
    pub is_unique: bool,
    /// Whether it is complete: a build that broke off leaves one that is not, and that no query uses.
    #[serde(default = "complete")]
    pub is_valid: bool,
    /// Whether NULL equals NULL in it.
    #[serde(default)]
    pub nulls: NullsIn,
    /// Its method: `btree`, `gin` …
    pub method: String,
    /// What it is on, in order.
    pub keys: Vec<IndexKey>,
    /// Columns that are only carried along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// Which rows are in it, where not all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicate: Option<Expression>,
    /// Storage parameters.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub storage: BTreeMap<String, String>,
    /// Its comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// One key of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexKey {
    /// What it is on.
    pub on: KeyPart,
    /// How many characters or bytes of the value are in it, where not all (`MySQL`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<u32>,
    /// Its direction.
    #[serde(default)]
    pub order: Order,
    /// Where NULL stands.
    #[serde(default)]
    pub nulls: Nulls,
    /// Its collation, where it is not that of the column; as SQL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// Its operator class with parameters, where it is not the type's own; as SQL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator_class: Option<String>,
}

/// What a key is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyPart {
    /// A column.
    Column(String),
    /// An expression of the row.
    Expression(Expression),
}

/// The direction of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Smallest first.
    #[default]
    Ascending,
    /// Largest first.
    Descending,
}

/// Where NULL stands in a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nulls {
    /// Where the direction puts it.
    #[default]
    Usual,
    /// First, though the direction would put it last.
    First,
    /// Last, though the direction would put it first.
    Last,
}

fn complete() -> bool {
    true
}

impl Index {
    /// The index that stands behind a key or a unique constraint of that name.
    #[must_use]
    pub fn behind(name: &str, columns: &[String], include: &[String], nulls: NullsIn) -> Self {
        let on = |column: &String| IndexKey {
            on: KeyPart::Column(column.clone()),
            order: Order::Ascending,
            nulls: Nulls::Usual,
            collation: None,
            operator_class: None,
            prefix: None,
        };
        Self {
            name: name.to_owned(),
            is_unique: true,
            is_valid: true,
            nulls,
            method: "btree".to_owned(),
            keys: columns.iter().map(on).collect(),
            include: include.to_vec(),
            predicate: None,
            storage: BTreeMap::new(),
            comment: None,
        }
    }

    /// Whether it is on, carries or asks for the column.
    #[must_use]
    pub fn uses(&self, column: &str) -> bool {
        self.keys.iter().any(|key| match &key.on {
            KeyPart::Column(name) => name == column,
            KeyPart::Expression(expression) => expression.mentions(column),
        }) || self.include.iter().any(|it| it == column)
            || self.asks_for(column)
    }

    /// Whether an expression of it mentions the column.
    #[must_use]
    pub fn computes_with(&self, column: &str) -> bool {
        self.asks_for(column)
            || self
                .keys
                .iter()
                .any(|key| matches!(&key.on, KeyPart::Expression(it) if it.mentions(column)))
    }

    fn asks_for(&self, column: &str) -> bool {
        self.predicate.as_ref().is_some_and(|it| it.mentions(column))
    }

    /// The columns of the key that it is, for a foreign key to refer to.
    #[must_use]
    pub fn key(&self) -> Option<Vec<String>> {
        let is_whole = self.keys.iter().all(|it| it.prefix.is_none());
        if !self.is_unique || !self.is_valid || self.predicate.is_some() || !is_whole {
            return None;
        }
        let columns = self.keys.iter().map(|key| match &key.on {
            KeyPart::Column(name) => Some(name.clone()),
            KeyPart::Expression(_) => None,
        });
        columns.collect()
    }

    /// The same but for its name and its comment.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        let bare = |it: &Self| Self { name: String::new(), comment: None, ..it.clone() };
        bare(self) == bare(other)
    }
}
