//! What rows get that are there: as a person said it, or something of the type that says nothing.

use super::lane::Lane;
use super::rust;
use super::scene::Scene;
use crate::dialect::{Dialect, mysql, postgres, sqlite};
use crate::schema::Column;
use crate::schema::token::unquoted;

/// What a person gave, as Rust.
pub(super) fn given(fill: &str, column: &Column) -> String {
    let ty = column.ty.sql.to_ascii_lowercase();
    let is = |names: &[&str]| names.iter().any(|it| ty.starts_with(it));
    if is(&[
        "tinyint",
        "smallint",
        "mediumint",
        "integer",
        "int",
        "bigint",
        "numeric",
        "decimal",
        "real",
        "double",
        "float",
    ]) && let Ok(number) = fill.parse::<i64>()
    {
        return rust::integer(number);
    }
    if is(&["bool", "tinyint(1)"]) && ["true", "false"].contains(&fill) {
        return fill.to_owned();
    }
    rust::text(fill)
}

/// A value that says nothing, for a NOT NULL column that comes back after its values were deleted.
pub(super) fn neutral(lane: &Lane<'_>, column: &Column) -> Option<String> {
    let sql = match lane.dialect {
        Dialect::Postgres => postgres::ddl::neutral_value(column, lane.schemas.after)?,
        Dialect::Sqlite => sqlite_neutral(column),
        Dialect::MySql => mysql::ddl::neutral(column)?,
    };
    Some(match sql.as_str() {
        "0" if column.ty.sql == "tinyint(1)" => "false".to_owned(),
        "0" | "1970" | "false" => sql,
        "'epoch'" if column.ty.sql == "date" => rust::text("1970-01-01"),
        "'epoch'" => rust::text("1970-01-01 00:00:00"),
        text => rust::text(&unquoted(text)),
    })
}

/// What reads as a value of the type that sea-query means by the name.
fn sqlite_neutral(column: &Column) -> String {
    let ty = column.ty.sql.to_ascii_lowercase();
    match ty.as_str() {
        "date_text" => "'1970-01-01'".to_owned(),
        "time_text" => "'00:00'".to_owned(),
        "uuid_text" => "'00000000-0000-0000-0000-000000000000'".to_owned(),
        "json_text" | "jsonb_text" => "'null'".to_owned(),
        "boolean" => "false".to_owned(),
        _ if ty.starts_with("datetime_text") || ty.starts_with("timestamp") => {
            "'1970-01-01 00:00:00'".to_owned()
        }
        _ => sqlite::ddl::neutral(column).to_owned(),
    }
}

/// One value of those of the sides.
pub(super) fn one(scene: &Scene<'_>, on: &[usize], fills: &[String]) -> String {
    if fills.iter().all(|it| *it == fills[0]) {
        return fills[0].clone();
    }
    // The arms of a match have one type.
    let all: Vec<String> = fills.iter().map(|it| format!("Expr::from({it})")).collect();
    scene.each(on, &all)
}
