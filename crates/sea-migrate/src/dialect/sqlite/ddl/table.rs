//! Tables as a whole.

use super::{column, constraint, quoted};
use crate::schema::{ColumnValue, Constraint, Rowid, Rule, Table, Typing};

/// A table under the name `called`, with all but its indexes.
pub(super) fn create(it: &Table, called: &str) -> String {
    let mut parts = Vec::new();
    let key = it.constraints.iter().find(|it| matches!(it.rule, Rule::PrimaryKey { .. }));
    let inline = key.filter(|key| is_inline(it, key));
    let inline_column = inline.and_then(|it| it.key()).and_then(<[String]>::first);
    for column in &it.columns {
        let mut text = column::definition(column);
        if let (Some(key), true) = (inline, Some(&column.name) == inline_column) {
            let name = key.name.as_ref().map(|it| format!(" CONSTRAINT {}", quoted(it)));
            text.push_str(&format!("{} PRIMARY KEY", name.unwrap_or_default()));
            if key.modifiers.get(&column.name).is_some_and(|it| it == "DESC") {
                text.push_str(" DESC");
            }
            if let Some(how) = &key.on_conflict {
                text.push_str(&format!(" ON CONFLICT {how}"));
            }
            if column.value == ColumnValue::AutoIncrement {
                text.push_str(" AUTOINCREMENT");
            }
        }
        parts.push(text);
    }
    let others = it.constraints.iter().filter(|it| !inline.is_some_and(|key| key == *it));
    parts.extend(others.map(constraint::definition));
    let mut options = Vec::new();
    if it.options.rowid == Rowid::Without {
        options.push("WITHOUT ROWID");
    }
    if it.options.typing == Typing::Strict {
        options.push("STRICT");
    }
    let options = match options.as_slice() {
        [] => String::new(),
        _ => format!(" {}", options.join(", ")),
    };
    format!("CREATE TABLE {} (\n    {}\n){options}", quoted(called), parts.join(",\n    "))
}

/// Whether the key has to stand behind its column: AUTOINCREMENT does, and a descending number, which is no rowid there
/// and would be one elsewhere.
fn is_inline(table: &Table, key: &Constraint) -> bool {
    match key.key() {
        Some([only]) => {
            let column = table.column(only);
            column.is_some_and(|it| it.value == ColumnValue::AutoIncrement)
                || key.modifiers.get(only).is_some_and(|it| it == "DESC")
        }
        _ => false,
    }
}
