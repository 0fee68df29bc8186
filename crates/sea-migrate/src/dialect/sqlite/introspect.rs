//! The schema of a `SQLite` database, by three queries in one snapshot.
//!
//! Pragmas lose checks, collations, conflict clauses, generated expressions and more, so the CREATE statements are
//! parsed; and what pragmas do tell is held against the parse, so that a misreading is an error and no difference.

mod create;
mod cursor;
mod dependents;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{
    ConnectionTrait, DbErr, QueryResult, Statement, TransactionSession, TransactionTrait,
};

use crate::dialect::Dialect;
use crate::dialect::introspect::{ReadError, Scope};
use crate::schema::{Name, Rule, Schema, Table, Unmodelled, is_bookkeeping};

const OBJECTS: &str =
    "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";

/// What the tables are: ordinary ones, virtual ones, and those that virtual ones keep their data in.
const LIST: &str = "SELECT name, type FROM pragma_table_list WHERE schema = 'main'";

const COLUMNS: &str = "
SELECT m.name AS tbl, c.name AS name, c.pk AS pk, c.hidden AS hidden
FROM sqlite_schema m, pragma_table_xinfo(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.cid";

/// Reads the main database; there are no namespaces to choose from.
///
/// # Errors
/// [`ReadError::Strange`] for a statement that is not understood.
pub async fn read<C>(db: &C, scope: &Scope) -> Result<Schema, ReadError>
where
    C: ConnectionTrait + TransactionTrait,
{
    if let Some(name) = scope.namespaces.iter().find(|it| *it != "main") {
        return Err(ReadError::NoNamespace { name: name.clone(), known: vec!["main".to_owned()] });
    }
    let snapshot = db.begin().await?;
    let rows = Rows::ask(&snapshot).await;
    snapshot.rollback().await?;
    schema(&rows?)
}

/// Reads the main database as the transaction that is open sees it.
///
/// # Errors
/// [`ReadError::Strange`] for a statement that is not understood.
pub async fn read_here<C: ConnectionTrait>(db: &C) -> Result<Schema, ReadError> {
    schema(&Rows::ask(db).await?)
}

/// The table that a CREATE TABLE statement makes, without its indexes.
///
/// # Errors
/// What is not understood, in words.
pub(crate) fn parse_table(sql: &str) -> Result<Table, String> {
    create::table(sql)
}

/// The answers of all queries.
struct Rows {
    objects: Vec<QueryResult>,
    list: Vec<QueryResult>,
    columns: Vec<QueryResult>,
}

impl Rows {
    async fn ask<C: ConnectionTrait>(db: &C) -> Result<Self, DbErr> {
        let objects = ask(db, OBJECTS).await?;
        let list = ask(db, LIST).await?;
        Ok(Self { objects, list, columns: ask(db, COLUMNS).await? })
    }
}

fn schema(rows: &Rows) -> Result<Schema, ReadError> {
    let Rows { objects, list, columns } = rows;
    let mut kinds: BTreeMap<String, String> = BTreeMap::new();
    for row in list {
        kinds.insert(row.try_get("", "name")?, row.try_get("", "type")?);
    }
    let mut schema = Schema::empty(Dialect::Sqlite);
    let mut indexes = Vec::new();
    for row in objects {
        let (kind, name): (String, String) = (row.try_get("", "type")?, row.try_get("", "name")?);
        let (of, sql): (String, String) = (row.try_get("", "tbl_name")?, row.try_get("", "sql")?);
        let is_kept_by_another = kinds.get(&name).is_some_and(|it| it == "shadow");
        if is_kept_by_another || name.starts_with("sqlite_") || is_bookkeeping(&of) {
            continue;
        }
        match kind.as_str() {
            "table" if kinds.get(&name).is_some_and(|it| it == "virtual") => {
                schema.unmodelled.push(unmodelled("virtual table", &name, None, None));
            }
            "table" => {
                let table = create::table(&sql).map_err(|reason| strange(&name, reason))?;
                schema
                    .tables
                    .insert(Name::plain(&name), Table { name: Name::plain(&name), ..table });
            }
            "index" => indexes.push((name, of, sql)),
            _ => schema.unmodelled.push(unmodelled(&kind, &name, Some(&of), Some(sql))),
        }
    }
    for (name, of, sql) in indexes {
        let Some(table) = schema.tables.get_mut(&Name::plain(&of)) else { continue };
        let index = create::index(&name, &sql, table).map_err(|reason| strange(&name, reason))?;
        table.indexes.push(index);
    }
    compare(&schema, columns)?;
    implied_references(&mut schema);
    dependents::find(&mut schema);
    schema.unmodelled.sort();
    schema.tables.values_mut().for_each(Table::sort);
    Ok(schema)
}

async fn ask<C: ConnectionTrait>(db: &C, sql: &str) -> Result<Vec<QueryResult>, DbErr> {
    db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await
}

fn strange(name: &str, reason: String) -> ReadError {
    ReadError::Strange { object: format!("`{name}`"), reason }
}

fn unmodelled(kind: &str, name: &str, of: Option<&str>, sql: Option<String>) -> Unmodelled {
    let (kind, name) = (kind.to_owned(), name.to_owned());
    Unmodelled { kind, name, table: of.map(Name::plain), sql }
}

/// What pragmas tell must be what was parsed.
fn compare(schema: &Schema, rows: &[QueryResult]) -> Result<(), ReadError> {
    let mut told: BTreeMap<String, BTreeSet<(String, bool, bool)>> = BTreeMap::new();
    for row in rows {
        let hidden: i32 = row.try_get("", "hidden")?;
        let column =
            (row.try_get("", "name")?, row.try_get::<i32>("", "pk")? > 0, matches!(hidden, 2 | 3));
        told.entry(row.try_get("", "tbl")?).or_default().insert(column);
    }
    for table in schema.tables.values() {
        let key = table.primary_key().unwrap_or_default();
        let columns = table.columns.iter();
        let parsed: BTreeSet<(String, bool, bool)> = columns
            .map(|it| (it.name.clone(), key.contains(&it.name), it.generated().is_some()))
            .collect();
        let told = told.remove(&table.name.name).unwrap_or_default();
        if parsed != told {
            let reason = format!("its statement was read as {parsed:?}, but SQLite has {told:?}");
            return Err(strange(&table.name.name, reason));
        }
    }
    Ok(())
}

/// `REFERENCES parent` without columns means its primary key; and what is referred to is called as it calls itself.
fn implied_references(schema: &mut Schema) {
    type Parent = (Name, Vec<String>, Vec<String>);
    let parents: BTreeMap<String, Parent> = schema
        .tables
        .values()
        .map(|it| {
            let key = it.primary_key().unwrap_or_default().to_vec();
            let columns = it.columns.iter().map(|it| it.name.clone()).collect();
            (it.name.name.to_ascii_lowercase(), (it.name.clone(), key, columns))
        })
        .collect();
    for constraint in schema.tables.values_mut().flat_map(|it| it.constraints.iter_mut()) {
        if let Rule::ForeignKey(key) = &mut constraint.rule
            && let Some((name, own, columns)) = parents.get(&key.table.name.to_ascii_lowercase())
        {
            key.table = name.clone();
            if key.references.is_empty() {
                key.references.clone_from(own);
            }
            // Names have no case; they are compared in that of their column.
            for column in &mut key.references {
                if let Some(name) = columns.iter().find(|it| it.eq_ignore_ascii_case(column)) {
                    column.clone_from(name);
                }
            }
        }
    }
}
