//! Tables as a whole.

use super::{column, comment, constraint, parameters, qualified, quoted};
use crate::change::TableChange;
use crate::schema::{ColumnValue, Persistence, Table};

pub(super) fn write(change: &TableChange) -> Vec<String> {
    match change {
        TableChange::Create(it) => create(it),
        TableChange::Drop(it) => vec![format!("DROP TABLE {}", qualified(&it.name))],
        TableChange::Alter { table, options } => {
            let alter = format!("ALTER TABLE {}", qualified(table));
            let mut sql = Vec::new();
            if options.differs_in(|it| it.persistence) {
                let how = match options.after.persistence {
                    Persistence::Permanent => "LOGGED",
                    Persistence::Unlogged => "UNLOGGED",
                };
                sql.push(format!("{alter} SET {how}"));
            }
            let mut set = options.after.storage.clone();
            set.retain(|key, value| options.before.storage.get(key) != Some(value));
            if !set.is_empty() {
                sql.push(format!("{alter} SET ({})", parameters(&set)));
            }
            let is_gone = |key: &&String| !options.after.storage.contains_key(*key);
            let gone: Vec<_> = options.before.storage.keys().filter(is_gone).cloned().collect();
            if !gone.is_empty() {
                sql.push(format!("{alter} RESET ({})", gone.join(", ")));
            }
            sql
        }
    }
}

/// A table with all but its foreign keys and indexes, which come when everything that they need is there.
fn create(it: &Table) -> Vec<String> {
    let name = qualified(&it.name);
    let mut sql: Vec<String> = Vec::new();
    let mut parts = Vec::new();
    for column in &it.columns {
        let own = column::sequence_before(&it.name, column);
        sql.extend(own);
        parts.push(column::definition(&it.name, column));
    }
    let is_plain = |it: &&crate::schema::Constraint| it.is_valid;
    parts.extend(it.constraints.iter().filter(is_plain).map(constraint::definition));
    let unlogged = if it.options.persistence == Persistence::Unlogged { "UNLOGGED " } else { "" };
    let mut text = format!("CREATE {unlogged}TABLE {name} (\n    {}\n)", parts.join(",\n    "));
    if parts.is_empty() {
        text = format!("CREATE {unlogged}TABLE {name} ()");
    }
    if let Some(key) = &it.options.partition_by {
        text.push_str(&format!(" PARTITION BY {key}"));
    }
    if !it.options.storage.is_empty() {
        text.push_str(&format!(" WITH ({})", parameters(&it.options.storage)));
    }
    sql.push(text);
    for column in &it.columns {
        if let ColumnValue::Serial(_) = &column.value {
            sql.extend(column::sequence_after(&it.name, column));
        }
    }
    for constraint in it.constraints.iter().filter(|it| !it.is_valid) {
        sql.push(format!("ALTER TABLE {name} ADD {}", constraint::definition(constraint)));
    }
    sql.extend(comment::new(&format!("TABLE {name}"), it.comment.as_deref()));
    for column in &it.columns {
        let named = format!("COLUMN {name}.{}", quoted(&column.name));
        sql.extend(comment::new(&named, column.comment.as_deref()));
    }
    sql.extend(it.constraints.iter().filter_map(|it_| constraint::note(&it.name, it_)));
    sql
}
