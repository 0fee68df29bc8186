//! Rows in random tables: values that most types take, so that most changes can be made with them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sea_migrate::change::{Change, Renamed};
use sea_migrate::dialect::Dialect;
use sea_migrate::diff::Diff;
use sea_migrate::error::ServerMessage;
use sea_migrate::plan;
use sea_migrate::schema::{Column, ColumnValue, IdentityWhen, Name, Pair, Schema, Table};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, Statement};

use super::random::Random;

fn quoted(name: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::MySql => format!("`{}`", name.replace('`', "``")),
        Dialect::Postgres | Dialect::Sqlite => format!("\"{}\"", name.replace('"', "\"\"")),
    }
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Puts some rows into each table; those that break a rule are left out.
pub(super) async fn fill(db: &DatabaseConnection, schema: &Schema, random: &mut Random) {
    // A plan may have left them on.
    let mut sql = match schema.dialect {
        Dialect::Sqlite => off(schema.dialect).to_owned(),
        Dialect::Postgres | Dialect::MySql => String::new(),
    };
    for table in schema.tables.values() {
        for number in 1..=1 + random.below(3) {
            let insert = insert(table, schema, number, random);
            match schema.dialect {
                Dialect::Postgres => {
                    write!(sql, "BEGIN {insert}; EXCEPTION WHEN others THEN NULL; END; ").unwrap();
                }
                Dialect::Sqlite => {
                    write!(sql, "{}; ", insert.replacen("INSERT", "INSERT OR IGNORE", 1)).unwrap();
                }
                Dialect::MySql => {
                    // A mode that takes the nearest value would take anything.
                    let _ = db.execute_unprepared(&insert).await;
                }
            }
        }
    }
    if schema.dialect == Dialect::Postgres {
        // Deferred keys are looked at here and not when the rows are in the way.
        sql = format!("DO $rows$ BEGIN SET CONSTRAINTS ALL IMMEDIATE; {sql} END $rows$");
    }
    if !sql.is_empty() {
        db.execute_unprepared(&sql).await.unwrap();
    }
}

/// Rows in any order.
fn off(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => "",
        Dialect::Sqlite => "PRAGMA foreign_keys = OFF; ",
        Dialect::MySql => "SET foreign_key_checks = 0; ",
    }
}

fn insert(table: &Table, schema: &Schema, number: usize, random: &mut Random) -> String {
    let takes = |it: &&Column| {
        !matches!(
            it.value,
            ColumnValue::Generated { .. }
                | ColumnValue::Serial(_)
                | ColumnValue::Identity { when: IdentityWhen::Always, .. }
        )
    };
    let mut names = Vec::new();
    let mut values = Vec::new();
    for column in table.columns.iter().filter(takes) {
        if column.is_nullable && random.percent(20) {
            continue;
        }
        names.push(quoted(&column.name, schema.dialect));
        values.push(literal(&value(column, schema, number)));
    }
    let to = quoted(&table.name.name, schema.dialect);
    if names.is_empty() {
        return match schema.dialect {
            Dialect::MySql => format!("INSERT INTO {to} () VALUES ()"),
            Dialect::Postgres | Dialect::Sqlite => format!("INSERT INTO {to} DEFAULT VALUES"),
        };
    }
    format!("INSERT INTO {to} ({}) VALUES ({})", names.join(", "), values.join(", "))
}

fn value(column: &Column, schema: &Schema, number: usize) -> String {
    if column.ty.sql.ends_with("[]") {
        return "{}".to_owned();
    }
    let values = column.ty.user.as_ref().and_then(|it| schema.enums.get(it)).map(|it| &it.values);
    match (values, schema.dialect) {
        (Some(values), _) => values[number % values.len()].clone(),
        (None, Dialect::MySql) if column.ty.sql.starts_with("enum(") => {
            let values: Vec<&str> = column.ty.sql.split('\'').skip(1).step_by(2).collect();
            values[number % values.len()].to_owned()
        }
        (None, Dialect::MySql) if is_time(&column.ty.sql) => format!("2001-02-0{number} 01:02:03"),
        (None, _) => number.to_string(),
    }
}

