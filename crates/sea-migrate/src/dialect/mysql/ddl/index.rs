//! Indexes, as they stand in a table or behind ADD.

use super::{literal, quoted};
use crate::schema::{Index, IndexKey, KeyPart, Order};

/// All of an index.
#[must_use]
pub fn definition(it: &Index) -> String {
    let kind = match it.method.as_str() {
        "fulltext" => "FULLTEXT ",
        "spatial" | "rtree" => "SPATIAL ",
        _ if it.is_unique => "UNIQUE ",
        _ => "",
    };
    let keys: Vec<String> = it.keys.iter().map(key).collect();
    let mut text = format!("{kind}INDEX {} ({})", quoted(&it.name), keys.join(", "));
    if it.method == "hash" {
        text.push_str(" USING HASH");
    }
    if let Some(visibility) = it.storage.get("visibility") {
        text.push_str(&format!(" {visibility}"));
    }
    if let Some(comment) = &it.comment {
        text.push_str(&format!(" COMMENT {}", literal(comment)));
    }
    text
}

fn key(it: &IndexKey) -> String {
    let on = match &it.on {
        KeyPart::Column(name) => quoted(name),
        KeyPart::Expression(it) => format!("({})", it.sql),
    };
    format!("{on}{}", modifier(it).unwrap_or_default())
}

/// What stands behind the column of a key: how much of it, in which direction.
#[must_use]
pub fn modifier(it: &IndexKey) -> Option<String> {
    let prefix = it.prefix.map(|it| format!("({it})")).unwrap_or_default();
    let order = if it.order == Order::Descending { " DESC" } else { "" };
    let text = format!("{prefix}{order}");
    (!text.is_empty()).then_some(text)
}
