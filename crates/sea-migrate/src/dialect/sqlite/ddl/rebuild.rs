//! A table is made again beside the old one, filled from it, and takes its place.
//!
//! <https://www.sqlite.org/lang_altertable.html#otheralter>. Rows keep their numbers, AUTOINCREMENT its counter; triggers
//! are created again, views and the foreign keys of others find the table under its name. Foreign keys have to be off
//! *before* the transaction: inside it the pragma does nothing, and dropping the old table would delete the children.

use super::{literal, quoted, table};
use crate::schema::{Column, ColumnValue, Pair, Rowid, Table, Typing};

/// What is made again.
#[derive(Debug, Clone, Copy)]
pub struct Rebuild<'r> {
    /// The table as it is and as it shall be.
    pub tables: Pair<&'r Table>,
    /// The name of the new table while the old one is there.
    pub beside: &'r str,
    /// The statements of its triggers.
    pub triggers: &'r [String],
}

/// The statements, but for the indexes, which come when all their names are free. `fill` is what a column gets where
/// NULL may not stay, as SQL; `is_made_again` tells columns whose old values don't count.
#[must_use]
pub fn rebuild(
    it: Rebuild<'_>,
    fill: impl Fn(&Column) -> Option<String>,
    is_made_again: impl Fn(&str) -> bool,
) -> Vec<String> {
    let Pair { before, after } = it.tables;
    let name = &after.name.name;
    let beside = it.beside;
    let mut names = Vec::new();
    let mut values = Vec::new();
    if let Some(rowid) = rowid(it.tables) {
        names.push(rowid.to_owned());
        values.push(rowid.to_owned());
    }
    for column in after.columns.iter().filter(|it| it.generated().is_none()) {
        let old = before.column(&column.name).filter(|it| !is_made_again(&it.name));
        let value = match old {
            Some(old) => Some(carried(old, column, after.options.typing, fill(column))),
            // Left out, it gets its default.
            None => fill(column),
        };
        if let Some(value) = value {
            names.push(quoted(&column.name));
            values.push(value);
        }
    }
    if names.is_empty()
        && let Some(column) = after.columns.iter().find(|it| it.generated().is_none())
    {
        // Nothing of a row stays but that it is there.
        names.push(quoted(&column.name));
        values.push(column.default().map_or_else(|| "NULL".to_owned(), |it| it.sql.clone()));
    }
    let mut sql = vec![table::create(&with_labels(it.tables), beside)];
    if !names.is_empty() {
        sql.push(format!(
            "INSERT INTO {} ({}) SELECT {} FROM {}",
            quoted(beside),
            names.join(", "),
            values.join(", "),
            quoted(name)
        ));
    }
    let counts = |it: &Table| it.columns.iter().any(|it| it.value == ColumnValue::AutoIncrement);
    if counts(before) && counts(after) {
        let (new, old) = (literal(beside), literal(name));
        sql.push(format!("DELETE FROM sqlite_sequence WHERE name = {new}"));
        sql.push(format!(
            "INSERT INTO sqlite_sequence (name, seq) SELECT {new}, seq FROM sqlite_sequence WHERE name = {old}"
        ));
    }
    sql.push(format!("DROP TABLE {}", quoted(name)));
    // Otherwise the server reads every view and trigger, and finds that the table is not there.
    sql.push("PRAGMA legacy_alter_table = ON".to_owned());
    sql.push(format!("ALTER TABLE {} RENAME TO {}", quoted(beside), quoted(name)));
    sql.push("PRAGMA legacy_alter_table = OFF".to_owned());
    sql.extend(it.triggers.iter().cloned());
    sql
}

/// The table as it shall be, in which what has a name keeps it.
fn with_labels(tables: Pair<&Table>) -> Table {
    let mut table = tables.after.clone();
    for column in &mut table.columns {
        if let Some(old) = tables.before.column(&column.name) {
            column.labels = std::mem::take(&mut column.labels).or(&old.labels);
        }
    }
    table
}

fn carried(old: &Column, new: &Column, typing: Typing, fill: Option<String>) -> String {
    let name = quoted(&old.name);
    let value = if typing == Typing::Strict
        && old.ty != new.ty
        && !new.ty.sql.eq_ignore_ascii_case("any")
    {
        format!("CAST({name} AS {})", new.ty.sql)
    } else {
        name
    };
    match fill.filter(|_| old.is_nullable && !new.is_nullable) {
        Some(fill) => format!("COALESCE({value}, {fill})"),
        None => value,
    }
}

/// The word for the number of a row, where it has one beside its columns and nobody else has the word.
fn rowid(tables: Pair<&Table>) -> Option<&'static str> {
    let is_numbered = |it: &Table| {
        let key = it.primary_key().unwrap_or_default();
        key.len() == 1
            && it.column(&key[0]).is_some_and(|it| it.ty.sql.eq_ignore_ascii_case("integer"))
    };
    let has_rowid = tables.map(|it| it.options.rowid == Rowid::With);
    if !has_rowid.before || !has_rowid.after || is_numbered(tables.after) {
        return None;
    }
    let is_free = |word: &&str| {
        [tables.before, tables.after]
            .iter()
            .all(|table| table.columns.iter().all(|it| !it.name.eq_ignore_ascii_case(word)))
    };
    ["rowid", "_rowid_", "oid"].into_iter().find(is_free)
}