fn is_time(ty: &str) -> bool {
    ty.starts_with("datetime") || ty.starts_with("timestamp")
}

/// What is answered where rows would be in the way. What no answer helps against goes with all rows.
pub(super) async fn fills(
    db: &DatabaseConnection,
    diff: &Diff,
    now: &Schema,
) -> BTreeMap<(Name, String), String> {
    let mut fills = BTreeMap::new();
    let schema = &diff.schemas.after;
    for probe in plan::probes(&diff.changes, now) {
        // What speaks of columns that are not there yet can't be asked.
        if number(db, &probe.sql).await.unwrap_or(0) == 0 {
            continue;
        }
        match &diff.changes[probe.change] {
            Change::Column(it) => {
                let place = (it.of().clone(), it.column().name.clone());
                fills.insert(place, value(it.column(), schema, 1));
            }
            Change::Enum(sea_migrate::change::EnumChange::Alter { users, .. }) => {
                for user in users {
                    let column = &user.columns.after;
                    let place = (user.table.clone(), column.name.clone());
                    fills.insert(place, value(column, schema, 0));
                }
            }
            _ => {
                delete(db, now).await;
                return BTreeMap::new();
            }
        }
    }
    fills
}

/// Deletes all rows.
pub(super) async fn delete(db: &DatabaseConnection, schema: &Schema) {
    let tables: Vec<String> =
        schema.tables.keys().map(|it| quoted(&it.name, schema.dialect)).collect();
    if tables.is_empty() {
        return;
    }
    let sql = match schema.dialect {
        Dialect::Postgres => format!("TRUNCATE {} CASCADE", tables.join(", ")),
        Dialect::Sqlite => {
            format!("{}DELETE FROM {}", off(schema.dialect), tables.join("; DELETE FROM "))
        }
        Dialect::MySql => {
            let deletes = tables.join("; DELETE FROM ");
            format!("{}DELETE FROM {deletes}; SET foreign_key_checks = 1", off(schema.dialect))
        }
    };
    db.execute_unprepared(&sql).await.unwrap();
}

async fn number(db: &DatabaseConnection, sql: &str) -> Result<i64, DbErr> {
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    row.unwrap().try_get_by_index(0)
}

/// The tables that stay, by the names that they have at both ends.
pub(super) fn staying(diff: &Diff) -> Vec<Pair<Name>> {
    let there = |it: &&Name| diff.schemas.after.tables.contains_key(*it);
    let names = diff.schemas.before.tables.keys().filter(there);
    let old = |name: &Name| {
        diff.renames.iter().rev().fold(name.clone(), |name, rename| match &rename.what {
            Renamed::Table(old) if name == old.beside(&rename.names.after) => old.clone(),
            _ => name,
        })
    };
    names.map(|name| Pair::new(old(name), name.clone())).collect()
}

/// How many rows each has, in one question.
pub(super) async fn count(
    db: &DatabaseConnection,
    dialect: Dialect,
    tables: impl Iterator<Item = &Name>,
) -> Vec<i64> {
    let parts: Vec<String> =
        tables.map(|it| format!("SELECT count(*) FROM {}", quoted(&it.name, dialect))).collect();
    if parts.is_empty() {
        return Vec::new();
    }
    let sql = parts.join(" UNION ALL ");
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await;
    rows.unwrap().iter().map(|it| it.try_get_by_index(0).unwrap()).collect()
}

/// Whether the server refused because of what is in a row: data exceptions and broken constraints.
pub(super) fn are_in_the_way(error: &DbErr) -> bool {
    let code = ServerMessage::of(error).code.unwrap_or_default();
    // MariaDB in its strict mode makes an error of a warning, and MySQL has no class for its checks.
    let is_checked = error.to_string().contains("Check constraint");
    code.starts_with("22") || code.starts_with("23") || code == "01000" || is_checked || {
        // SQLITE_CONSTRAINT and SQLITE_MISMATCH, in the lower byte of an extended code.
        code.len() < 5 && code.parse::<u32>().is_ok_and(|it| matches!(it & 0xff, 19 | 20))
    }
}
