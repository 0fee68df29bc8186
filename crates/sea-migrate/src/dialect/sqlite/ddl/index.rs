//! Indexes.

use super::quoted;
use crate::schema::{Index, IndexKey, KeyPart, Name, Order};

pub(super) fn create(table: &Name, it: &Index) -> String {
    let unique = if it.is_unique { "UNIQUE " } else { "" };
    let keys: Vec<String> = it.keys.iter().map(key).collect();
    let rows = it.predicate.as_ref().map(|it| format!(" WHERE {}", it.sql)).unwrap_or_default();
    format!(
        "CREATE {unique}INDEX {} ON {} ({}){rows}",
        quoted(&it.name),
        quoted(&table.name),
        keys.join(", ")
    )
}

fn key(key: &IndexKey) -> String {
    let mut text = match &key.on {
        KeyPart::Column(name) => quoted(name),
        KeyPart::Expression(it) => it.sql.clone(),
    };
    if let Some(collation) = &key.collation {
        text.push_str(&format!(" COLLATE {}", quoted(collation)));
    }
    if key.order == Order::Descending {
        text.push_str(" DESC");
    }
    text
}
