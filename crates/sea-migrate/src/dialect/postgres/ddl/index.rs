//! Indexes.

use super::{columns, comment, parameters, qualified, quoted};
use crate::change::IndexChange;
use crate::schema::{Index, IndexKey, KeyPart, Name, Nulls, NullsIn, Order};

pub(super) fn write(change: &IndexChange) -> Vec<String> {
    match change {
        // What was not built to its end is of no use: nobody makes such a one on purpose.
        IndexChange::Create { index, .. } if !index.is_valid => Vec::new(),
        IndexChange::Create { table, index } => {
            std::iter::once(create(table, index, "")).chain(note(table, index)).collect()
        }
        IndexChange::Drop { table, index } => vec![drop_it(table, &index.name, "")],
        IndexChange::Rename { table, indexes } => vec![format!(
            "ALTER INDEX {} RENAME TO {}",
            qualified(&table.beside(&indexes.before.name)),
            quoted(&indexes.after.name)
        )],
    }
}

/// The statement that builds it; `how` is CONCURRENTLY or nothing.
pub(super) fn create(table: &Name, it: &Index, how: &str) -> String {
    let unique = if it.is_unique { "UNIQUE " } else { "" };
    let keys: Vec<String> = it.keys.iter().map(key).collect();
    let method = if it.method == "btree" { String::new() } else { format!("USING {} ", it.method) };
    let mut text = format!(
        "CREATE {unique}INDEX {how}{} ON {} {method}({})",
        quoted(&it.name),
        qualified(table),
        keys.join(", ")
    );
    if !it.include.is_empty() {
        text.push_str(&format!(" INCLUDE ({})", columns(&it.include)));
    }
    if it.nulls == NullsIn::NotDistinct {
        text.push_str(" NULLS NOT DISTINCT");
    }
    if !it.storage.is_empty() {
        text.push_str(&format!(" WITH ({})", parameters(&it.storage)));
    }
    if let Some(predicate) = &it.predicate {
        text.push_str(&format!(" WHERE {}", predicate.sql));
    }
    text
}

/// The comment of an index that is new.
pub(super) fn note(table: &Name, it: &Index) -> Option<String> {
    let named = format!("INDEX {}", qualified(&table.beside(&it.name)));
    comment::new(&named, it.comment.as_deref())
}

/// The statement that drops it; `how` is CONCURRENTLY or nothing.
pub(super) fn drop_it(table: &Name, name: &str, how: &str) -> String {
    format!("DROP INDEX {how}{}", qualified(&table.beside(name)))
}

fn key(key: &IndexKey) -> String {
    let mut text = match &key.on {
        KeyPart::Column(name) => quoted(name),
        KeyPart::Expression(it) => format!("({})", it.sql),
    };
    if let Some(collation) = &key.collation {
        text.push_str(&format!(" COLLATE {collation}"));
    }
    if let Some(class) = &key.operator_class {
        text.push_str(&format!(" {class}"));
    }
    if key.order == Order::Descending {
        text.push_str(" DESC");
    }
    match key.nulls {
        Nulls::Usual => {}
        Nulls::First => text.push_str(" NULLS FIRST"),
        Nulls::Last => text.push_str(" NULLS LAST"),
    }
    text
}
