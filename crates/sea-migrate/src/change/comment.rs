//! A comment becomes another.

use super::{Deed, Facts};
use crate::schema::{Name, Pair};

/// A comment becomes another, comes or goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetComment {
    /// What it is on, under the name that it has before and after.
    pub on: Pair<Commented>,
    /// The comment.
    pub comments: Pair<Option<String>>,
}

/// What can have a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Commented {
    /// A namespace.
    Namespace(Name),
    /// A table.
    Table(Name),
    /// A column of a table.
    Column(Name, String),
    /// A constraint of a table.
    Constraint(Name, String),
    /// An index of a table.
    Index(Name, String),
    /// An enumerated type.
    Enum(Name),
    /// A domain.
    Domain(Name),
    /// A check of a domain.
    DomainCheck(Name, String),
    /// A sequence.
    Sequence(Name),
}

impl Facts for SetComment {
    fn inverse(&self) -> Self {
        Self { on: self.on.clone().flip(), comments: self.comments.clone().flip() }
    }

    fn deed(&self) -> Deed {
        Deed::Alter
    }

    fn kind(&self) -> &'static str {
        "set_comment"
    }

    fn object(&self) -> String {
        match &self.on.after {
            Commented::Namespace(it)
            | Commented::Table(it)
            | Commented::Enum(it)
            | Commented::Domain(it)
            | Commented::Sequence(it) => it.to_string(),
            Commented::Column(it, part)
            | Commented::Constraint(it, part)
            | Commented::Index(it, part)
            | Commented::DomainCheck(it, part) => format!("{it}.{part}"),
        }
    }

    fn sentence(&self) -> String {
        match &self.comments.after {
            Some(text) => format!("comment on {}: {text}", self.object()),
            None => format!("no comment on {}", self.object()),
        }
    }

    fn table(&self) -> Option<&Name> {
        match &self.on.after {
            Commented::Table(it)
            | Commented::Column(it, _)
            | Commented::Constraint(it, _)
            | Commented::Index(it, _) => Some(it),
            _ => None,
        }
    }
}
