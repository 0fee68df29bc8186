//! A namespace comes or goes.

use super::{Deed, Facts};
use crate::schema::Namespace;

/// What can happen to a namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NamespaceChange {
    /// It comes.
    Create(Namespace),
    /// It goes, when all that is in it is gone.
    Drop(Namespace),
}

impl NamespaceChange {
    /// The namespace.
    #[must_use]
    pub fn namespace(&self) -> &Namespace {
        match self {
            Self::Create(it) | Self::Drop(it) => it,
        }
    }
}

impl Facts for NamespaceChange {
    fn inverse(&self) -> Self {
        match self.clone() {
            Self::Create(it) => Self::Drop(it),
            Self::Drop(it) => Self::Create(it),
        }
    }

    fn deed(&self) -> Deed {
        match self {
            Self::Create(_) => Deed::Add,
            Self::Drop(_) => Deed::Drop,
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Create(_) => "create_schema",
            Self::Drop(_) => "drop_schema",
        }
    }

    fn object(&self) -> String {
        self.namespace().name.to_string()
    }

    fn sentence(&self) -> String {
        format!("schema {}", self.object())
    }
}
