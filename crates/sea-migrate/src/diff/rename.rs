//! Renames that a person has asked for: found in both schemas, brought into an order, and carried out on the value
//! of what was, so that everything else is compared in the new names.

use std::collections::BTreeSet;

use super::DiffError;
use super::untangle::untangle;
use crate::change::{Rename, Renamed};
use crate::schema::{
    Column, ColumnValue, Constraint, Expression, KeyPart, Name, Pair, Rule, Schema,
};

/// A rename as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedRename {
    /// The old name: `table`, `table.column`, `type` or `type.value`, each with a namespace where it has one.
    pub from: String,
    /// The new name alone.
    pub to: String,
}

/// Finds the renames, carries them out on `before` and returns them in an order that works.
pub(super) fn apply(
    schemas: &mut Pair<Schema>,
    wanted: &[WantedRename],
) -> Result<Vec<Rename>, DiffError> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut found: Vec<(Kind, Name, Pair<String>)> = Vec::new();
    let mut parts: Vec<(Kind, Name, Pair<String>)> = Vec::new();
    for it in wanted {
        let (kind, owner, old) = find(&schemas.before, it)?;
        let new = it.to.rsplit_once('.').map_or(it.to.as_str(), |(_, name)| name).to_owned();
        let list = if kind.is_part() { &mut parts } else { &mut found };
        list.push((kind, owner, Pair::new(old, new)));
    }
    let mut renames = Vec::new();
    for (kind, namespace, pairs) in scopes(found) {
        let names = kind.names(&schemas.before);
        let taken = names.iter().filter(|it| it.namespace == namespace.namespace);
        let taken: BTreeSet<String> = taken.map(|it| it.name.clone()).collect();
        for pair in &pairs {
            let new = namespace.beside(&pair.after);
            if !kind.names(&schemas.after).contains(&new) {
                return Err(not_there(pair, kind));
            }
        }
        for names in untangle(pairs, &taken) {
            let old = namespace.beside(&names.before);
            let rename = Rename { what: kind.renamed(old), names };
            carry_out(&mut schemas.before, &rename);
            for part in &mut parts {
                let is_inside = matches!(
                    (&rename.what, part.0),
                    (Renamed::Table(_), Kind::Column) | (Renamed::Enum(_), Kind::Value)
                );
                if is_inside && part.1 == namespace.beside(&rename.names.before) {
                    part.1 = namespace.beside(&rename.names.after);
                }
            }
            renames.push(rename);
        }
    }
    for (kind, owner, pairs) in scopes(parts) {
        let taken = kind.parts(&schemas.before, &owner);
        let there = kind.parts(&schemas.after, &owner);
        if let Some(pair) = pairs.iter().find(|it| !there.contains(&it.after)) {
            return Err(not_there(pair, kind));
        }
        for names in untangle(pairs, &taken) {
            let rename = Rename { what: kind.renamed(owner.clone()), names };
            carry_out(&mut schemas.before, &rename);
            renames.push(rename);
        }
    }
    for table in schemas.before.tables.values_mut() {
        table.sort();
    }
    Ok(renames)
}

fn not_there(pair: &Pair<String>, kind: Kind) -> DiffError {
    let (from, to) = (pair.before.clone(), pair.after.clone());
    DiffError::NothingRenamed { from, to, what: kind.noun() }
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
    fn is_part(self) -> bool {
        matches!(self, Self::Column | Self::Value)
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
        let columns =
            |it: &crate::schema::Table| it.columns.iter().map(|it| it.name.clone()).collect();
        if self == Self::Column {
            return schema.tables.get(owner).map(columns).unwrap_or_default();
        }
        let it = schema.enums.get(owner);
        it.map(|it| it.values.iter().cloned().collect()).unwrap_or_default()
    }

    fn renamed(self, name: Name) -> Renamed {
        match self {
            Self::Table => Renamed::Table(name),
            Self::Enum => Renamed::Enum(name),
            Self::Domain => Renamed::Domain(name),
            Self::Sequence => Renamed::Sequence(name),
            Self::Column => Renamed::Column(name),
            Self::Value => Renamed::EnumValue(name),
        }
    }
}

