//! All that happens to one table becomes one `ALTER TABLE`, where no statement can be rolled back: it happens as a whole or
//! not at all, and nothing in it needs an order.
//!
//! What is left to order: foreign keys leave first and come last, and what deletes rows comes at the very end, so that
//! a plan that stops half way has dropped no table.

mod checks;
mod companions;
mod keys;
mod renamed;
mod table;

pub(super) use renamed::{renamed, together};

use std::collections::{BTreeMap, BTreeSet};

use super::{Direction, Refusal, Statement};
use crate::change::{Change, ColumnChange, Rename, Renamed, TableChange};
use crate::dialect::mysql::ddl;
use crate::schema::{Constraint, Dependent, Kind, Name, Pair, Schema, Table};

/// The statements of all changes of one direction.
pub(super) fn write(
    changes: &[Change],
    schemas: Pair<&Schema>,
    direction: Direction,
) -> Vec<Statement> {
    let mut by_table: BTreeMap<&Name, Vec<&Change>> = BTreeMap::new();
    for change in changes {
        if let Some(table) = change.table() {
            by_table.entry(table).or_default().push(change);
        }
    }
    let mut created: Vec<&Table> = Vec::new();
    let mut dropped: Vec<&Table> = Vec::new();
    let mut altered: Vec<(Pair<&Table>, Vec<&Change>)> = Vec::new();
    for (name, changes) in by_table {
        let tables = Pair::new(schemas.before.tables.get(name), schemas.after.tables.get(name));
        match tables.both() {
            Some(tables) => altered.push((tables, changes)),
            None => {
                for change in changes {
                    match change {
                        Change::Table(TableChange::Create(it)) => created.push(it),
                        Change::Table(TableChange::Drop(it)) => dropped.push(it),
                        _ => {}
                    }
                }
            }
        }
    }
    let Pair { before: leaving, after: mut coming } =
        keys::foreign_keys(&altered, &dropped, schemas);
    let mut all = Vec::new();
    for (table, keys) in &leaving {
        let names = keys.iter().map(|it| format!("DROP FOREIGN KEY {}", ddl::quoted(it.label())));
        all.push(alter(table, &names.collect::<Vec<_>>(), ddl::Online::Inplace));
    }
    let gone = checks::leaving(&altered, &dropped, schemas);
    for (table, checks) in &gone {
        let names = checks.iter().map(|it| format!("DROP CONSTRAINT {}", ddl::quoted(it.label())));
        all.push(alter(table, &names.collect::<Vec<_>>(), ddl::Online::Inplace));
    }
    // The one in which all this happens.
    let here = match direction {
        Direction::Up => schemas.before,
        Direction::Down => schemas.after,
    };
    for (tables, changes) in &altered {
        let gone = gone.get(&tables.after.name).map_or(&[][..], Vec::as_slice);
        all.extend(table::one_table(*tables, changes, gone, &here.server, direction));
    }
    all.extend(creations(created, &mut coming, schemas.after));
    for (table, keys) in &coming {
        let clauses = keys.iter().map(|it| format!("ADD {}", ddl::clause(it)));
        // Nobody looks at the rows that are there unless the table is copied.
        all.push(alter(table, &clauses.collect::<Vec<_>>(), ddl::Online::Copy));
    }
    all.extend(removals(dropped, &leaving));
    let may_lose = |it: &Change| match it {
        Change::Column(ColumnChange::Alter(it)) => it.is_retyped() || it.forbids_null(),
        _ => false,
    };
    if changes.iter().any(may_lose) {
        all.insert(0, ddl::STRICT.to_owned());
    }
    let alone = |sql| Statement { sql, is_transactional: false };
    all.into_iter().map(alone).collect()
}

