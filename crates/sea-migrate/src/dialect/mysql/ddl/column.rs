//! Columns: how they are written, how they come, and how they become others with their values kept.

use super::{literal, narrowing, neutral, online, quoted};
use crate::change::AlterColumn;
use crate::dialect::mysql::ddl::Online;
use crate::plan::Direction;
use crate::schema::{Column, ColumnValue, Storage};

/// A column as it stands in a table, behind ADD COLUMN or behind MODIFY COLUMN, which takes the whole of it.
#[must_use]
pub fn definition(column: &Column) -> String {
    defined(column, None)
}

fn defined(column: &Column, filled_with: Option<&str>) -> String {
    let mut text = format!("{} {}", quoted(&column.name), column.ty.sql);
    if let Some(collation) = &column.collation {
        text.push_str(&format!(" COLLATE {collation}"));
    }
    if let ColumnValue::Generated { expression, storage } = &column.value {
        let storage = match storage {
            Storage::Stored => "STORED",
            Storage::Virtual => "VIRTUAL",
        };
        text.push_str(&format!(" GENERATED ALWAYS AS ({}) {storage}", expression.sql));
    }
    if !column.is_nullable {
        text.push_str(" NOT NULL");
    } else if column.ty.sql.starts_with("timestamp") {
        // Older servers take it for NOT NULL unless told so.
        text.push_str(" NULL");
    }
    if column.extras.is_invisible {
        text.push_str(" INVISIBLE");
    }
    match (&column.value, filled_with) {
        (_, Some(value)) => text.push_str(&format!(" DEFAULT {value}")),
        (ColumnValue::Default(it), None) => text.push_str(&format!(" DEFAULT {}", it.sql)),
        (ColumnValue::AutoIncrement, None) => text.push_str(" AUTO_INCREMENT"),
        _ => {}
    }
    if let Some(it) = &column.extras.on_update {
        text.push_str(&format!(" ON UPDATE {}", it.sql));
    }
    if let Some(comment) = &column.comment {
        text.push_str(&format!(" COMMENT {}", literal(comment)));
    }
    if let Some(check) = &column.extras.check {
        text.push_str(&format!(" CHECK ({})", check.sql));
    }
    text
}

/// A column that comes: the clause, and whether its default stands there only to fill the rows.
#[must_use]
pub fn add(column: &Column, fill: Option<&str>, direction: Direction) -> (String, bool) {
    // On the way back the old values are gone, and something has to stand there. A server would choose by itself, and
    // say nothing.
    let stand_in = || match direction {
        Direction::Up => None,
        Direction::Down => neutral::value(column),
    };
    let fill = fill.map(literal).or_else(|| column.must_be_given().then(stand_in).flatten());
    let Some(fill) = fill.filter(|_| column.value == ColumnValue::Given) else {
        return (format!("ADD COLUMN {}", definition(column)), false);
    };
    // A default of a long type has to be an expression on MySQL.
    let fill = if is_long(&column.ty.sql) { format!("({fill})") } else { fill };
    (format!("ADD COLUMN {}", defined(column, Some(&fill))), true)
}

/// What has to be said to the rows and to the table before the column takes its new form, and that form.
#[must_use]
pub fn alter(it: &AlterColumn, table: &str, direction: Direction) -> (Vec<String>, String) {
    let name = quoted(&it.columns.before.name);
    let mut before = Vec::new();
    if it.forbids_null() {
        let by_itself = || it.columns.after.default().map(|it| it.sql.clone());
        if let Some(fill) = it.fill.as_deref().map(literal).or_else(by_itself) {
            before.push(format!("UPDATE {table} SET {name} = {fill} WHERE {name} IS NULL"));
        }
    }
    // On the way back what was filled in is a value that goes.
    let is_known =
        |it_: &&String| direction == Direction::Up || narrowing::is_value(&it.columns.after, it_);
    let fill = it.fill.as_ref().map(|fill| match Some(fill).filter(is_known) {
        Some(fill) => fill.clone(),
        None => narrowing::values(&it.columns.after.ty.sql).into_iter().next().unwrap_or_default(),
    });
    if let (Some(fill), Some(gone)) = (&fill, narrowing::values_that_go(&it.columns)) {
        // What takes their place may be a value that only comes.
        if !narrowing::is_value(&it.columns.before, fill) {
            let both = narrowing::with_value(&it.columns.before, fill);
            before.push(format!(
                "ALTER TABLE {table} MODIFY COLUMN {}, {}",
                definition(&both),
                Online::Instant.clause()
            ));
        }
        before.push(format!(
            "UPDATE {table} SET {name} = {} WHERE {name} IN ({gone})",
            literal(fill)
        ));
    }
    (before, format!("MODIFY COLUMN {}", definition(&it.columns.after)))
}

/// Whether a default of the type has to be an expression on `MySQL`.
#[must_use]
pub fn is_long(ty: &str) -> bool {
    let word = ty.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    ["text", "blob", "json"].iter().any(|it| word.to_ascii_lowercase().ends_with(it))
}

/// Whether rows get their value one by one. The clock is looked at once.
fn is_computed_for_each(column: &Column) -> bool {
    column.default().is_some_and(|it| it.sql.contains('(') && !is_clock(&it.sql))
}

fn is_clock(sql: &str) -> bool {
    sql.to_ascii_lowercase().starts_with("current_timestamp")
}

/// How a column comes where a table is in use.
pub(super) fn online_to_add(column: &Column) -> Online {
    match &column.value {
        ColumnValue::AutoIncrement | ColumnValue::Generated { storage: Storage::Stored, .. } => {
            Online::Copy
        }
        _ if is_computed_for_each(column) || column.extras.check.is_some() => Online::Copy,
        _ => Online::Instant,
    }
}

/// How a column becomes another where a table is in use.
pub(super) fn online_to_alter(it: &crate::schema::Pair<Column>) -> Online {
    let is_numbered = |it: &Column| it.value == ColumnValue::AutoIncrement;
    // What would take the place of NULL has to be one value for all rows; a timestamp may stand for the clock.
    let has_no_stand_in = it.before.is_nullable
        && !it.after.is_nullable
        && (it.after.ty.sql.starts_with("timestamp")
            || it.after.default().is_some_and(|it| it.sql.contains('(')));
    if it.differs_in(|it| it.collation.clone())
        || it.differs_in(is_numbered)
        || it.differs_in(|it| it.generated().cloned())
        || it.differs_in(|it| it.extras.check.clone())
        || has_no_stand_in
    {
        return Online::Copy;
    }
    let by_type =
        if it.differs_in(|it| it.ty.clone()) { online::of_type(it) } else { Online::Instant };
    let by_null =
        if it.differs_in(|it| it.is_nullable) { Online::Inplace } else { Online::Instant };
    by_type.max(by_null)
}