/// What the old name is about: its kind, the whole or the owner, and the name that changes.
fn find(before: &Schema, wanted: &WantedRename) -> Result<(Kind, Name, String), DiffError> {
    let whole = Name::parse(&wanted.from);
    for kind in [Kind::Table, Kind::Enum, Kind::Domain, Kind::Sequence] {
        if kind.names(before).contains(&whole) {
            return Ok((kind, whole.clone(), whole.name));
        }
    }
    if let Some((owner, part)) = wanted.from.rsplit_once('.') {
        let owner = Name::parse(owner);
        for kind in [Kind::Column, Kind::Value] {
            if kind.parts(before, &owner).contains(part) {
                return Ok((kind, owner, part.to_owned()));
            }
        }
    }
    let (from, to) = (wanted.from.clone(), wanted.to.clone());
    Err(DiffError::NothingToRename { from, to })
}

/// Renames that share a scope, in order.
fn scopes(found: Vec<(Kind, Name, Pair<String>)>) -> Vec<(Kind, Name, Vec<Pair<String>>)> {
    let mut scopes: Vec<(Kind, Name, Vec<Pair<String>>)> = Vec::new();
    for (kind, name, pair) in found {
        let scope = if kind.is_part() { name } else { name.beside("") };
        match scopes.iter_mut().find(|it| it.0 == kind && it.1 == scope) {
            Some(it) => it.2.push(pair),
            None => scopes.push((kind, scope, vec![pair])),
        }
    }
    scopes.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    scopes
}

/// What the server does by itself when the name changes.
fn carry_out(schema: &mut Schema, rename: &Rename) {
    let (old, new) = (rename.names.before.as_str(), rename.names.after.as_str());
    match &rename.what {
        Renamed::Table(name) => {
            let target = name.beside(new);
            if let Some(mut table) = schema.tables.remove(name) {
                table.name = target.clone();
                schema.tables.insert(target.clone(), table);
            }
            for key in schema.tables.values_mut().flat_map(|it| it.constraints.iter_mut()) {
                if let Rule::ForeignKey(key) = &mut key.rule
                    && key.table == *name
                {
                    key.table = target.clone();
                }
            }
            for sequence in schema.sequences.values_mut() {
                if let Some((table, _)) = &mut sequence.owner
                    && table == name
                {
                    *table = target.clone();
                }
            }
        }
        Renamed::Column(table) => column(schema, table, old, new),
        Renamed::Enum(name) => {
            if let Some(mut it) = schema.enums.remove(name) {
                it.name = name.beside(new);
                schema.enums.insert(it.name.clone(), it);
            }
            retype(schema, name, new);
        }
        Renamed::Domain(name) => {
            if let Some(mut it) = schema.domains.remove(name) {
                it.name = name.beside(new);
                schema.domains.insert(it.name.clone(), it);
            }
            retype(schema, name, new);
        }
        Renamed::EnumValue(of) => {
            if let Some(it) = schema.enums.get_mut(of) {
                it.values.iter_mut().filter(|it| *it == old).for_each(|it| new.clone_into(it));
            }
            let literal = |value: &str| format!("'{}'::{}", value.replace('\'', "''"), sql(of));
            let (old, new) = (literal(old), literal(new));
            expressions(schema, |it| *it = it.replaced(&old, &new));
        }
        Renamed::Sequence(name) => {
            let target = name.beside(new);
            if let Some(mut it) = schema.sequences.remove(name) {
                it.name = target.clone();
                schema.sequences.insert(target.clone(), it);
            }
            let literal = |name: &Name| format!("'{}'::regclass", sql(name).replace('\'', "''"));
            let (old, new) = (literal(name), literal(&target));
            expressions(schema, |it| *it = it.replaced(&old, &new));
        }
    }
}