/// New names that views and triggers would not follow; they would fail when they are used.
pub(super) fn refusals(renames: &[Rename], schemas: Pair<&Schema>) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    for rename in renames {
        let (table, column) = match &rename.what {
            Renamed::Table(name) => (name.beside(&rename.names.after), None),
            Renamed::Column(name) => (name.clone(), Some(&rename.names.before)),
            _ => continue,
        };
        // A table's own triggers go with it; none follows a column.
        let speaks = |it: &&Dependent| {
            it.column.as_ref() == column && (column.is_some() || it.kind != "trigger")
        };
        let users = schemas.before.tables.get(&table).into_iter().flat_map(|it| &it.dependents);
        let mut names: Vec<String> =
            users.filter(speaks).map(|it| format!("{} {}", it.kind, it.name)).collect();
        names.sort();
        names.dedup();
        if names.is_empty() {
            continue;
        }
        let change = Change::Rename(rename.clone());
        let names = names.join(", ");
        refusals.push(Refusal {
            kind: change.kind(),
            object: change.object(),
            reason: format!("{names} would go on speaking of the old name, and fail when used"),
            hint: format!("in a migration by hand: drop {names}, rename it, and create it again"),
        });
    }
    refusals
}

fn alter(table: &Name, clauses: &[String], online: ddl::Online) -> String {
    ddl::alter_table(table, clauses, Some(online))
}

/// New tables, those referred to first; foreign keys come with them where what they refer to is there.
fn creations(created: Vec<&Table>, coming: &mut keys::Keys, schema: &Schema) -> Vec<String> {
    let mut statements = Vec::new();
    let mut waiting = created;
    while !waiting.is_empty() {
        let is_waiting =
            |name: &Name, own: &Name| name != own && waiting.iter().any(|it| it.name == *name);
        let is_free = |it: &&Table| {
            let mut keys = it.constraints.iter().filter_map(Constraint::foreign_key);
            keys.all(|key| !is_waiting(&key.table, &it.name))
        };
        // In a circle somebody has to begin.
        let at = waiting.iter().position(is_free).unwrap_or_default();
        let table = waiting[at];
        let keys = table.constraints.iter().filter(|it| it.kind() == Kind::ForeignKey);
        let (late, now): (Vec<&Constraint>, Vec<&Constraint>) = keys.partition(|it| {
            it.foreign_key().is_some_and(|key| is_waiting(&key.table, &table.name))
        });
        if !late.is_empty() {
            coming.entry(table.name.clone()).or_default().extend(late.into_iter().cloned());
        }
        statements.push(ddl::create(table, &now, schema));
        waiting.remove(at);
    }
    statements
}

/// Tables that go, those that refer to others first; where that is a circle, their foreign keys go before.
fn removals(dropped: Vec<&Table>, leaving: &keys::Keys) -> Vec<String> {
    let mut statements = Vec::new();
    let mut free: BTreeSet<&Name> = BTreeSet::new();
    let mut waiting = dropped;
    while !waiting.is_empty() {
        let is_gone = |table: &Table, key: &Constraint| {
            free.contains(&table.name)
                || leaving.get(&table.name).is_some_and(|keys| keys.contains(key))
        };
        let is_referred_to = |name: &Name| {
            waiting.iter().filter(|it| it.name != *name).any(|table| {
                let keys = table.constraints.iter().filter(|it| !is_gone(table, it));
                keys.filter_map(Constraint::foreign_key).any(|key| key.table == *name)
            })
        };
        if let Some(at) = waiting.iter().position(|it| !is_referred_to(&it.name)) {
            statements.push(format!("DROP TABLE {}", ddl::qualified(&waiting.remove(at).name)));
            continue;
        }
        let Some(table) = waiting.iter().find(|it| !free.contains(&it.name)) else { break };
        let keys = table.constraints.iter().filter(|it| it.kind() == Kind::ForeignKey);
        let names = keys
            .filter(|it| !is_gone(table, it))
            .map(|it| format!("DROP FOREIGN KEY {}", ddl::quoted(it.label())));
        let names: Vec<String> = names.collect();
        free.insert(&table.name);
        if !names.is_empty() {
            statements.push(alter(&table.name, &names, ddl::Online::Inplace));
        }
    }
    statements
}
