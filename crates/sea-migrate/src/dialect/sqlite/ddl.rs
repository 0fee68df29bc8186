//! From a change to the SQL of `SQLite`, where it has a word for it; what it has none for, `plan` makes a rebuild.
//!
//! Every name is quoted, so that any name will do.

mod column;
mod constraint;
mod index;
mod rebuild;
mod rename;
mod table;

pub use column::{can_be_added, neutral};
pub use rebuild::{Rebuild, rebuild};

use crate::change::{Change, ColumnChange, IndexChange, TableChange};

/// The statements of a change; none for what it has no word for.
#[must_use]
pub fn statements(change: &Change) -> Vec<String> {
    match change {
        Change::Table(TableChange::Create(it)) => vec![table::create(it, &it.name.name)],
        Change::Table(TableChange::Drop(it)) => {
            vec![format!("DROP TABLE {}", quoted(&it.name.name))]
        }
        Change::Column(ColumnChange::Add { table, column, .. }) => vec![format!(
            "ALTER TABLE {} ADD COLUMN {}",
            quoted(&table.name),
            column::definition(column)
        )],
        Change::Column(ColumnChange::Drop { table, column, .. }) => vec![format!(
            "ALTER TABLE {} DROP COLUMN {}",
            quoted(&table.name),
            quoted(&column.name)
        )],
        Change::Index(IndexChange::Create { table, index }) => vec![index::create(table, index)],
        Change::Index(IndexChange::Drop { index, .. }) => {
            vec![format!("DROP INDEX {}", quoted(&index.name))]
        }
        Change::Rename(it) => rename::write(it),
        _ => Vec::new(),
    }
}

/// A name in quotes.
#[must_use]
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text as a literal.
#[must_use]
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn columns(names: &[String]) -> String {
    names.iter().map(|it| quoted(it)).collect::<Vec<_>>().join(", ")
}
