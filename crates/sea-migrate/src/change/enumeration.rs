//! An enumerated type comes, goes, or gets other values.

use super::{Deed, Facts};
use crate::schema::{Column, Enumeration, Name, Pair};

/// What can happen to an enumerated type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnumChange {
    /// It comes.
    Create(Enumeration),
    /// It goes.
    Drop(Enumeration),
    /// Its values become others.
    Alter {
        /// The type.
        types: Pair<Enumeration>,
        /// The columns that have it before and after.
        users: Vec<EnumUser>,
    },
}

/// A column of an enumerated type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumUser {
    /// Its table.
    pub table: Name,
    /// The column.
    pub columns: Pair<Column>,
    /// What takes the place of a value that goes.
    pub fill: Option<String>,
}

impl EnumChange {
    /// The type as it is afterwards, or was.
    #[must_use]
    pub fn enumeration(&self) -> &Enumeration {
        match self {
            Self::Create(it) | Self::Drop(it) => it,
            Self::Alter { types, .. } => &types.after,
        }
    }

    /// The values that go.
    #[must_use]
    pub fn removed(types: &Pair<Enumeration>) -> Vec<String> {
        let is_gone = |it: &&String| !types.after.values.contains(it);
        types.before.values.iter().filter(is_gone).cloned().collect()
    }

    /// Whether the values that were are there afterwards, in the same order.
    #[must_use]
    pub fn only_adds(types: &Pair<Enumeration>) -> bool {
        let kept = types.after.values.iter().filter(|it| types.before.values.contains(it));
        kept.eq(types.before.values.iter())
    }
}

impl Facts for EnumChange {
    fn inverse(&self) -> Self {
        match self.clone() {
            Self::Create(it) => Self::Drop(it),
            Self::Drop(it) => Self::Create(it),
            Self::Alter { types, users } => {
                let flip = |it: EnumUser| EnumUser { columns: it.columns.flip(), ..it };
                Self::Alter { types: types.flip(), users: users.into_iter().map(flip).collect() }
            }
        }
    }

    fn deed(&self) -> Deed {
        match self {
            Self::Create(_) => Deed::Add,
            Self::Drop(_) => Deed::Drop,
            Self::Alter { .. } => Deed::Alter,
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Create(_) => "create_enum",
            Self::Drop(_) => "drop_enum",
            Self::Alter { .. } => "alter_enum",
        }
    }

    fn object(&self) -> String {
        self.enumeration().name.to_string()
    }

    fn sentence(&self) -> String {
        let name = self.object();
        match self {
            Self::Create(it) | Self::Drop(it) => format!("enum {name} ({})", it.values.join(", ")),
            Self::Alter { types, .. } => {
                let is_new = |it: &&String| !types.before.values.contains(it);
                let added: Vec<_> = types.after.values.iter().filter(is_new).cloned().collect();
                let mut parts = Vec::new();
                for (sign, values) in [("+", added), ("-", Self::removed(types))] {
                    parts.extend(values.iter().map(|it| format!("{sign}{it}")));
                }
                if parts.is_empty() {
                    parts.push(format!("now in the order {}", types.after.values.join(", ")));
                }
                format!("enum {name}: {}", parts.join(", "))
            }
        }
    }
}
