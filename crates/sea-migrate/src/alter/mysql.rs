//! Alterations on `MySQL` and `MariaDB`, which have words for most of them, and want a column told whole to change a part.
//!
//! The whole is what SHOW CREATE TABLE says of it. Nothing here is in a transaction: the server commits each statement.

use sea_orm::sea_query::{ColumnDef, Expr};
use sea_orm::{ConnectionTrait, DbErr, Statement};

use super::error::refused;
use super::restated::Restated;
use super::{Alteration, Rows, reference, words};
use crate::dialect::Dialect;
use crate::dialect::mysql::ddl::STRICT;
use crate::schema::token::{TokenKind, tokens};
use crate::schema::{Constraint, Name, Rule};

const HERE: Dialect = Dialect::MySql;

/// Makes a value that does not fit an error, whatever the server is set to: it would be cut in silence.
pub(super) async fn be_strict<C: ConnectionTrait>(db: &C) -> Result<(), DbErr> {
    db.execute_unprepared(STRICT).await.map(drop)
}

/// Does one alteration.
pub(super) async fn apply<C: ConnectionTrait>(
    db: &C,
    of: &Name,
    it: &Alteration,
) -> Result<(), DbErr> {
    for sql in statements(db, of, it).await? {
        db.execute_unprepared(&sql).await?;
    }
    Ok(())
}

async fn statements<C: ConnectionTrait>(
    db: &C,
    of: &Name,
    it: &Alteration,
) -> Result<Vec<String>, DbErr> {
    let table = format!("ALTER TABLE {}", qualified(of));
    let add = |name: &str, demand: String| {
        vec![format!("{table} ADD CONSTRAINT {} {demand}", quoted(name))]
    };
    Ok(match it {
        Alteration::AddColumn { column, fill } => add_column(of, column, fill.as_ref())?,
        Alteration::DropColumn(name) => drop_column(db, of, name).await?,
        Alteration::SetType { column, .. } => {
            let mut known = column_of(db, of, &column.get_column_name()).await?;
            let ty = words::ty(of, column, HERE)?;
            let extra = column.get_column_spec().extra.clone().unwrap_or_default();
            known.set_type(format!("{ty} {extra}").trim());
            vec![format!("{table} MODIFY COLUMN {}", known.text())]
        }
        Alteration::SetNotNull { column, fill } => {
            let mut known = column_of(db, of, column).await?;
            known.forbid_null();
            let mut sql = Vec::new();
            if let Some(fill) = fill {
                sql.push(format!("{} WHERE {} IS NULL", update(of, column, fill), quoted(column)));
            }
            sql.push(format!("{table} MODIFY COLUMN {}", known.text()));
            sql
        }
        Alteration::SetNullable(column) => {
            let mut known = column_of(db, of, column).await?;
            known.allow_null();
            vec![format!("{table} MODIFY COLUMN {}", known.text())]
        }
        Alteration::SetDefault { column, value } => {
            // A keyword is an expression there.
            let value = match value {
                Expr::Value(_) | Expr::Constant(_) => words::expression(value, HERE),
                _ => format!("({})", words::expression(value, HERE)),
            };
            vec![format!("{table} ALTER COLUMN {} SET DEFAULT {value}", quoted(column))]
        }
        Alteration::DropDefault(column) => {
            // Without a word, a row would have to give even a value that may be NULL.
            let known = column_of(db, of, column).await?;
            let none = if known.is_nullable() { "SET DEFAULT NULL" } else { "DROP DEFAULT" };
            vec![format!("{table} ALTER COLUMN {} {none}", quoted(column))]
        }
        // Every primary key is called PRIMARY.
        Alteration::SetPrimaryKey { columns, .. } => {
            vec![format!("{table} ADD PRIMARY KEY ({})", list(columns))]
        }
        Alteration::DropPrimaryKey(_) => vec![format!("{table} DROP PRIMARY KEY")],
        Alteration::AddUnique { name, columns } => add(name, format!("UNIQUE ({})", list(columns))),
        Alteration::DropUnique(name) => vec![format!("{table} DROP INDEX {}", quoted(name))],
        Alteration::AddCheck { name, condition, .. } => {
            add(name, format!("CHECK ({})", words::expression(condition, HERE)))
        }
        Alteration::DropCheck(name) => vec![format!("{table} DROP CONSTRAINT {}", quoted(name))],
        Alteration::AddForeignKey { key, .. } => {
            vec![format!(
                "{table} ADD {}",
                definition(&reference::constraint(of, key, Rows::Checked)?)
            )]
        }
        Alteration::DropForeignKey { name, .. } => {
            vec![format!("{table} DROP FOREIGN KEY {}", quoted(name))]
        }
        Alteration::RenameConstraint { old, new } => rename(db, of, old, new).await?,
        // They were checked when they came.
        Alteration::Validate(_) | Alteration::RestateOnSqlite(_) => Vec::new(),
    })
}

