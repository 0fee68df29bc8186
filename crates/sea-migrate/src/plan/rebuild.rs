//! What `SQLite` can't alter becomes a table that is made again: once, however many changes there are.
//!
//! There foreign keys are off while a migration runs, so tables need no order among themselves; names do.

use std::collections::{BTreeMap, BTreeSet};

use super::{Direction, Refusal, Statement};
use crate::change::{Change, ColumnChange, IndexChange, TableChange};
use crate::dialect::sqlite::ddl::{self, Rebuild};
use crate::schema::{Column, ColumnValue, Index, Name, Pair, Schema, Table};

/// The statements of all changes of one direction. `keeper` is the schema whose triggers are there.
pub(super) fn write(
    changes: &[Change],
    schemas: Pair<&Schema>,
    keeper: &Schema,
    direction: Direction,
) -> Vec<Statement> {
    let mut by_table: BTreeMap<&Name, Vec<&Change>> = BTreeMap::new();
    for change in changes {
        if let Some(table) = change.table() {
            by_table.entry(table).or_default().push(change);
        }
    }
    // Order matters: names of indexes and of tables share one list, so all that goes, goes first.
    let (mut leaving, mut coming, mut altered, mut last) = (vec![], vec![], vec![], vec![]);
    for (name, changes) in by_table {
        let tables = Pair::new(schemas.before.tables.get(name), schemas.after.tables.get(name));
        let Some(tables) = tables.both() else {
            for change in changes {
                match change {
                    Change::Table(TableChange::Create(table)) => {
                        coming.extend(ddl::statements(change));
                        last.extend(created(name, &table.indexes));
                        if direction == Direction::Down {
                            coming.extend(triggers(keeper, name));
                        }
                    }
                    _ => leaving.extend(ddl::statements(change)),
                }
            }
            continue;
        };
        let is_drop = |it: &&&Change| matches!(it, Change::Index(IndexChange::Drop { .. }));
        leaving.extend(changes.iter().filter(is_drop).flat_map(|it| ddl::statements(it)));
        for change in &changes {
            if let Change::Index(IndexChange::Rename { indexes, table }) = change {
                let (table, index) = (table.clone(), indexes.before.clone());
                let gone = Change::Index(IndexChange::Drop { table, index });
                leaving.extend(ddl::statements(&gone));
            }
        }
        if changes.iter().all(|it| is_native(it, tables)) {
            // Order matters: a generated column reads columns that come with it, and is read by none that go.
            let mut columns: Vec<&Change> =
                changes.iter().copied().filter(|it| matches!(it, Change::Column(_))).collect();
            columns.sort_by_key(|it| match it {
                Change::Column(ColumnChange::Drop { column, .. }) => {
                    u8::from(column.generated().is_none())
                }
                Change::Column(it) => 2 + u8::from(it.column().generated().is_some()),
                _ => 4,
            });
            altered.extend(columns.into_iter().flat_map(ddl::statements));
            for change in &changes {
                match change {
                    Change::Index(IndexChange::Create { table, index }) => {
                        last.extend(created(table, std::slice::from_ref(index)));
                    }
                    Change::Index(IndexChange::Rename { table, indexes }) => {
                        last.extend(created(table, std::slice::from_ref(&indexes.after)));
                    }
                    _ => {}
                }
            }
            continue;
        }
        let beside = free_name(name, schemas);
        altered.extend(made_again(tables, &changes, &beside, keeper, direction));
        last.extend(created(name, &tables.after.indexes));
    }
    let all = leaving.into_iter().chain(coming).chain(altered).chain(last);
    without_keys(all.map(Statement::new).collect())
}

/// With foreign keys on, dropping a table deletes the rows that refer to it, and inside a transaction they can't be
/// switched off.
fn without_keys(mut statements: Vec<Statement>) -> Vec<Statement> {
    if statements.iter().any(|it| it.sql.starts_with("DROP TABLE")) {
        let pragma = |how: &str| Statement {
            sql: format!("PRAGMA foreign_keys = {how}"),
            is_transactional: false,
        };
        statements.insert(0, pragma("OFF"));
        statements.push(pragma("ON"));
    }
    statements
}

