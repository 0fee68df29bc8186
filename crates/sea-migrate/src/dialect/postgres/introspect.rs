//! The schema of a `PostgreSQL` database, by nine catalog queries in one snapshot.
//!
//! Types and expressions are as the server deparses them with only the usual namespace on the search path, so two
//! databases say the same things in the same words. Each query answers with one JSON text: one round trip, no rows.

mod assemble;
mod meaning;
mod rows;

use sea_orm::{
    AccessMode, ConnectionTrait, DbErr, IsolationLevel, Statement, TransactionSession,
    TransactionTrait,
};
use serde::de::DeserializeOwned;

use crate::dialect::introspect::{ReadError, Scope};
use crate::error::ServerMessage;
use crate::schema::Schema;

/// How often a schema is read that changes meanwhile.
const TRIES: u32 = 5;

/// The character that joins names in a parameter.
const SEPARATOR: &str = "\u{1f}";

/// Reads the namespaces of `scope`, or all that are the user's.
///
/// # Errors
/// [`ReadError::NoNamespace`], or the server's refusal.
pub async fn read<C>(db: &C, scope: &Scope) -> Result<Schema, ReadError>
where
    C: ConnectionTrait + TransactionTrait,
{
    let mut tries = TRIES;
    loop {
        let snapshot = db
            .begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly))
            .await?;
        let schema = read_in(&snapshot, scope).await;
        snapshot.rollback().await?;
        tries -= 1;
        match schema {
            Err(ReadError::Refused(error)) if tries > 0 && is_gone(&error) => {}
            done => return done,
        }
    }
}

/// Reads the usual namespace as the transaction that is open sees it, and leaves it with another search path.
///
/// # Errors
/// The server's refusal.
pub async fn read_here<C: ConnectionTrait>(db: &C) -> Result<Schema, ReadError> {
    let usual = "SELECT COALESCE(current_schema(), 'public')::text AS usual";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), usual)).await?;
    let usual: String = row.ok_or_else(nothing)?.try_get("", "usual")?;
    read_in(db, &Scope { namespaces: [usual].into() }).await
}

/// Deparsing looks at the newest catalog and not at the snapshot's, and finds nothing where somebody drops an object at
/// this moment: `internal_error`, `undefined_table`, `undefined_object`.
fn is_gone(error: &DbErr) -> bool {
    let code = ServerMessage::of(error).code;
    matches!(code.as_deref(), Some("XX000" | "42P01" | "42704"))
}

async fn read_in<C: ConnectionTrait>(db: &C, scope: &Scope) -> Result<Schema, ReadError> {
    // With an empty search path every name would carry its namespace, and then two databases whose usual
    // namespaces differ would differ in everything. And compiling such queries takes longer than running them.
    let usual = "SELECT set_config('search_path', quote_ident(COALESCE(current_schema(), 'public')), true) AS rows, \
                 set_config('jit', 'off', true) AS jit, COALESCE(current_schema(), 'public')::text AS usual";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), usual)).await?;
    let usual: String = row.ok_or_else(nothing)?.try_get("", "usual")?;
    let all: Vec<rows::Namespace> = ask(db, include_str!("introspect/namespaces.sql"), "").await?;
    for name in &scope.namespaces {
        if !all.iter().any(|it| it.name == *name) {
            let known = all.iter().map(|it| it.name.clone()).collect();
            return Err(ReadError::NoNamespace { name: name.clone(), known });
        }
    }
    let is_chosen = |it: &rows::Namespace| {
        scope.namespaces.contains(&it.name) || (scope.namespaces.is_empty() && !it.is_extension)
    };
    let namespaces: Vec<rows::Namespace> = all.into_iter().filter(is_chosen).collect();
    let chosen = namespaces.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(SEPARATOR);
    let catalog = rows::Catalog {
        usual,
        namespaces,
        relations: ask(db, include_str!("introspect/relations.sql"), &chosen).await?,
        columns: ask(db, include_str!("introspect/columns.sql"), &chosen).await?,
        constraints: ask(db, include_str!("introspect/constraints.sql"), &chosen).await?,
        indexes: ask(db, include_str!("introspect/indexes.sql"), &chosen).await?,
        types: ask(db, include_str!("introspect/types.sql"), &chosen).await?,
        sequences: ask(db, include_str!("introspect/sequences.sql"), &chosen).await?,
        others: ask(db, include_str!("introspect/others.sql"), &chosen).await?,
        dependents: ask(db, include_str!("introspect/dependents.sql"), &chosen).await?,
    };
    Ok(assemble::schema(catalog))
}

async fn ask<C: ConnectionTrait, T: DeserializeOwned>(
    db: &C,
    select: &str,
    chosen: &str,
) -> Result<Vec<T>, ReadError> {
    let sql = format!(
        "WITH chosen AS (SELECT oid FROM pg_namespace WHERE nspname = ANY (string_to_array($1, chr(31))))\n\
         SELECT COALESCE(json_agg(row_to_json(r)), '[]'::json)::text AS rows FROM (\n{select}\n) r"
    );
    let backend = db.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, [chosen.into()]);
    let text: String =
        db.query_one_raw(statement).await?.ok_or_else(nothing)?.try_get("", "rows")?;
    serde_json::from_str(&text).map_err(|error| ReadError::Strange {
        object: "the catalog".to_owned(),
        reason: error.to_string(),
    })
}

fn nothing() -> DbErr {
    DbErr::Custom("the catalog gave no answer".to_owned())
}
