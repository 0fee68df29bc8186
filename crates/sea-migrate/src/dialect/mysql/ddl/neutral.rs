//! What stands in a NOT NULL column that comes back after its values were deleted.

use super::literal;
use super::narrowing::values;
use crate::schema::Column;

/// A value of the column's type that says nothing, as SQL; none where the type has no such value.
#[must_use]
pub fn value(column: &Column) -> Option<String> {
    let ty = column.ty.sql.as_str();
    let base = ty.split(['(', ' ']).next().unwrap_or_default();
    Some(match base {
        "enum" => literal(values(ty).first()?),
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "decimal" | "float"
        | "double" | "bit" => "0".to_owned(),
        "char" | "varchar" | "tinytext" | "text" | "mediumtext" | "longtext" | "binary"
        | "varbinary" | "tinyblob" | "blob" | "mediumblob" | "longblob" | "set" => "''".to_owned(),
        "date" => "'1970-01-01'".to_owned(),
        // The first day is not everywhere one that a timestamp can hold.
        "datetime" | "timestamp" => "'1970-01-02 00:00:00'".to_owned(),
        "time" => "'00:00:00'".to_owned(),
        "year" => "1970".to_owned(),
        "json" => "'null'".to_owned(),
        "uuid" => "'00000000-0000-0000-0000-000000000000'".to_owned(),
        "inet4" => "'0.0.0.0'".to_owned(),
        "inet6" => "'::'".to_owned(),
        _ => return None,
    })
}
