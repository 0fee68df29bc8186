//! Which rows and values a migration loses though nothing says so.
//!
//! Pure. What a change itself declares to delete is no finding, nor what a person has declared in the ledger.

use std::collections::{BTreeMap, BTreeSet};

use super::Take;
use crate::author::effect::{declaration, is_declared};
use crate::author::snapshot::{Gone, Snapshot};
use crate::change::{Change, ColumnChange, EnumChange, Renamed, TableChange};
use crate::diff::Diff;
use crate::plan;
use crate::schema::Name;

/// What a renamed table or column held has to be under its new name.
pub(super) fn renamed(effect: &Diff, before: &Snapshot, after: &Snapshot, take: &mut Take) {
    let names = Names::of(effect);
    for (old, new) in &names.tables {
        let (was, is) = (before.count(old), after.count(new));
        if is < was {
            take.findings
                .push(format!("{old} is said to become {new}, and of its {was} rows {is} arrive"));
        }
    }
    for ((table, old), new) in &names.columns {
        let now = names.table(table);
        let (was, is) = (before.values(table, old), after.values(now, new));
        if is.len() < was.len() {
            take.findings.push(format!(
                "{table}.{old} is said to become {now}.{new}, and of its {} values {} arrive",
                was.len(),
                is.len()
            ));
        }
    }
}

/// What was there before has to be there again after up and down.
pub(super) fn on_the_way_back(
    effect: &Diff,
    known: &[String],
    before: &Snapshot,
    now: &Snapshot,
    take: &mut Take,
) {
    let lost = Lost::of(effect);
    let is_lost = |table: &Name, column: Option<&str>| {
        is_declared(known, table, column)
            || is_declared(known, table, None)
            || lost.has(table, column)
    };
    for gone in before.gone(now, is_lost) {
        let (what, declaration) = match gone {
            Gone::Rows(table, count) => (
                format!("after up and down {count} rows of {table} are not what they were"),
                declaration(&table, None),
            ),
            Gone::Values(table, column) => (
                format!("after up and down the values of {table}.{column} are not what they were"),
                declaration(&table, Some(&column)),
            ),
        };
        take.findings.push(format!(
            "{what}; if that is meant, add \"{declaration}\" to its effect in the ledger"
        ));
    }
}

/// What the renames of a difference make of names, from the old ones.
#[derive(Default)]
struct Names {
    tables: BTreeMap<Name, Name>,
    /// By the old table and the old column, the new column.
    columns: BTreeMap<(Name, String), String>,
}

impl Names {
    fn of(effect: &Diff) -> Self {
        let mut names = Self::default();
        for rename in &effect.renames {
            let (old, new) = (&rename.names.before, &rename.names.after);
            match &rename.what {
                Renamed::Table(of) => {
                    let (old, new) = (of.beside(old), of.beside(new));
                    let first = names.old_table(&old);
                    names.tables.insert(first, new);
                }
                Renamed::Column(of) => {
                    let table = names.old_table(of);
                    let known =
                        names.columns.iter().find(|((t, _), now)| *t == table && *now == old);
                    let first = known.map_or_else(|| old.clone(), |((_, first), _)| first.clone());
                    names.columns.insert((table, first), new.clone());
                }
                _ => {}
            }
        }
        names
    }

    /// The table that is called so by now, as it was called at first.
    fn old_table(&self, now: &Name) -> Name {
        let known = self.tables.iter().find(|(_, new)| *new == now);
        known.map_or_else(|| now.clone(), |(old, _)| old.clone())
    }

    fn table<'n>(&'n self, old: &'n Name) -> &'n Name {
        self.tables.get(old).unwrap_or(old)
    }

    /// The column that is called so by now, as it was called at first.
    fn old_column(&self, table: &Name, now: &str) -> String {
        let known = self.columns.iter().find(|((t, _), new)| t == table && *new == now);
        known.map_or_else(|| now.to_owned(), |((_, old), _)| old.clone())
    }
}

/// What the changes say that is lost, in the names of before.
struct Lost {
    tables: BTreeSet<Name>,
    columns: BTreeSet<(Name, String)>,
}

impl Lost {
    fn of(effect: &Diff) -> Self {
        let names = Names::of(effect);
        let schemas = effect.schemas.as_ref();
        let mut lost = Self { tables: BTreeSet::new(), columns: BTreeSet::new() };
        let column = |table: &Name, column: &str| {
            let table = names.old_table(table);
            let column = names.old_column(&table, column);
            (table, column)
        };
        for change in &effect.changes {
            match change {
                Change::Table(TableChange::Drop(it)) => {
                    lost.tables.insert(names.old_table(&it.name));
                }
                Change::Column(ColumnChange::Drop { table, column: it, .. }) => {
                    lost.columns.insert(column(table, &it.name));
                }
                Change::Column(ColumnChange::Alter(it))
                    // Where NULL stood there is something now, and it stays.
                    if it.forbids_null() || plan::loses_data(change, schemas).is_some() =>
                {
                    lost.columns.insert(column(&it.table, &it.columns.before.name));
                }
                Change::Enum(EnumChange::Alter { types, users })
                    if !EnumChange::removed(types).is_empty() =>
                {
                    let all = users.iter().map(|it| column(&it.table, &it.columns.before.name));
                    lost.columns.extend(all);
                }
                _ => {}
            }
        }
        lost
    }

    fn has(&self, table: &Name, column: Option<&str>) -> bool {
        match column {
            None => self.tables.contains(table),
            Some(column) => self.columns.contains(&(table.clone(), column.to_owned())),
        }
    }
}
