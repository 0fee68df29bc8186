//! What an entity leaves open stays as it is where the project says so: the policy, and carrying it out.
//!
//! It works on schemas, as values: the desired one takes over from the current one what is to be kept.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::sea_query::{ColumnType, StringLen};

use super::blueprint::{Blueprint, ColumnPlan};
use crate::schema::{
    Column, ColumnValue, Constraint, Index, KeyPart, Kind, Name, Rule, Schema, Table,
};

/// A part of a table about which an entity can be silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The default of a column for which the entity has none.
    Defaults,
    /// The length or precision of a type that the entity writes without one.
    Lengths,
    /// Indexes that the entity doesn't have.
    Indexes,
    /// Checks and exclusion constraints that the entity doesn't have.
    Checks,
    /// Comments where the entity has none.
    Comments,
    /// The names of keys and foreign keys, and whether a unique key is a constraint or an index.
    Names,
    /// Columns that the entity doesn't have.
    Columns,
}

impl Part {
    /// What `sea-orm-cli generate entity` leaves out of the entities that it writes.
    pub const LOST_BY_GENERATE_ENTITY: [Self; 7] = [
        Self::Defaults,
        Self::Lengths,
        Self::Indexes,
        Self::Checks,
        Self::Comments,
        Self::Names,
        Self::Columns,
    ];
}

/// What of a table is kept: said of a column, else of the table, else of the list; else it is compared.
#[derive(Debug, Clone, Default)]
pub(super) struct Keep {
    pub(super) of_table: BTreeMap<Part, bool>,
    pub(super) of_columns: BTreeMap<(String, Part), bool>,
    pub(super) names: BTreeSet<String>,
}

/// The policy of one table beside that of the list.
struct Policy<'p> {
    own: &'p Keep,
    of_all: &'p BTreeSet<Part>,
}

impl Policy<'_> {
    fn keeps(&self, part: Part) -> bool {
        self.own.of_table.get(&part).copied().unwrap_or_else(|| self.of_all.contains(&part))
    }

    fn keeps_in(&self, column: &str, part: Part) -> bool {
        let own = self.own.of_columns.get(&(column.to_owned(), part)).copied();
        own.unwrap_or_else(|| self.keeps(part))
    }

    fn keeps_named(&self, name: Option<&String>, part: Part) -> bool {
        self.keeps(part) || name.is_some_and(|it| self.own.names.contains(it))
    }
}

/// Takes over from `current` what `tables` leave open and the policy keeps.
pub(super) fn carry_out(
    tables: &[Blueprint],
    of_all: &BTreeSet<Part>,
    desired: &mut Schema,
    current: &Schema,
) {
    for blueprint in tables {
        let find = |schema: &Schema| resolved(schema, &blueprint.name);
        let Some(name) = find(desired) else { continue };
        // A table that is to be renamed has its parts under the old name.
        let old = blueprint.renamed_from.as_ref().map(|it| blueprint.name.beside(it));
        let was = find(current).or_else(|| old.and_then(|it| resolved(current, &it)));
        let Some(was) = was.and_then(|it| current.tables.get(&it)) else { continue };
        if let Some(table) = desired.tables.get_mut(&name) {
            let policy = Policy { own: &blueprint.keep, of_all };
            keep(table, was, blueprint, &policy);
            table.sort();
        }
    }
}

/// The name under which a schema has the table: the usual namespace may be named or not.
pub(super) fn resolved(schema: &Schema, name: &Name) -> Option<Name> {
    [name.clone(), Name::plain(&name.name)].into_iter().find(|it| schema.tables.contains_key(it))
}

fn keep(table: &mut Table, was: &Table, blueprint: &Blueprint, policy: &Policy<'_>) {
    for plan in &blueprint.columns {
        let old = plan.renamed_from.as_ref().and_then(|it| was.column(it));
        let Some(was) = was.column(&plan.name).or(old) else { continue };
        if let Some(column) = table.columns.iter_mut().find(|it| it.name == plan.name) {
            keep_in_column(column, was, plan, policy);
        }
    }
    if table.comment.is_none() && policy.keeps(Part::Comments) {
        table.comment.clone_from(&was.comment);
    }
    if policy.keeps(Part::Names) {
        keep_names(table, was);
    }
    for column in &was.columns {
        let is_unknown = table.column(&column.name).is_none()
            && !blueprint.columns.iter().any(|it| it.renamed_from.as_ref() == Some(&column.name));
        if is_unknown && policy.keeps_named(Some(&column.name), Part::Columns) {
            table.columns.push(column.clone());
        }
    }
    for index in &was.indexes {
        let is_unknown = !table.indexes.iter().any(|it| it.name == index.name);
        if is_unknown && policy.keeps_named(Some(&index.name), Part::Indexes) {
            table.indexes.push(index.clone());
        }
    }
    for constraint in &was.constraints {
        let is_open = matches!(constraint.kind(), Kind::Check | Kind::Exclusion);
        let is_named = constraint.name.as_ref().is_some_and(|it| policy.own.names.contains(it));
        let is_kept = is_named || (is_open && policy.keeps(Part::Checks));
        let is_known = table.constraints.iter().any(|it| match (&it.name, &constraint.name) {
            (Some(one), Some(other)) => one == other,
            _ => it.rule == constraint.rule,
        });
        if is_kept && !is_known {
            table.constraints.push(constraint.clone());
        }
    }
}

