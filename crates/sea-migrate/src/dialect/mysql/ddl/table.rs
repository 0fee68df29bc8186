//! Tables as a whole.

use super::{PARTITIONS, column, constraint, index, literal, qualified};
use crate::schema::{Constraint, Pair, Schema, Table, TableOptions};

/// A table with everything but its foreign keys, of which only `keys` come with it.
#[must_use]
pub fn create(it: &Table, keys: &[&Constraint], schema: &Schema) -> String {
    let mut parts: Vec<String> = it.columns.iter().map(column::definition).collect();
    let others = it.constraints.iter().filter(|it| it.foreign_key().is_none());
    parts.extend(others.map(constraint::clause));
    parts.extend(it.indexes.iter().map(index::definition));
    parts.extend(keys.iter().map(|it| constraint::clause(it)));
    let mut text =
        format!("CREATE TABLE {} (\n    {}\n)", qualified(&it.name), parts.join(",\n    "));
    let options = options(Pair::new(&TableOptions::default(), &it.options), None);
    if !options.is_empty() {
        text.push_str(&format!(" {}", options.join(" ")));
    }
    if let Some(comment) = &it.comment {
        text.push_str(&format!(" COMMENT={}", literal(comment)));
    }
    if let Some(key) = &it.options.partition_by {
        text.push_str(&format!(" PARTITION BY {key}"));
        let own = |of: &&crate::schema::Unmodelled| {
            of.kind == PARTITIONS && of.table.as_ref() == Some(&it.name)
        };
        let parts = schema.unmodelled.iter().find(own).and_then(|it| it.sql.as_ref());
        if let Some(parts) = parts {
            text.push_str(&format!(" ({parts})"));
        }
    }
    text
}

/// What has to be said for a table to be kept otherwise, a clause each. `collation` is that of a table that names
/// none, where the server has no word for it.
#[must_use]
pub fn options(pair: Pair<&TableOptions>, collation: Option<&str>) -> Vec<String> {
    let Pair { before, after } = pair;
    let mut clauses = Vec::new();
    if before.engine != after.engine {
        clauses.push(format!("ENGINE={}", after.engine.as_deref().unwrap_or("InnoDB")));
    }
    if before.collation != after.collation {
        clauses.push(match after.collation.as_deref().or(collation) {
            Some(collation) => format!("DEFAULT COLLATE={collation}"),
            // That of the database.
            None => "DEFAULT CHARACTER SET=DEFAULT".to_owned(),
        });
    }
    let mut keys: Vec<&String> = before.storage.keys().chain(after.storage.keys()).collect();
    keys.sort();
    keys.dedup();
    for key in keys {
        let pair = Pair::new(before.storage.get(key), after.storage.get(key));
        if pair.differs() {
            let value = pair.after.map_or_else(|| usual(key).to_owned(), Clone::clone);
            clauses.push(format!("{}={value}", key.to_uppercase()));
        }
    }
    clauses
}

/// What a storage parameter is where nobody has given it.
fn usual(key: &str) -> &'static str {
    match key {
        "key_block_size" | "max_rows" | "min_rows" | "avg_row_length" | "checksum"
        | "delay_key_write" => "0",
        _ => "DEFAULT",
    }
}
