//! Renames that a person has asked for: found in both schemas, brought into an order, and carried out on the value
//! of what was, so that everything else is compared in the new names.

use std::collections::BTreeSet;

use super::DiffError;
use super::carried::carry_out;
use super::untangle::{Case, untangle};
use crate::change::{Movable, Rename, Renamed};
use crate::dialect::Dialect;
use crate::schema::{Name, Pair, Schema, Table};

/// A rename as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedRename {
    /// The old name: `table`, `table.column`, `type` or `type.value`, each with a namespace where it has one.
    pub from: String,
    /// The new name alone; with a namespace where that is another one.
    pub to: String,
}

/// Finds the renames, carries them out on `before` and returns them in an order that works.
pub(super) fn apply(
    schemas: &mut Pair<Schema>,
    wanted: &[WantedRename],
) -> Result<Vec<Rename>, DiffError> {
    let case = match schemas.after.dialect {
        Dialect::Postgres | Dialect::MySql => Case::Matters,
        Dialect::Sqlite => Case::MeansNothing,
    };
    let mut wholes: Vec<(Kind, Pair<Name>)> = Vec::new();
    let mut parts: Vec<Part> = Vec::new();
    for it in wanted {
        let (kind, owner, old) = find(&schemas.before, it)?;
        if kind.is_part() {
            let new = it.to.rsplit_once('.').map_or(it.to.as_str(), |(_, name)| name).to_owned();
            parts.push(Part { kind, owner, names: Pair::new(old, new) });
        } else {
            let new = target(kind, &owner, it, &schemas.after)?;
            wholes.push((kind, Pair::new(owner, new)));
        }
    }
    if case == Case::MeansNothing {
        let known: BTreeSet<Name> = wholes.iter().map(|it| it.1.before.clone()).collect();
        let found = same_but_for_case(schemas).into_iter();
        let new = found.filter(|it| !known.contains(&it.before));
        wholes.extend(new.map(|it| (Kind::Table, it)));
    }
    let mut renames = Vec::new();
    for kind in Kind::WHOLES {
        let pairs: Vec<Pair<Name>> =
            wholes.iter().filter(|it| it.0 == kind).map(|it| it.1.clone()).collect();
        for names in untangle(pairs, &kind.names(&schemas.before), case) {
            let rename = kind.renamed(&names);
            carry_out(&mut schemas.before, &rename);
            for part in parts.iter_mut().filter(|it| it.kind.owner() == kind) {
                if part.owner == names.before {
                    part.owner = names.after.clone();
                }
            }
            renames.push(rename);
        }
    }
    if case == Case::MeansNothing {
        for (table, names) in columns_same_but_for_case(schemas) {
            let is_known = |it: &Part| it.owner == table && it.names.before == names.before;
            if !parts.iter().any(is_known) {
                parts.push(Part { kind: Kind::Column, owner: table, names });
            }
        }
    }
    for (kind, owner, pairs) in scopes(parts) {
        let taken = kind.parts(&schemas.before, &owner);
        let there = kind.parts(&schemas.after, &owner);
        if let Some(pair) = pairs.iter().find(|it| !there.contains(&it.after)) {
            let (from, to) = (pair.before.clone(), pair.after.clone());
            return Err(DiffError::NothingRenamed { from, to, what: kind.noun() });
        }
        let plain = |it: Pair<String>| it.map(|it| Name::plain(&it));
        let taken = taken.iter().map(|it| Name::plain(it)).collect();
        // A column may change the case of its name without a third one.
        for names in untangle(pairs.into_iter().map(plain).collect(), &taken, Case::Matters) {
            let names = names.map(|it| it.name);
            let rename = Rename { what: kind.part(owner.clone()), names };
            carry_out(&mut schemas.before, &rename);
            renames.push(rename);
        }
    }
    for table in schemas.before.tables.values_mut() {
        table.sort();
    }
    Ok(renames)
}

/// A new name for a part of something.
struct Part {
    kind: Kind,
    owner: Name,
    names: Pair<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Table,
    Enum,
    Domain,
    Sequence,
    Column,
    Value,
}

impl Kind {
    const WHOLES: [Self; 4] = [Self::Table, Self::Enum, Self::Domain, Self::Sequence];

    fn is_part(self) -> bool {
        matches!(self, Self::Column | Self::Value)
    }

    /// What it is a part of.
    fn owner(self) -> Self {
        match self {
            Self::Column => Self::Table,
            Self::Value => Self::Enum,
            whole => whole,
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Enum => "enum",
            Self::Domain => "domain",
            Self::Sequence => "sequence",
            Self::Column => "column",
            Self::Value => "enum value",
        }
    }

    fn names(self, schema: &Schema) -> BTreeSet<Name> {
        match self {
            Self::Table | Self::Column => schema.tables.keys().cloned().collect(),
            Self::Enum | Self::Value => schema.enums.keys().cloned().collect(),
            Self::Domain => schema.domains.keys().cloned().collect(),
            Self::Sequence => schema.sequences.keys().cloned().collect(),
        }
    }