fn keep_in_column(column: &mut Column, was: &Column, plan: &ColumnPlan, policy: &Policy<'_>) {
    let keeps = |part| policy.keeps_in(&plan.name, part);
    let has_default = matches!(was.value, ColumnValue::Default(_));
    if column.value == ColumnValue::Given && has_default && keeps(Part::Defaults) {
        column.value = was.value.clone();
    }
    if column.comment.is_none() && keeps(Part::Comments) {
        column.comment.clone_from(&was.comment);
    }
    if is_open(&plan.ty) && keeps(Part::Lengths) && base(&column.ty.sql) == base(&was.ty.sql) {
        column.ty = was.ty.clone();
    }
}

/// Whether a type is written without the length or precision that it could have.
fn is_open(ty: &ColumnType) -> bool {
    match ty {
        ColumnType::String(length) => !matches!(length, StringLen::N(_)),
        ColumnType::Char(length) => length.is_none(),
        ColumnType::Decimal(precision) | ColumnType::Money(precision) => precision.is_none(),
        // `SeaORM` has no precision for them.
        ColumnType::Time
        | ColumnType::DateTime
        | ColumnType::Timestamp
        | ColumnType::TimestampWithTimeZone => true,
        _ => false,
    }
}

/// A type without its parameters: `timestamp(3) with time zone` is a `timestamp with time zone`.
fn base(sql: &str) -> String {
    let mut text = String::new();
    let mut depth = 0;
    for c in sql.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn keep_names(table: &mut Table, was: &Table) {
    let is_free =
        |table: &Table, name: &Option<String>| !table.constraints.iter().any(|it| &it.name == name);
    for at in 0..table.constraints.len() {
        let it = &table.constraints[at];
        if was.constraints.iter().any(|old| old.name == it.name && old.is_like(it)) {
            continue;
        }
        let alike = was.constraints.iter().find(|old| old.is_like(it) && is_free(table, &old.name));
        if let Some(old) = alike {
            table.constraints[at].name.clone_from(&old.name);
        } else if let Rule::Unique { columns, .. } = &it.rule
            && let Some(index) = unique_index(&was.indexes, columns)
        {
            // A key that the entity calls `unique` and that is an index.
            let index = index.clone();
            table.constraints[at].name = None;
            table.indexes.push(index);
        }
    }
    table.constraints.retain(|it| {
        !matches!(&it.rule, Rule::Unique { columns, .. }
            if it.name.is_none() && unique_index(&was.indexes, columns).is_some())
    });
    let mut become_constraints: Vec<(String, Constraint)> = Vec::new();
    for index in &mut table.indexes {
        if was.indexes.iter().any(|old| old.name == index.name) {
            continue;
        }
        if let Some(old) = was.indexes.iter().find(|old| old.is_like(index)) {
            index.name.clone_from(&old.name);
        } else if let Some(columns) = index.key() {
            let is_same = |it: &&Constraint| matches!(&it.rule, Rule::Unique { columns: key, .. } if is_same_set(key, &columns));
            let constraint = was.constraints.iter().find(is_same);
            become_constraints.extend(constraint.map(|it| (index.name.clone(), it.clone())));
        }
    }
    for (index, constraint) in become_constraints {
        table.indexes.retain(|it| it.name != index);
        if !table.constraints.iter().any(|it| it.name == constraint.name && it.name.is_some()) {
            table.constraints.push(constraint);
        }
    }
}

fn is_same_set(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().all(|it| other.contains(it))
}

fn unique_index<'i>(indexes: &'i [Index], columns: &[String]) -> Option<&'i Index> {
    indexes.iter().find(|it| {
        it.key().is_some_and(|key| is_same_set(&key, columns))
            && it.keys.iter().all(|key| matches!(key.on, KeyPart::Column(_)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_has_a_base() {
        assert_eq!(base("character varying(40)"), "character varying");
        assert_eq!(base("numeric(10,2)"), base("numeric"));
        assert_eq!(base("timestamp(3) with time zone"), "timestamp with time zone");
        assert_ne!(base("text"), base("varchar(3)"));
    }
}
