//! The schema of a `MySQL` or `MariaDB` database, by queries of `information_schema` whose number does not grow with it.
//!
//! There is no snapshot of a catalog there: tables and columns are read again at the end, and all of it again where they
//! have changed meanwhile.

mod assemble;
mod checks;
mod dependents;
pub(super) mod meaning;
mod rows;

use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement};

use crate::dialect::introspect::{ReadError, Scope};
use crate::schema::Schema;

/// How often a schema is read that changes meanwhile.
const TRIES: u32 = 5;

const SERVER: &str = "SELECT CAST(VERSION() AS CHAR) AS version, CAST(DATABASE() AS CHAR) AS name, \
                      CAST(@@collation_database AS CHAR) AS collation, CAST(@@SESSION.sql_mode AS CHAR) AS mode";

/// Reads the database of the connection; there are no namespaces to choose from.
///
/// # Errors
/// [`ReadError::NoNamespace`] for a scope that names another database, or the server's refusal.
pub async fn read<C: ConnectionTrait>(db: &C, scope: &Scope) -> Result<Schema, ReadError> {
    let server = server(db).await?;
    if let Some(name) = scope.namespaces.iter().find(|it| **it != server.database) {
        return Err(ReadError::NoNamespace { name: name.clone(), known: vec![server.database] });
    }
    // There the server would say every expression with other quotes.
    if !server.mode.contains("ANSI_QUOTES") {
        return read_from(db, &server).await;
    }
    set_mode(db, "").await?;
    let schema = read_from(db, &server).await;
    set_mode(db, &server.mode).await?;
    schema
}

async fn set_mode<C: ConnectionTrait>(db: &C, mode: &str) -> Result<(), DbErr> {
    let mode = super::ddl::literal(mode);
    db.execute_unprepared(&format!("SET SESSION sql_mode = {mode}")).await.map(drop)
}

async fn read_from<C: ConnectionTrait>(db: &C, server: &rows::Server) -> Result<Schema, ReadError> {
    let mut outline = outline(db).await?;
    let mut tries = TRIES;
    loop {
        let details = details(db, server).await;
        let again = self::outline(db).await?;
        tries -= 1;
        if again == outline || tries == 0 {
            return Ok(assemble::schema(server, outline, details?));
        }
        outline = again;
    }
}

async fn server<C: ConnectionTrait>(db: &C) -> Result<rows::Server, ReadError> {
    let row = ask(db, SERVER).await?.pop();
    let row = row.ok_or_else(|| DbErr::Custom("the server gave no answer".to_owned()))?;
    let version: String = row.try_get("", "version")?;
    let database: Option<String> = row.try_get("", "name")?;
    let database = database.ok_or_else(|| ReadError::Strange {
        object: "the database".to_owned(),
        reason: "the URL names none".to_owned(),
    })?;
    let flavour =
        if version.contains("MariaDB") { rows::Flavour::MariaDb } else { rows::Flavour::MySql };
    let (collation, mode) = (row.try_get("", "collation")?, row.try_get("", "mode")?);
    Ok(rows::Server { flavour, database, collation, mode })
}

async fn outline<C: ConnectionTrait>(db: &C) -> Result<rows::Outline, DbErr> {
    Ok(rows::Outline {
        tables: all(db, include_str!("introspect/tables.sql"), rows::Table::of).await?,
        columns: all(db, include_str!("introspect/columns.sql"), rows::Column::of).await?,
    })
}

async fn details<C: ConnectionTrait>(
    db: &C,
    server: &rows::Server,
) -> Result<rows::Details, DbErr> {
    let (expression, hidden, checks) = match server.flavour {
        rows::Flavour::MariaDb => (
            "NULL",
            "IF(s.ignored = 'YES', 'IGNORED', NULL)",
            include_str!("introspect/checks_mariadb.sql"),
        ),
        rows::Flavour::MySql => (
            "s.expression",
            "IF(s.is_visible = 'NO', 'INVISIBLE', NULL)",
            include_str!("introspect/checks_mysql.sql"),
        ),
    };
    let indexes = include_str!("introspect/indexes.sql")
        .replace("{EXPRESSION}", expression)
        .replace("{HIDDEN}", hidden);
    Ok(rows::Details {
        indexes: all(db, &indexes, rows::Index::of).await?,
        references: all(db, include_str!("introspect/references.sql"), rows::Reference::of).await?,
        actions: all(db, include_str!("introspect/actions.sql"), rows::Actions::of).await?,
        checks: all(db, checks, rows::Check::of).await?,
        partitions: all(db, include_str!("introspect/partitions.sql"), rows::Partition::of).await?,
        others: all(db, include_str!("introspect/others.sql"), rows::Other::of).await?,
    })
}

async fn all<C: ConnectionTrait, T>(
    db: &C,
    sql: &str,
    of: impl Fn(&QueryResult) -> Result<T, DbErr>,
) -> Result<Vec<T>, DbErr> {
    ask(db, sql).await?.iter().map(of).collect()
}

async fn ask<C: ConnectionTrait>(db: &C, sql: &str) -> Result<Vec<QueryResult>, DbErr> {
    db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await
}
