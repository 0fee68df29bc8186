//! The rows that a foreign key may refer to, and the order in which tables get theirs.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, Statement};

use super::Slot;
use crate::Error;
use crate::author::snapshot;
use crate::connect::Connection;
use crate::dialect::Dialect;
use crate::schema::{Constraint, ForeignKey, Name, Schema, Table};

/// How many parents are looked at.
const LIMIT: usize = 20;

/// The tables, those first to which others refer; in a circle by name.
pub(super) fn first(schema: &Schema) -> Vec<&Table> {
    let mut left: Vec<&Table> = schema.tables.values().collect();
    let mut done: BTreeSet<&Name> = BTreeSet::new();
    let mut order = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let waits = |table: &&Table| {
            let keys = table.constraints.iter().filter_map(Constraint::foreign_key);
            keys.filter(|it| it.table != table.name && schema.tables.contains_key(&it.table))
                .any(|it| !done.contains(&it.table))
        };
        let next = left.iter().position(|it| !waits(it)).unwrap_or_default();
        let table = left.remove(next);
        done.insert(&table.name);
        order.push(table);
    }
    order
}

/// The values that the columns of `key` may have together, as SQL, another one first for each number. What other slots
/// have settled already is settled.
pub(super) async fn rows(
    on: &Connection,
    key: &ForeignKey,
    number: usize,
    parent: &Table,
    slots: &[Slot],
) -> Result<Vec<Vec<String>>, Error> {
    let dialect = on.dialect();
    let quoted: Vec<String> = key.references.iter().map(|it| dialect.quoted(it)).collect();
    let as_sql = |(name, column): (&String, &String)| match dialect {
        Dialect::Postgres => format!("quote_nullable({column}::text)"),
        Dialect::Sqlite => format!("quote({column})"),
        Dialect::MySql => parent.column(name).map(snapshot::on_mysql).unwrap_or_default(),
    };
    let selected: Vec<String> = key.references.iter().zip(&quoted).map(as_sql).collect();
    let mut wanted: Vec<String> = quoted.iter().map(|it| format!("{it} IS NOT NULL")).collect();
    for (column, referred) in key.columns.iter().zip(&quoted) {
        let settled = slots.iter().find_map(|slot| {
            let at = slot.columns.iter().position(|it| it == column)?;
            slot.choices.first()?.get(at)
        });
        wanted.extend(settled.map(|value| format!("{referred} = {value}")));
    }
    let table = dialect.qualified(&parent.name);
    let sql = format!(
        "SELECT {} FROM {table} WHERE {} ORDER BY {} LIMIT {LIMIT}",
        selected.join(", "),
        wanted.join(" AND "),
        quoted.join(", ")
    );
    let backend = on.db().get_database_backend();
    let rows = on.db().query_all_raw(Statement::from_string(backend, sql)).await;
    let rows = rows.map_err(|error| on.refused(&error))?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let values = (0..key.references.len()).map(|at| row.try_get_by_index::<String>(at));
        found.push(values.collect::<Result<Vec<_>, _>>().map_err(|error| on.refused(&error))?);
    }
    if !found.is_empty() {
        let by = number % found.len();
        found.rotate_left(by);
    }
    Ok(found)
}