fn column(schema: &mut Schema, table: &Name, old: &str, new: &str) {
    let swap = |names: &mut Vec<String>| {
        names.iter_mut().filter(|it| *it == old).for_each(|it| new.clone_into(it));
    };
    for other in schema.tables.values_mut() {
        for constraint in &mut other.constraints {
            if let Rule::ForeignKey(key) = &mut constraint.rule
                && key.table == *table
            {
                swap(&mut key.references);
            }
        }
    }
    for sequence in schema.sequences.values_mut() {
        if let Some((owner, name)) = &mut sequence.owner
            && owner == table
            && name == old
        {
            new.clone_into(name);
        }
    }
    let Some(table) = schema.tables.get_mut(table) else { return };
    for it in &mut table.columns {
        if it.name == old {
            new.clone_into(&mut it.name);
        }
        if let ColumnValue::Generated { expression, .. } = &mut it.value {
            *expression = expression.renamed(old, new);
        }
    }
    for constraint in &mut table.constraints {
        in_constraint(constraint, &swap, |it| *it = it.renamed(old, new));
        if let Some(modifier) = constraint.modifiers.remove(old) {
            constraint.modifiers.insert(new.to_owned(), modifier);
        }
    }
    for index in &mut table.indexes {
        swap(&mut index.include);
        for key in &mut index.keys {
            match &mut key.on {
                KeyPart::Column(name) if name == old => new.clone_into(name),
                KeyPart::Column(_) => {}
                KeyPart::Expression(it) => *it = it.renamed(old, new),
            }
        }
        if let Some(it) = &mut index.predicate {
            *it = it.renamed(old, new);
        }
    }
}

fn in_constraint(
    constraint: &mut Constraint,
    swap: &impl Fn(&mut Vec<String>),
    mut each: impl FnMut(&mut Expression),
) {
    match &mut constraint.rule {
        Rule::PrimaryKey { columns, include } | Rule::Unique { columns, include, .. } => {
            swap(columns);
            swap(include);
        }
        Rule::ForeignKey(key) => {
            swap(&mut key.columns);
            swap(&mut key.on_delete_columns);
        }
        Rule::Check { expression, .. } => each(expression),
        Rule::Exclusion { definition } => each(definition),
    }
}

/// Types are named in columns, in domains and behind `::` in expressions.
fn retype(schema: &mut Schema, old: &Name, new: &str) {
    let target = old.beside(new);
    let (from, to) = (sql(old), sql(&target));
    let in_type = |ty: &mut crate::schema::Type| {
        if ty.user.as_ref() == Some(old) {
            ty.user = Some(target.clone());
            if let Some(rest) = ty.sql.strip_prefix(&from) {
                ty.sql = format!("{to}{rest}");
            }
        }
    };
    let columns = schema.tables.values_mut().flat_map(|it| it.columns.iter_mut());
    columns.for_each(|it: &mut Column| in_type(&mut it.ty));
    schema.domains.values_mut().for_each(|it| in_type(&mut it.base));
    expressions(schema, |it| *it = it.retyped(&from, &to));
}

fn expressions(schema: &mut Schema, mut each: impl FnMut(&mut Expression)) {
    for table in schema.tables.values_mut() {
        for column in &mut table.columns {
            match &mut column.value {
                ColumnValue::Default(it) | ColumnValue::Generated { expression: it, .. } => {
                    each(it);
                }
                _ => {}
            }
        }
        for constraint in &mut table.constraints {
            in_constraint(constraint, &|_| {}, &mut each);
        }
        for index in &mut table.indexes {
            for key in &mut index.keys {
                if let KeyPart::Expression(it) = &mut key.on {
                    each(it);
                }
            }
            index.predicate.iter_mut().for_each(&mut each);
        }
    }
    for domain in schema.domains.values_mut() {
        domain.default.iter_mut().for_each(&mut each);
        for check in &mut domain.checks {
            in_constraint(check, &|_| {}, &mut each);
        }
    }
}

/// A name as an expression of the server has it.
fn sql(name: &Name) -> String {
    let part = |it: &str| crate::schema::token::written(it);
    match &name.namespace {
        Some(namespace) => format!("{}.{}", part(namespace), part(&name.name)),
        None => part(&name.name),
    }
}
