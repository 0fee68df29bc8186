//! Columns: how they are written, and which of them `ALTER TABLE … ADD COLUMN` takes.

use super::quoted;
use crate::dialect::Dialect;
use crate::schema::token::{TokenKind, tokens};
use crate::schema::{Column, ColumnValue, Storage};

/// A column as it stands in a table or behind ADD COLUMN.
pub(super) fn definition(column: &Column) -> String {
    let mut text = quoted(&column.name);
    if !column.ty.sql.is_empty() {
        text.push_str(&format!(" {}", column.ty.sql));
    }
    let called = |label: &Option<String>| {
        label.as_ref().map(|it| format!(" CONSTRAINT {}", quoted(it))).unwrap_or_default()
    };
    if !column.is_nullable {
        text.push_str(&format!("{} NOT NULL", called(&column.labels.not_null)));
    }
    if let Some(how) = &column.on_null_conflict {
        text.push_str(&format!(" ON CONFLICT {how}"));
    }
    match &column.value {
        ColumnValue::Default(it) => {
            text.push_str(&format!("{} DEFAULT {}", called(&column.labels.default), it.sql));
        }
        ColumnValue::Generated { expression, storage } => {
            let storage = match storage {
                Storage::Stored => "STORED",
                Storage::Virtual => "VIRTUAL",
            };
            text.push_str(&format!(" GENERATED ALWAYS AS ({}) {storage}", expression.sql));
        }
        _ => {}
    }
    if let Some(collation) = &column.collation {
        text.push_str(&format!(" COLLATE {}", quoted(collation)));
    }
    text
}

/// Whether ADD COLUMN takes it: <https://www.sqlite.org/lang_altertable.html#alter_table_add_column>
#[must_use]
pub fn can_be_added(column: &Column) -> bool {
    match &column.value {
        ColumnValue::Given => column.is_nullable,
        ColumnValue::Default(it) => {
            let found = tokens(&it.sql, Dialect::Sqlite);
            found.iter().all(|token| {
                matches!(token.kind, TokenKind::Text | TokenKind::Number)
                    || ["+", "-", "TRUE", "FALSE"].iter().any(|it| token.is(it))
            })
        }
        ColumnValue::Generated { storage, .. } => {
            *storage == Storage::Virtual && column.is_nullable
        }
        ColumnValue::AutoIncrement | ColumnValue::Serial(_) | ColumnValue::Identity { .. } => false,
    }
}

/// What stands in a NOT NULL column that comes back after its values were deleted.
#[must_use]
pub fn neutral(column: &Column) -> &'static str {
    let ty = column.ty.sql.to_ascii_uppercase();
    let is_text =
        ["CHAR", "CLOB", "TEXT", "BLOB"].iter().any(|it| ty.contains(it)) || ty.is_empty();
    if is_text { "''" } else { "0" }
}
