//! The rows of all tables as text, to see which of them a migration and its way back keep.
//!
//! A constant number of queries; only ever on a scratch database.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;

use crate::Error;
use crate::connect::Connection;
use crate::dialect::Dialect;
use crate::schema::{Column, Name, Schema, Table};

/// How many tables are read by one query.
const TABLES: usize = 40;

/// Between the values of a row of `SQLite` and `MySQL`.
const SEPARATOR: char = '\u{1f}';

/// One row: its values by column.
type Row = BTreeMap<String, String>;

/// The rows of each table.
#[derive(Debug, Default)]
pub(super) struct Snapshot {
    tables: BTreeMap<Name, Vec<Row>>,
}

/// What is not there any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Gone {
    /// So many rows of a table.
    Rows(Name, usize),
    /// Values of a column.
    Values(Name, String),
}

impl Snapshot {
    /// Reads the rows of every table of `schema`.
    pub(super) async fn of(on: &Connection, schema: &Schema) -> Result<Self, Error> {
        let tables: Vec<&Table> = schema.tables.values().collect();
        let mut snapshot = Self::default();
        for part in tables.chunks(TABLES) {
            let selects: Vec<String> = part
                .iter()
                .enumerate()
                .map(|(at, table)| select(at, table, on.dialect()))
                .collect();
            let sql = selects.join(" UNION ALL ");
            let query = Statement::from_string(on.db().get_database_backend(), sql);
            let rows = on.db().query_all_raw(query).await.map_err(|error| on.refused(&error))?;
            for row in rows {
                let refused = |error: sea_orm::DbErr| on.refused(&error);
                let at = row.try_get_by_index::<i32>(0).map_err(refused)?;
                let text = row.try_get_by_index::<String>(1).map_err(refused)?;
                let Some(table) = usize::try_from(at).ok().and_then(|at| part.get(at)) else {
                    continue;
                };
                snapshot.tables.entry(table.name.clone()).or_default().push(read(
                    table,
                    &text,
                    on.dialect(),
                ));
            }
        }
        Ok(snapshot)
    }

    /// What of these rows is not in `later`, leaving out the columns for which `is_lost` and everything of the tables
    /// for which it is asked without a column.
    pub(super) fn gone(
        &self,
        later: &Self,
        is_lost: impl Fn(&Name, Option<&str>) -> bool,
    ) -> Vec<Gone> {
        let mut gone = Vec::new();
        for (table, rows) in self.tables.iter().filter(|(table, _)| !is_lost(table, None)) {
            let none = Vec::new();
            let now = later.tables.get(table).unwrap_or(&none);
            if now.len() < rows.len() {
                gone.push(Gone::Rows(table.clone(), rows.len() - now.len()));
                continue;
            }
            let columns: BTreeSet<&String> = rows
                .iter()
                .flat_map(BTreeMap::keys)
                .filter(|it| !is_lost(table, Some(it)))
                .collect();
            if all_in(rows, now, &columns) {
                continue;
            }
            let before = gone.len();
            for column in &columns {
                if !all_in(rows, now, &BTreeSet::from([*column])) {
                    gone.push(Gone::Values(table.clone(), (*column).clone()));
                }
            }
            if gone.len() == before {
                // Every value is there, and in no row beside those that it stood beside.
                gone.push(Gone::Rows(table.clone(), rows.len()));
            }
        }
        gone
    }

    /// The values of one column, NULL left out, in order.
    pub(super) fn values(&self, table: &Name, column: &str) -> Vec<&str> {
        let rows = self.tables.get(table).into_iter().flatten();
        let mut values: Vec<&str> = rows
            .filter_map(|row| row.get(column))
            .map(String::as_str)
            .filter(|it| !is_null(it))
            .collect();
        values.sort_unstable();
        values
    }

    /// How many rows a table has.
    pub(super) fn count(&self, table: &Name) -> usize {
        self.tables.get(table).map_or(0, Vec::len)
    }
}

/// Whether each of `rows` is among `now`, as often as it was, as far as these columns go.
fn all_in(rows: &[Row], now: &[Row], columns: &BTreeSet<&String>) -> bool {
    let part = |row: &Row| -> Vec<Option<String>> {
        columns.iter().map(|it| row.get(*it).cloned()).collect()
    };
    let mut counts: BTreeMap<Vec<Option<String>>, usize> = BTreeMap::new();
    for row in now {
        *counts.entry(part(row)).or_default() += 1;
    }
    rows.iter().all(|row| match counts.get_mut(&part(row)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    })
}

