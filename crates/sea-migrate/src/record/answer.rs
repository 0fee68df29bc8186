//! What a migration under recording is told when it asks.
//!
//! There is no database, so nothing is there: no table, no column, no row. Only the keys of rows that it
//! inserts come back to it, because `SeaORM` insists on them.

use std::collections::BTreeMap;

use sea_orm::{Statement, Value};

use crate::dialect::Dialect;
use crate::dialect::scan::{Kind, meaningful};

/// A row, by column.
pub(super) type Row = BTreeMap<String, Value>;

/// Whether the statement only asks, and changes nothing.
pub(super) fn is_question(statement: &Statement, dialect: Dialect) -> bool {
    let tokens = meaningful(&statement.sql, dialect);
    let is = |word: &str| {
        tokens.iter().any(|(kind, text)| *kind == Kind::Word && text.eq_ignore_ascii_case(word))
    };
    let first = tokens.iter().find(|(kind, _)| *kind == Kind::Word);
    let Some((_, first)) = first else { return false };
    match first.to_ascii_uppercase().as_str() {
        "SELECT" | "VALUES" | "TABLE" | "SHOW" | "DESCRIBE" | "DESC" | "EXPLAIN" => true,
        "WITH" => !["INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE"].into_iter().any(is),
        // `PRAGMA name = value` sets.
        "PRAGMA" => !tokens.contains(&(Kind::Mark, "=")),
        _ => false,
    }
}

/// Whether the statement inserts rows.
pub(super) fn is_insert(statement: &Statement, dialect: Dialect) -> bool {
    let tokens = meaningful(&statement.sql, dialect);
    let first = tokens.first().map(|(_, text)| text.to_ascii_uppercase());
    matches!(first.as_deref(), Some("INSERT" | "REPLACE"))
}

/// The row that answers `SeaORM`'s own questions, which must have one.
pub(super) fn probe(statement: &Statement) -> Option<Row> {
    let names = ["has_table", "has_column", "has_index"];
    let asked = names.into_iter().find(|name| {
        [format!("\"{name}\""), format!("`{name}`")]
            .iter()
            .any(|quoted| statement.sql.contains(quoted))
    })?;
    Some(Row::from([(asked.to_owned(), Value::Bool(Some(false)))]))
}

/// The rows that a statement with RETURNING gives back.
#[derive(Debug, PartialEq)]
pub(super) struct Returned {
    /// With the values that the statement itself has.
    pub(super) rows: Vec<Row>,
    /// The columns whose values only a database can know.
    pub(super) unknown: Vec<String>,
}

/// What an INSERT … RETURNING gives back, as far as it says so itself; `None` without RETURNING.
pub(super) fn returned(statement: &Statement, dialect: Dialect) -> Option<Returned> {
    let tokens = meaningful(&statement.sql, dialect);
    let at = tokens
        .iter()
        .rposition(|(kind, text)| *kind == Kind::Word && text.eq_ignore_ascii_case("RETURNING"))?;
    let returning: Vec<String> = items(&tokens[at + 1..])
        .into_iter()
        .filter_map(|item| {
            // `"kind"`, `CAST("kind" AS text) AS "kind"`: the last name is the one that comes back.
            item.iter()
                .rev()
                .find(|(kind, _)| matches!(kind, Kind::Name | Kind::Word))
                .map(|(_, text)| unquoted(text))
        })
        .collect();
    let columns: Vec<String> = match tokens.iter().position(|(_, text)| *text == "(") {
        Some(open) => items(inside(&tokens[open..]))
            .iter()
            .filter_map(|item| Some(unquoted(item.first()?.1)))
            .collect(),
        None => Vec::new(),
    };
    let values = statement.values.as_ref().map(|values| values.0.as_slice()).unwrap_or_default();
    let is_plain =
        !columns.is_empty() && !values.is_empty() && values.len().is_multiple_of(columns.len());
    let rows: Vec<Row> = if is_plain {
        values
            .chunks(columns.len())
            .map(|row| columns.iter().cloned().zip(row.iter().cloned()).collect())
            .collect()
    } else {
        vec![Row::new()]
    };
    let unknown = returning
        .into_iter()
        .filter(|name| rows.iter().any(|row| !row.contains_key(name)))
        .collect();
    Some(Returned { rows, unknown })
}

type Tokens<'t> = [(Kind, &'t str)];

/// The tokens between the parenthesis that comes first and its partner.
fn inside<'s, 't>(tokens: &'s Tokens<'t>) -> &'s Tokens<'t> {
    let mut depth = 0_usize;
    let end = tokens.iter().position(|(_, text)| {
        match *text {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    &tokens[1..end.unwrap_or(tokens.len())]
}

/// The parts between commas that stand in no parentheses.
fn items<'s, 't>(tokens: &'s Tokens<'t>) -> Vec<&'s Tokens<'t>> {
    let mut depth = 0_i32;
    tokens
        .split(|(_, text)| {
            match *text {
                "(" => depth += 1,
                ")" => depth -= 1,
                _ => {}
            }
            *text == "," && depth == 0
        })
        .collect()
}

fn unquoted(name: &str) -> String {
    name.trim_matches(['"', '`']).replace("\"\"", "\"").replace("``", "`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(sql: &str, values: &[&str]) -> Statement {
        let values = values.iter().map(|&it| Value::from(it));
        Statement::from_sql_and_values(Dialect::Postgres.backend(), sql, values)
    }

    #[test]
    fn asking_and_changing_are_told_apart() {
        let asks = |sql: &str| is_question(&statement(sql, &[]), Dialect::Sqlite);
        for sql in [
            "SELECT 1",
            " -- why\n(select 1)",
            "WITH a AS (SELECT 'DELETE') SELECT 1",
            "PRAGMA table_info(x)",
        ] {
            assert!(asks(sql), "{sql}");
        }
        for sql in [
            "INSERT INTO a VALUES (1)",
            "WITH a AS (SELECT 1) DELETE FROM b",
            "PRAGMA foreign_keys = ON",
            "",
        ] {
            assert!(!asks(sql), "{sql}");
        }
    }

    #[test]
    fn what_was_inserted_comes_back_and_what_the_database_makes_is_unknown() {
        let sql = r#"INSERT INTO "a" ("b", "c") VALUES ($1, CAST($2 AS "k")), ($3, $4) RETURNING "id", CAST("c" AS text) AS "c""#;
        let returned = returned(&statement(sql, &["1", "2", "3", "4"]), Dialect::Postgres).unwrap();
        assert_eq!(returned.rows.len(), 2);
        assert_eq!(returned.rows[1]["c"], Value::from("4"));
        assert_eq!(returned.unknown, ["id"]);
    }
}