/// What the server says of a column.
pub(super) async fn column_of<C: ConnectionTrait>(
    db: &C,
    of: &Name,
    column: &str,
) -> Result<Restated, DbErr> {
    let sql = format!("SHOW CREATE TABLE {}", qualified(of));
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let Some(row) = db.query_one_raw(statement).await? else {
        return Err(unread(of, column));
    };
    let text: String = row.try_get_by_index(1)?;
    Restated::find(&text, column).map_err(|known| {
        let hint = format!("its columns are: {}", known.join(", "));
        refused(of, format!("there is no column `{column}`"), hint)
    })
}

/// There is no database to ask.
fn unread(of: &Name, column: &str) -> DbErr {
    let reason =
        format!("column `{column}` has to be told whole, and there is no database to ask for it");
    refused(of, reason, "run the migration; it can't be written down")
}

fn add_column(of: &Name, it: &ColumnDef, fill: Option<&Expr>) -> Result<Vec<String>, DbErr> {
    let table = format!("ALTER TABLE {}", qualified(of));
    let Some(fill) = fill else {
        return Ok(vec![format!("{table} ADD COLUMN {}", words::column(of, it, HERE)?)]);
    };
    // A text can't have every default there, so it is filled by itself.
    let mut empty = it.clone();
    empty.null();
    let mut whole = vec![
        format!("{table} ADD COLUMN {}", words::column(of, &empty, HERE)?),
        update(of, &it.get_column_name(), fill),
    ];
    if it.get_column_spec().nullable == Some(false) {
        let bare = words::without_keys(it);
        whole.push(format!("{table} MODIFY COLUMN {}", words::column(of, &bare, HERE)?));
    }
    Ok(whole)
}

fn update(of: &Name, column: &str, fill: &Expr) -> String {
    let fill = words::expression(fill, HERE);
    format!("UPDATE {} SET {} = {fill}", qualified(of), quoted(column))
}

const FOREIGN_KEYS: &str = "
SELECT DISTINCT CAST(constraint_name AS CHAR) AS name FROM information_schema.key_column_usage
WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ? AND column_name = ? AND referenced_table_name IS NOT NULL
ORDER BY 1";

/// Those of one column alone go with it; from the others the server would take the column and leave the rest.
const INDEXES: &str = "
SELECT CAST(index_name AS CHAR) AS name FROM information_schema.statistics
WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ?
GROUP BY index_name HAVING count(*) > 1 AND max(column_name = ?) ORDER BY 1";

const CHECKS: &str = "
SELECT CAST(c.constraint_name AS CHAR) AS name, CAST(c.check_clause AS CHAR) AS clause
FROM information_schema.check_constraints c JOIN information_schema.table_constraints t
  ON t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name
WHERE t.constraint_type = 'CHECK' AND t.table_schema = COALESCE(?, DATABASE()) AND t.table_name = ?
ORDER BY 1";

/// The constraints and indexes on it go with it, as they do on `PostgreSQL`.
async fn drop_column<C: ConnectionTrait>(
    db: &C,
    of: &Name,
    column: &str,
) -> Result<Vec<String>, DbErr> {
    let namespace = || of.namespace.clone().into();
    let mut parts = Vec::new();
    for (sql, word) in [(FOREIGN_KEYS, "FOREIGN KEY"), (INDEXES, "INDEX")] {
        let values = [namespace(), of.name.clone().into(), column.into()];
        let query = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
        for row in db.query_all_raw(query).await? {
            let name: String = row.try_get("", "name")?;
            parts.push(match name.as_str() {
                "PRIMARY" => "DROP PRIMARY KEY".to_owned(),
                name => format!("DROP {word} {}", quoted(name)),
            });
        }
    }
    let values = [namespace(), of.name.clone().into()];
    let query = Statement::from_sql_and_values(db.get_database_backend(), CHECKS, values);
    for row in db.query_all_raw(query).await? {
        let clause: String = row.try_get("", "clause")?;
        let is_named = |name: std::borrow::Cow<'_, str>| name.eq_ignore_ascii_case(column);
        let mut found = tokens(&clause, HERE).into_iter();
        if found.any(|it| it.kind != TokenKind::Text && it.name().is_some_and(is_named)) {
            parts.push(format!("DROP CONSTRAINT {}", quoted(&row.try_get::<String>("", "name")?)));
        }
    }
    parts.push(format!("DROP COLUMN {}", quoted(column)));
    Ok(vec![format!("ALTER TABLE {} {}", qualified(of), parts.join(", "))])
}

