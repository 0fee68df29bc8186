//! What a schema has beside tables: namespaces, enumerated types, domains, sequences.

use serde::{Deserialize, Serialize};

use super::{Constraint, Dependent, Expression, Name, Named, Type};

/// A namespace (`CREATE SCHEMA`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Namespace {
    /// Its name, itself without a namespace.
    pub name: Name,
    /// Its comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// An enumerated type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enumeration {
    /// Its name.
    pub name: Name,
    /// Its values, in their order.
    pub values: Vec<String>,
    /// Its comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// What is not modelled and uses it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dependents: Vec<Dependent>,
}

/// A domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Domain {
    /// Its name.
    pub name: Name,
    /// What it is a domain of.
    pub base: Type,
    /// Its collation, where it is not the type's own; as SQL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// Whether it may be NULL.
    pub is_nullable: bool,
    /// Its default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Expression>,
    /// Its checks, by name.
    pub checks: Vec<Constraint>,
    /// Its comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// What is not modelled and uses it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dependents: Vec<Dependent>,
}

/// A sequence that is no serial or identity column's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sequence {
    /// Its name.
    pub name: Name,
    /// How it counts.
    pub options: SequenceOptions,
    /// The column with which it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<(Name, String)>,
    /// Its comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// How a sequence counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SequenceOptions {
    /// The type of its numbers.
    #[serde(rename = "type")]
    pub ty: String,
    /// The first.
    pub start: i64,
    /// From one to the next.
    pub increment: i64,
    /// The smallest.
    pub min: i64,
    /// The largest.
    pub max: i64,
    /// How many a session takes at once.
    pub cache: i64,
    /// Whether it begins again at the end.
    pub is_cycling: bool,
}

macro_rules! named {
    ($($ty:ty),*) => {
        $(impl Named for $ty {
            fn name(&self) -> &Name {
                &self.name
            }
        })*
    };
}

named!(Namespace, Enumeration, Domain, Sequence);
