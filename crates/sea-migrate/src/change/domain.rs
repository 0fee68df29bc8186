//! A domain comes, goes, or says something else.

use super::{Deed, Facts};
use crate::schema::{Domain, Pair};

/// What can happen to a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "they live in short lists, and none is common")]
pub enum DomainChange {
    /// It comes.
    Create(Domain),
    /// It goes.
    Drop(Domain),
    /// Its default, its checks or its nullability become others.
    Alter(Pair<Domain>),
}

impl DomainChange {
    /// The domain as it is afterwards, or was.
    #[must_use]
    pub fn domain(&self) -> &Domain {
        match self {
            Self::Create(it) | Self::Drop(it) => it,
            Self::Alter(pair) => &pair.after,
        }
    }
}

impl Facts for DomainChange {
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
            Self::Create(_) => "create_domain",
            Self::Drop(_) => "drop_domain",
            Self::Alter(_) => "alter_domain",
        }
    }

    fn object(&self) -> String {
        self.domain().name.to_string()
    }

    fn sentence(&self) -> String {
        format!("domain {} ({})", self.object(), self.domain().base.sql)
    }
}
