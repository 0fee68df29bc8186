//! A sequence comes, goes, or counts otherwise.

use super::{Deed, Facts};
use crate::schema::{Pair, Sequence};

/// What can happen to a sequence that is no column's own.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "they live in short lists, and none is common")]
pub enum SequenceChange {
    /// It comes.
    Create(Sequence),
    /// It goes.
    Drop(Sequence),
    /// It counts otherwise, or goes with another column.
    Alter(Pair<Sequence>),
}

impl SequenceChange {
    /// The sequence as it is afterwards, or was.
    #[must_use]
    pub fn sequence(&self) -> &Sequence {
        match self {
            Self::Create(it) | Self::Drop(it) => it,
            Self::Alter(pair) => &pair.after,
        }
    }
}

impl Facts for SequenceChange {
    fn inverse(&self) -> Self {
        match self.clone() {
            Self::Create(it) => Self::Drop(it),
            Self::Drop(it) => Self::Create(it),
            Self::Alter(pair) => Self::Alter(pair.flip()),
        }
    }

    fn deed(&self) -> Deed {
        match self {
            Self::Create(_) => Deed::Add,
            Self::Drop(_) => Deed::Drop,
            Self::Alter(_) => Deed::Alter,
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Create(_) => "create_sequence",
            Self::Drop(_) => "drop_sequence",
            Self::Alter(_) => "alter_sequence",
        }
    }

    fn object(&self) -> String {
        self.sequence().name.to_string()
    }

    fn sentence(&self) -> String {
        format!("sequence {}", self.object())
    }
}