fn is_null(text: &str) -> bool {
    text.eq_ignore_ascii_case("null")
}

fn select(at: usize, table: &Table, dialect: Dialect) -> String {
    let name = dialect.qualified(&table.name);
    let number = u32::from(SEPARATOR);
    match dialect {
        Dialect::Postgres => format!("SELECT {at}, to_jsonb(t)::text FROM {name} AS t"),
        Dialect::Sqlite => {
            let quote = |it: &Column| format!("quote({})", dialect.quoted(&it.name));
            let columns: Vec<String> = table.columns.iter().map(quote).collect();
            format!("SELECT {at}, {} FROM {name}", columns.join(&format!(" || char({number}) || ")))
        }
        Dialect::MySql => {
            let columns: Vec<String> = table.columns.iter().map(on_mysql).collect();
            format!("SELECT {at}, CONCAT_WS(char({number}), {}) FROM {name}", columns.join(", "))
        }
    }
}

/// A value of a column as a literal there, whatever it holds, in one character set.
pub(super) fn on_mysql(column: &Column) -> String {
    const BYTES: &[&str] = &["binary", "blob", "bit", "geometry", "point", "linestring", "polygon"];
    let name = Dialect::MySql.quoted(&column.name);
    let base = column.ty.sql.split('(').next().unwrap_or_default();
    if BYTES.iter().any(|it| base.contains(it)) {
        return format!("COALESCE(CONCAT('x\'\'', HEX({name}), '\'\''), 'NULL')");
    }
    format!("QUOTE(CONVERT({name} USING utf8mb4))")
}

fn read(table: &Table, text: &str, dialect: Dialect) -> Row {
    let computed = |name: &str| table.column(name).is_some_and(|it| it.generated().is_some());
    match dialect {
        Dialect::Postgres => {
            let Ok(Value::Object(fields)) = serde_json::from_str(text) else { return Row::new() };
            let field = |(name, value): (String, Value)| {
                (!computed(&name)).then(|| (name, value.to_string()))
            };
            fields.into_iter().filter_map(field).collect()
        }
        Dialect::Sqlite | Dialect::MySql => {
            let names = table.columns.iter().map(|it| it.name.clone());
            let pairs = names.zip(text.split(SEPARATOR).map(str::to_owned));
            pairs.filter(|(name, _)| !computed(name)).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(rows: &[&[(&str, &str)]]) -> Snapshot {
        let row = |row: &&[(&str, &str)]| {
            row.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
        };
        let rows: Vec<Row> = rows.iter().map(row).collect();
        Snapshot { tables: BTreeMap::from([(Name::plain("t"), rows)]) }
    }

    #[test]
    fn what_is_gone_is_named() {
        let before = snapshot(&[&[("a", "1"), ("b", "x")], &[("a", "2"), ("b", "y")]]);
        let gone = |later: &Snapshot, lost: &[&str]| {
            before.gone(later, |_, column| column.is_some_and(|it| lost.contains(&it)))
        };
        let name = Name::plain("t");
        assert_eq!(gone(&before, &[]), []);
        let more = snapshot(&[
            &[("a", "2"), ("b", "y")],
            &[("a", "1"), ("b", "x")],
            &[("a", "3"), ("b", "z")],
        ]);
        assert_eq!(gone(&more, &[]), []);
        let fewer = snapshot(&[&[("a", "1"), ("b", "x")]]);
        assert_eq!(gone(&fewer, &[]), [Gone::Rows(name.clone(), 1)]);
        let emptied = snapshot(&[&[("a", "1"), ("b", "null")], &[("a", "2"), ("b", "null")]]);
        assert_eq!(gone(&emptied, &[]), [Gone::Values(name.clone(), "b".to_owned())]);
        assert_eq!(gone(&emptied, &["b"]), []);
        let mixed = snapshot(&[&[("a", "1"), ("b", "y")], &[("a", "2"), ("b", "x")]]);
        assert_eq!(gone(&mixed, &[]), [Gone::Rows(name, 2)]);
    }
}
