//! The answer to a question as SQL that gives it again: literals with the names and types that the server gave.
//!
//! Asked through the driver, it comes back as rows of the driver, which a migration reads as it read the first ones. Nothing
//! here runs anything; what can't be written without loss is not written at all.

use sea_orm::QueryResult;

#[cfg(feature = "mysql")]
use crate::dialect::mysql::ddl;

/// What is longer is not kept: a migration that reads a table to copy it is no question about its way.
const LONGEST: usize = 1 << 20;

/// The rows as a SELECT, or nothing where that would not be the same rows.
pub(super) fn as_select(rows: &[QueryResult]) -> Option<String> {
    if rows.is_empty() {
        return Some("SELECT 1 FROM (SELECT 1) AS nothing WHERE FALSE".to_owned());
    }
    let mut select = String::new();
    for row in rows {
        if !select.is_empty() {
            select.push_str(" UNION ALL ");
        }
        select.push_str("SELECT ");
        select.push_str(&literals(row)?.join(", "));
        if select.len() > LONGEST {
            return None;
        }
    }
    Some(select)
}

#[cfg(feature = "mysql")]
fn literals(row: &QueryResult) -> Option<Vec<String>> {
    use sea_orm::sqlx::{Column, Row};

    let row = row.try_as_mysql_row()?;
    let named = |column: &sea_orm::sqlx::mysql::MySqlColumn| {
        let value = literal(row, column.ordinal())?;
        Some(format!("{value} AS {}", ddl::quoted(column.name())))
    };
    row.columns().iter().map(named).collect()
}

/// Without its driver there is no such database.
#[cfg(not(feature = "mysql"))]
fn literals(_: &QueryResult) -> Option<Vec<String>> {
    None
}

#[cfg(feature = "mysql")]
fn literal(row: &sea_orm::sqlx::mysql::MySqlRow, at: usize) -> Option<String> {
    use sea_orm::sqlx::{Row, TypeInfo, ValueRef};

    let value = row.try_get_raw(at).ok()?;
    if value.is_null() {
        return Some("NULL".to_owned());
    }
    let kind = value.type_info().name().to_owned();
    // The bytes as they came; a connection of ours speaks utf8mb4.
    let bytes = || row.try_get_unchecked::<Vec<u8>, _>(at).ok();
    Some(match kind.as_str() {
        "BOOLEAN" | "TINYINT" | "SMALLINT" | "MEDIUMINT" | "INT" | "BIGINT" => {
            format!("CAST({} AS SIGNED)", row.try_get_unchecked::<i64, _>(at).ok()?)
        }
        _ if kind.ends_with(" UNSIGNED") => {
            format!("CAST({} AS UNSIGNED)", row.try_get_unchecked::<u64, _>(at).ok()?)
        }
        "CHAR" | "VARCHAR" | "TINYTEXT" | "TEXT" | "MEDIUMTEXT" | "LONGTEXT" | "ENUM" | "SET"
        | "JSON" => format!("CONVERT({} USING utf8mb4)", ddl::bytes(&bytes()?)),
        "BINARY" | "VARBINARY" | "TINYBLOB" | "BLOB" | "MEDIUMBLOB" | "LONGBLOB" => {
            ddl::bytes(&bytes()?)
        }
        "DECIMAL" => {
            let text = String::from_utf8(bytes()?).ok()?;
            let scale = text.split_once('.').map_or(0, |(_, digits)| digits.len());
            format!("CAST('{text}' AS DECIMAL(65, {scale}))")
        }
        "DOUBLE" => format!("CAST('{}' AS DOUBLE)", row.try_get_unchecked::<f64, _>(at).ok()?),
        // Times, bits, geometry: no literal of theirs comes back as the same type on both servers.
        _ => return None,
    })
}