/// A name that nothing has, before or after.
pub(crate) fn free_name(table: &Name, schemas: Pair<&Schema>) -> String {
    let is_taken = |name: &str| {
        [schemas.before, schemas.after].iter().any(|schema| {
            let tables = schema.tables.values();
            let of_indexes = schema.tables.values().flat_map(|it| &it.indexes).map(|it| &it.name);
            let of_others = schema.unmodelled.iter().map(|it| &it.name);
            let mut all = tables.map(|it| &it.name.name).chain(of_indexes).chain(of_others);
            all.any(|it| it.eq_ignore_ascii_case(name))
        })
    };
    let mut name = format!("{}__new", table.name);
    while is_taken(&name) {
        name.push('_');
    }
    name
}

fn created(table: &Name, indexes: &[Index]) -> Vec<String> {
    let change = |index: &Index| {
        let (table, index) = (table.clone(), index.clone());
        Change::Index(IndexChange::Create { table, index })
    };
    indexes.iter().flat_map(|it| ddl::statements(&change(it))).collect()
}

fn triggers(keeper: &Schema, table: &Name) -> Vec<String> {
    let own = keeper.unmodelled.iter().filter(|it| it.kind == "trigger");
    own.filter(|it| it.table.as_ref() == Some(table)).filter_map(|it| it.sql.clone()).collect()
}

/// Whether the database has a word for the change.
fn is_native(change: &Change, tables: Pair<&Table>) -> bool {
    match change {
        Change::Index(_) => true,
        Change::Column(ColumnChange::Add { column, fill, .. }) => {
            let is_filled = fill.is_some() && column.value == ColumnValue::Given;
            let is_named = tables.after.constraints.iter().any(|it| it.uses(&column.name));
            !is_filled && !is_named && ddl::can_be_added(column)
        }
        Change::Column(ColumnChange::Drop { column, .. }) => {
            let name = &column.name;
            let is_made_again = tables.after.column(name).is_some();
            let is_read = |it: &Column| it.generated().is_some_and(|it| it.mentions(name));
            // A table always has a column; and its statement is read again without this one.
            let stays = |it: &Column| tables.after.column(&it.name).is_some();
            !is_made_again
                && tables.before.columns.iter().any(stays)
                && !tables.before.constraints.iter().any(|it| it.uses(name))
                && !tables.before.columns.iter().any(|it| it.name != *name && is_read(it))
        }
        _ => false,
    }
}

fn made_again(
    tables: Pair<&Table>,
    changes: &[&Change],
    beside: &str,
    keeper: &Schema,
    direction: Direction,
) -> Vec<String> {
    let dropped: BTreeSet<&str> = changes
        .iter()
        .filter_map(|it| match it {
            Change::Column(ColumnChange::Drop { column, .. }) => Some(column.name.as_str()),
            _ => None,
        })
        .collect();
    let wanted = |name: &str| {
        changes.iter().find_map(|it| match it {
            Change::Column(it) if it.column().name == name => match it {
                ColumnChange::Add { fill, .. } => fill.clone(),
                ColumnChange::Alter(it) => it.fill.clone(),
                ColumnChange::Drop { .. } => None,
            },
            _ => None,
        })
    };
    let fill = |column: &Column| {
        if column.is_nullable {
            // Only what comes is filled; what is there and may be NULL stays NULL.
            return wanted(&column.name).map(|it| ddl::literal(&it));
        }
        let by_default = || column.default().map(|it| it.sql.clone());
        let stand_in = || {
            (direction == Direction::Down && column.must_be_given())
                .then(|| ddl::neutral(column).to_owned())
        };
        wanted(&column.name).map(|it| ddl::literal(&it)).or_else(by_default).or_else(stand_in)
    };
    let triggers = triggers(keeper, &tables.after.name);
    ddl::rebuild(Rebuild { tables, beside, triggers: &triggers }, fill, |name| {
        dropped.contains(name)
    })
}

/// Tables that would be made again in the same plan that renames, with triggers whose words the database rewrites.
pub(super) fn refusals(changes: &[Change], schemas: Pair<&Schema>) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    for table in schemas.before.tables.values() {
        let Some(after) = schemas.after.tables.get(&table.name) else { continue };
        let tables = Pair::new(table, after);
        let own = |it: &&Change| it.table() == Some(&table.name);
        let is_made_again = changes.iter().filter(own).any(|it| !is_native(it, tables));
        // They go along when a table is renamed, whatever it is called now.
        if is_made_again && table.dependents.iter().any(|it| it.kind == "trigger") {
            refusals.push(Refusal {
                kind: "alter_table",
                object: table.name.to_string(),
                reason: "it has triggers and would be made again in the same step in which an old name gets a new owner, or something else is in the way"
                    .to_owned(),
                hint: "do it in two: first what is renamed, then the rest".to_owned(),
            });
        }
    }
    refusals
}
