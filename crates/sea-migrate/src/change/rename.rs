//! Something gets another name and stays what it is: a person said so, it is never guessed.

use super::{Deed, Facts};
use crate::schema::{Name, Pair};

/// A new name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// What is renamed.
    pub what: Renamed,
    /// The old name and the new one.
    pub names: Pair<String>,
}

/// What can be renamed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Renamed {
    /// A table; the name holds its namespace.
    Table(Name),
    /// A column of a table.
    Column(Name),
    /// An enumerated type.
    Enum(Name),
    /// A value of an enumerated type.
    EnumValue(Name),
    /// A domain.
    Domain(Name),
    /// A sequence.
    Sequence(Name),
    /// Anything in another namespace, under its own name; with the names in full.
    Moved(Movable, Pair<Name>),
}

/// What can go to another namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Movable {
    /// A table, with all that belongs to it.
    Table,
    /// An enumerated type.
    Enum,
    /// A domain.
    Domain,
    /// A sequence.
    Sequence,
}

impl Facts for Rename {
    fn inverse(&self) -> Self {
        let what = match self.what.clone() {
            // These are known by the name that changes.
            Renamed::Table(it) => Renamed::Table(it.beside(&self.names.after)),
            Renamed::Enum(it) => Renamed::Enum(it.beside(&self.names.after)),
            Renamed::Domain(it) => Renamed::Domain(it.beside(&self.names.after)),
            Renamed::Sequence(it) => Renamed::Sequence(it.beside(&self.names.after)),
            Renamed::Moved(what, names) => Renamed::Moved(what, names.flip()),
            part @ (Renamed::Column(_) | Renamed::EnumValue(_)) => part,
        };
        Self { what, names: self.names.clone().flip() }
    }

    fn deed(&self) -> Deed {
        Deed::Alter
    }

    fn kind(&self) -> &'static str {
        match self.what {
            Renamed::Table(_) => "rename_table",
            Renamed::Column(_) => "rename_column",
            Renamed::Enum(_) => "rename_enum",
            Renamed::EnumValue(_) => "rename_enum_value",
            Renamed::Domain(_) => "rename_domain",
            Renamed::Sequence(_) => "rename_sequence",
            Renamed::Moved(Movable::Table, _) => "move_table",
            Renamed::Moved(Movable::Enum, _) => "move_enum",
            Renamed::Moved(Movable::Domain, _) => "move_domain",
            Renamed::Moved(Movable::Sequence, _) => "move_sequence",
        }
    }

    fn object(&self) -> String {
        match &self.what {
            Renamed::Table(it)
            | Renamed::Enum(it)
            | Renamed::Domain(it)
            | Renamed::Sequence(it) => it.to_string(),
            Renamed::Moved(_, names) => names.before.to_string(),
            Renamed::Column(it) | Renamed::EnumValue(it) => format!("{it}.{}", self.names.before),
        }
    }

    fn sentence(&self) -> String {
        let noun = match self.what {
            Renamed::Table(_) | Renamed::Moved(Movable::Table, _) => "table",
            Renamed::Column(_) => "column",
            Renamed::Enum(_) | Renamed::Moved(Movable::Enum, _) => "enum",
            Renamed::EnumValue(_) => "value",
            Renamed::Domain(_) | Renamed::Moved(Movable::Domain, _) => "domain",
            Renamed::Sequence(_) | Renamed::Moved(Movable::Sequence, _) => "sequence",
        };
        format!("{noun} {} → {}", self.names.before, self.names.after)
    }

    fn table(&self) -> Option<&Name> {
        match &self.what {
            Renamed::Table(it) | Renamed::Column(it) => Some(it),
            Renamed::Moved(Movable::Table, names) => Some(&names.before),
            _ => None,
        }
    }
}