    fn parts(self, schema: &Schema, owner: &Name) -> BTreeSet<String> {
        let columns = |it: &Table| it.columns.iter().map(|it| it.name.clone()).collect();
        if self == Self::Column {
            return schema.tables.get(owner).map(columns).unwrap_or_default();
        }
        let it = schema.enums.get(owner);
        it.map(|it| it.values.iter().cloned().collect()).unwrap_or_default()
    }

    /// A whole under another name, or in another namespace.
    fn renamed(self, names: &Pair<Name>) -> Rename {
        if names.differs_in(|it| it.namespace.clone()) {
            let what = match self.owner() {
                Self::Enum => Movable::Enum,
                Self::Domain => Movable::Domain,
                Self::Sequence => Movable::Sequence,
                _ => Movable::Table,
            };
            let what = Renamed::Moved(what, names.clone());
            return Rename { what, names: names.as_ref().map(ToString::to_string) };
        }
        let old = names.before.clone();
        let what = match self.owner() {
            Self::Enum => Renamed::Enum(old),
            Self::Domain => Renamed::Domain(old),
            Self::Sequence => Renamed::Sequence(old),
            _ => Renamed::Table(old),
        };
        Rename { what, names: names.as_ref().map(|it| it.name.clone()) }
    }

    /// A part of `owner` under another name.
    fn part(self, owner: Name) -> Renamed {
        if self == Self::Value { Renamed::EnumValue(owner) } else { Renamed::Column(owner) }
    }
}

/// What the old name is about: its kind, the whole or the owner, and the name of the part.
fn find(before: &Schema, wanted: &WantedRename) -> Result<(Kind, Name, String), DiffError> {
    // A dot may be a part of a name.
    for whole in [Name::parse(&wanted.from), Name::plain(&wanted.from)] {
        let kind = Kind::WHOLES.into_iter().find(|it| it.names(before).contains(&whole));
        if let Some(kind) = kind {
            return Ok((kind, whole, String::new()));
        }
    }
    if let Some((owner, part)) = wanted.from.rsplit_once('.') {
        for owner in [Name::parse(owner), Name::plain(owner)] {
            for kind in [Kind::Column, Kind::Value] {
                if kind.parts(before, &owner).contains(part) {
                    return Ok((kind, owner, part.to_owned()));
                }
            }
        }
    }
    let (from, to) = (wanted.from.clone(), wanted.to.clone());
    Err(DiffError::NothingToRename { from, to })
}

/// What a whole becomes: with a namespace if one is said, else in its own, else in the usual one.
fn target(
    kind: Kind,
    old: &Name,
    wanted: &WantedRename,
    after: &Schema,
) -> Result<Name, DiffError> {
    let there = kind.names(after);
    let said = Name::parse(&wanted.to);
    let mut places = vec![said.clone(), old.beside(&wanted.to), Name::plain(&wanted.to)];
    let is_namespace = |it: &String| after.namespaces.contains_key(&Name::plain(it));
    if !said.namespace.as_ref().is_some_and(is_namespace) {
        // The usual namespace has a name, too.
        places.extend([old.beside(&said.name), Name::plain(&said.name)]);
    }
    if said.namespace.is_none() {
        // Without one it is in the old one's if it can be.
        places.swap(0, 1);
    }
    let found = places.into_iter().find(|it| there.contains(it));
    found.ok_or_else(|| {
        let (from, to) = (wanted.from.clone(), wanted.to.clone());
        DiffError::NothingRenamed { from, to, what: kind.noun() }
    })
}

/// Where the case of names means nothing, a table that differs in nothing else is the same.
fn same_but_for_case(schemas: &Pair<Schema>) -> Vec<Pair<Name>> {
    let Pair { before, after } = schemas;
    let gone = before.tables.keys().filter(|it| !after.tables.contains_key(it));
    let same = |old: &Name| {
        let new = after.tables.keys().find(|it| it.name.eq_ignore_ascii_case(&old.name))?;
        Some(Pair::new(old.clone(), new.clone()))
    };
    gone.filter_map(same).collect()
}

fn columns_same_but_for_case(schemas: &Pair<Schema>) -> Vec<(Name, Pair<String>)> {
    let mut found = Vec::new();
    for old in schemas.before.tables.values() {
        let Some(new) = schemas.after.tables.get(&old.name) else { continue };
        for column in old.columns.iter().filter(|it| new.column(&it.name).is_none()) {
            let is_same = |it: &&crate::schema::Column| it.name.eq_ignore_ascii_case(&column.name);
            if let Some(same) = new.columns.iter().find(is_same) {
                let names = Pair::new(column.name.clone(), same.name.clone());
                found.push((old.name.clone(), names));
            }
        }
    }
    found
}

/// Renames that share a scope, in order.
fn scopes(parts: Vec<Part>) -> Vec<(Kind, Name, Vec<Pair<String>>)> {
    let mut scopes: Vec<(Kind, Name, Vec<Pair<String>>)> = Vec::new();
    for Part { kind, owner, names } in parts {
        match scopes.iter_mut().find(|it| it.0 == kind && it.1 == owner) {
            Some(it) => it.2.push(names),
            None => scopes.push((kind, owner, vec![names])),
        }
    }
    scopes.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    scopes
}
