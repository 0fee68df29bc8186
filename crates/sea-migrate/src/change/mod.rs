//! What can happen to a schema: one file for each kind of object, each with its deeds, their inverse and their sentence.
//!
//! A change holds the whole of what it is about, with its real name, so that it can be undone without looking
//! anything up. Nothing here knows SQL or an order.

mod column;
mod comment;
mod constraint;
mod domain;
mod enumeration;
mod index;
mod namespace;
mod rename;
mod sequence;
mod table;

pub use column::{AlterColumn, ColumnChange};
pub use comment::{Commented, SetComment};
pub use constraint::ConstraintChange;
pub use domain::DomainChange;
pub use enumeration::{EnumChange, EnumUser};
pub use index::IndexChange;
pub use namespace::NamespaceChange;
pub use rename::{Movable, Rename, Renamed};
pub use sequence::SequenceChange;
pub use table::TableChange;

use crate::schema::Name;

/// One thing that differs between two schemas.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "they live in short lists, and none is common")]
pub enum Change {
    /// A namespace.
    Namespace(NamespaceChange),
    /// An enumerated type.
    Enum(EnumChange),
    /// A domain.
    Domain(DomainChange),
    /// A sequence.
    Sequence(SequenceChange),
    /// A table.
    Table(TableChange),
    /// A column.
    Column(ColumnChange),
    /// A constraint.
    Constraint(ConstraintChange),
    /// An index.
    Index(IndexChange),
    /// A new name for what stays.
    Rename(Rename),
    /// A comment.
    Comment(SetComment),
}

/// What a change does to its object, for the sign before its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    /// It comes.
    Add,
    /// It goes.
    Drop,
    /// It becomes another.
    Alter,
}

impl Deed {
    /// As a sign: `+`, `-`, `~`.
    #[must_use]
    pub fn sign(self) -> char {
        match self {
            Self::Add => '+',
            Self::Drop => '-',
            Self::Alter => '~',
        }
    }
}

/// What every kind of change can say of itself.
trait Facts: Sized {
    fn inverse(&self) -> Self;
    fn deed(&self) -> Deed;
    fn kind(&self) -> &'static str;
    fn object(&self) -> String;
    fn sentence(&self) -> String;
    fn table(&self) -> Option<&Name> {
        None
    }
}

macro_rules! each {
    ($self:ident, $it:ident => $do:expr) => {
        match $self {
            Change::Namespace($it) => $do,
            Change::Enum($it) => $do,
            Change::Domain($it) => $do,
            Change::Sequence($it) => $do,
            Change::Table($it) => $do,
            Change::Column($it) => $do,
            Change::Constraint($it) => $do,
            Change::Index($it) => $do,
            Change::Rename($it) => $do,
            Change::Comment($it) => $do,
        }
    };
}

impl Change {
    /// The change that undoes this one.
    #[must_use]
    pub fn inverse(&self) -> Self {
        match self {
            Self::Namespace(it) => Self::Namespace(it.inverse()),
            Self::Enum(it) => Self::Enum(it.inverse()),
            Self::Domain(it) => Self::Domain(it.inverse()),
            Self::Sequence(it) => Self::Sequence(it.inverse()),
            Self::Table(it) => Self::Table(it.inverse()),
            Self::Column(it) => Self::Column(it.inverse()),
            Self::Constraint(it) => Self::Constraint(it.inverse()),
            Self::Index(it) => Self::Index(it.inverse()),
            Self::Rename(it) => Self::Rename(it.inverse()),
            Self::Comment(it) => Self::Comment(it.inverse()),
        }
    }

    /// What it does to its object.
    #[must_use]
    pub fn deed(&self) -> Deed {
        each!(self, it => it.deed())
    }

    /// Its kind in words that programs may rely on: `add_column`, `drop_index` …
    #[must_use]
    pub fn kind(&self) -> &'static str {
        each!(self, it => it.kind())
    }

    /// The name of its object: `users`, `users.email` …
    #[must_use]
    pub fn object(&self) -> String {
        each!(self, it => it.object())
    }

    /// What it is, for people.
    #[must_use]
    pub fn sentence(&self) -> String {
        each!(self, it => it.sentence())
    }

    /// The table that it is about.
    #[must_use]
    pub fn table(&self) -> Option<&Name> {
        each!(self, it => it.table())
    }
}

/// Names in a list for people.
fn listed(names: &[String]) -> String {
    names.join(", ")
}