const KIND: &str = "
SELECT CAST(constraint_type AS CHAR) AS kind FROM information_schema.table_constraints
WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ? AND constraint_name = ?";

async fn kind_of<C: ConnectionTrait>(
    db: &C,
    of: &Name,
    constraint: &str,
) -> Result<Option<String>, DbErr> {
    let values = [of.namespace.clone().into(), of.name.clone().into(), constraint.into()];
    let query = Statement::from_sql_and_values(db.get_database_backend(), KIND, values);
    let row = db.query_one_raw(query).await?;
    row.map(|row| row.try_get("", "kind")).transpose()
}

/// Only what has an index can be renamed; the others come again under the new name.
async fn rename<C: ConnectionTrait>(
    db: &C,
    of: &Name,
    old: &str,
    new: &str,
) -> Result<Vec<String>, DbErr> {
    let table = format!("ALTER TABLE {}", qualified(of));
    let kind = kind_of(db, of, old).await?;
    let (old_name, new_name) = (quoted(old), quoted(new));
    Ok(match kind.as_deref() {
        Some("UNIQUE") => vec![format!("{table} RENAME INDEX {old_name} TO {new_name}")],
        Some("FOREIGN KEY" | "CHECK") => {
            let sql = format!("SHOW CREATE TABLE {}", qualified(of));
            let statement = Statement::from_string(db.get_database_backend(), sql);
            let row = db.query_one_raw(statement).await?;
            let text: String = row.ok_or_else(|| unread(of, old))?.try_get_by_index(1)?;
            let start = format!("CONSTRAINT {old_name} ");
            let demand = text.lines().find_map(|it| it.trim().strip_prefix(&start));
            let demand = demand.map(|it| it.trim_end_matches(',')).ok_or_else(|| {
                refused(
                    of,
                    format!("constraint `{old}` can't be read"),
                    "drop it and add it under the new name",
                )
            })?;
            let word = if kind.as_deref() == Some("CHECK") { "CONSTRAINT" } else { "FOREIGN KEY" };
            vec![
                format!("{table} DROP {word} {old_name}"),
                format!("{table} ADD CONSTRAINT {new_name} {demand}"),
            ]
        }
        // The primary key is always called PRIMARY.
        None if kind_of(db, of, "PRIMARY").await?.is_some() => Vec::new(),
        _ => {
            return Err(refused(
                of,
                format!("there is no constraint `{old}`"),
                "look at SHOW CREATE TABLE",
            ));
        }
    })
}

/// A foreign key as it stands behind ADD.
fn definition(it: &Constraint) -> String {
    let Rule::ForeignKey(key) = &it.rule else { return String::new() };
    let name = it.name.as_ref().map(|it| format!("CONSTRAINT {} ", quoted(it)));
    let mut text = format!(
        "{}FOREIGN KEY ({}) REFERENCES {} ({})",
        name.unwrap_or_default(),
        list(&key.columns),
        qualified(&key.table),
        list(&key.references)
    );
    for (event, action) in [("UPDATE", key.on_update), ("DELETE", key.on_delete)] {
        let Some(action) = action.words() else { continue };
        text.push_str(&format!(" ON {event} {action}"));
    }
    text
}

/// A name in quotes.
pub(super) fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// A name in quotes, with its database where it has one.
pub(super) fn qualified(name: &Name) -> String {
    match &name.namespace {
        Some(namespace) => format!("{}.{}", quoted(namespace), quoted(&name.name)),
        None => quoted(&name.name),
    }
}

/// A text as a literal.
pub(super) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}

fn list(columns: &[String]) -> String {
    columns.iter().map(|it| quoted(it)).collect::<Vec<_>>().join(", ")
}
