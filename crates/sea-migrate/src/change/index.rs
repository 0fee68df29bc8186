//! An index comes, goes, or gets another name.

use super::{Deed, Facts, listed};
use crate::schema::{Index, KeyPart, Name, Pair};

/// What can happen to an index.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "they live in short lists, and none is common")]
pub enum IndexChange {
    /// It comes.
    Create {
        /// Its table.
        table: Name,
        /// The index.
        index: Index,
    },
    /// It goes.
    Drop {
        /// Its table.
        table: Name,
        /// The index.
        index: Index,
    },
    /// It gets another name and stays what it is.
    Rename {
        /// Its table.
        table: Name,
        /// The index, under both names.
        indexes: Pair<Index>,
    },
}

impl IndexChange {
    /// The index as it is afterwards, or was.
    #[must_use]
    pub fn index(&self) -> &Index {
        match self {
            Self::Create { index, .. } | Self::Drop { index, .. } => index,
            Self::Rename { indexes, .. } => &indexes.after,
        }
    }

    /// Its table.
    #[must_use]
    pub fn of(&self) -> &Name {
        match self {
            Self::Create { table, .. } | Self::Drop { table, .. } | Self::Rename { table, .. } => {
                table
            }
        }
    }
}

impl Facts for IndexChange {
    fn inverse(&self) -> Self {
        match self.clone() {
            Self::Create { table, index } => Self::Drop { table, index },
            Self::Drop { table, index } => Self::Create { table, index },
            Self::Rename { table, indexes } => Self::Rename { table, indexes: indexes.flip() },
        }
    }

    fn deed(&self) -> Deed {
        match self {
            Self::Create { .. } => Deed::Add,
            Self::Drop { .. } => Deed::Drop,
            Self::Rename { .. } => Deed::Alter,
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Create { .. } => "create_index",
            Self::Drop { .. } => "drop_index",
            Self::Rename { .. } => "rename_index",
        }
    }

    fn object(&self) -> String {
        format!("{}.{}", self.of(), self.index().name)
    }

    fn sentence(&self) -> String {
        let it = self.index();
        if let Self::Rename { indexes, .. } = self {
            return format!("index {} → {}", indexes.before.name, indexes.after.name);
        }
        let unique = if it.is_unique { "unique " } else { "" };
        let keys = it.keys.iter().map(|key| match &key.on {
            KeyPart::Column(name) => name.clone(),
            KeyPart::Expression(expression) => expression.sql.clone(),
        });
        let rows = it.predicate.as_ref().map(|it| format!(" where {}", it.sql)).unwrap_or_default();
        let keys = listed(&keys.collect::<Vec<_>>());
        let broken = if it.is_valid { "" } else { ", which was not built to its end" };
        format!("{unique}index {} ({keys}){rows}{broken}", it.name)
    }

    fn table(&self) -> Option<&Name> {
        Some(self.of())
    }
}
