//! What stands in a NOT NULL column that comes back after its values were deleted.

use crate::schema::{Column, Schema};

/// A value of the column's type that says nothing, as SQL; none where the type has no such value.
pub(crate) fn value(column: &Column, schema: &Schema) -> Option<String> {
    let sql = &column.ty.sql;
    if sql.ends_with("[]") {
        return Some("'{}'".to_owned());
    }
    if let Some(user) = &column.ty.user {
        let first = schema.enums.get(user).and_then(|it| it.values.first());
        return first.map(|it| super::literal(it));
    }
    let base = sql.split('(').next().unwrap_or_default().trim();
    Some(match base {
        "smallint" | "integer" | "bigint" | "numeric" | "real" | "double precision" | "money"
        | "oid" => "0".to_owned(),
        "text" | "character varying" | "character" | "citext" | "bytea" | "name" => "''".to_owned(),
        "boolean" => "false".to_owned(),
        "date" | "timestamp without time zone" | "timestamp with time zone" | "timestamp" => {
            "'epoch'".to_owned()
        }
        "time without time zone" | "time with time zone" | "time" => "'00:00'".to_owned(),
        "interval" => "'0'".to_owned(),
        "uuid" => "'00000000-0000-0000-0000-000000000000'".to_owned(),
        "json" | "jsonb" => "'null'".to_owned(),
        "inet" | "cidr" => "'0.0.0.0'".to_owned(),
        _ => return None,
    })
}
