//! Indexes that are made beside writers, and indexes on expressions.

use sea_orm::sea_query::{IndexCreateStatement, PostgresQueryBuilder};
use sea_orm::{ConnectionTrait, DatabaseExecutor, DbErr, Statement};
use sea_orm_migration::SchemaManager;

use super::words::table_ref;
use super::{dialect, sqlite};
use crate::dialect::mysql::ddl as mysql;
use crate::dialect::postgres::ddl::{literal, qualified, quoted};
use crate::dialect::{Dialect, sea_query};
use crate::schema::Name;
use crate::schema::token::tokens;

/// Creates an index on a table, also one on an expression, at which sea-query panics for `SQLite`.
///
/// # Errors
/// Whatever the server refuses.
pub async fn create_index_on(
    manager: &SchemaManager<'_>,
    table: impl Into<Name>,
    mut index: IndexCreateStatement,
) -> Result<(), DbErr> {
    index.table(table_ref(&table.into()));
    let sql = text(&index, dialect(manager)?)?;
    manager.get_connection().execute_unprepared(&sql).await.map(drop)
}

/// Creates an index while others go on writing, on `PostgreSQL`; elsewhere as usual. What a failed attempt left behind is
/// dropped first.
///
/// The migration has to be outside a transaction: `fn use_transaction(&self) -> Option<bool> { Some(false) }`.
///
/// # Errors
/// A migration inside a transaction; or whatever the server refuses, such as two rows that are equal in a unique index.
pub async fn create_index_concurrently(
    manager: &SchemaManager<'_>,
    mut index: IndexCreateStatement,
) -> Result<(), DbErr> {
    let dialect = dialect(manager)?;
    let db = manager.get_connection();
    if dialect == Dialect::Postgres {
        let label = index.get_index_spec().get_name().unwrap_or("without a name").to_owned();
        outside_a_transaction(manager, &label)?;
        let sql = text(index.concurrently(), dialect)?;
        let name = Name { namespace: namespace(&sql), name: label };
        if is_left_over(manager, &name).await? {
            let drop_it = format!("DROP INDEX CONCURRENTLY {}", qualified(&name));
            db.execute_unprepared(&drop_it).await?;
        }
        return db.execute_unprepared(&sql).await.map(drop);
    }
    db.execute_unprepared(&text(&index, dialect)?).await.map(drop)
}

/// Gives an index another name. On `SQLite`, which has no word for it, it is made again.
///
/// # Errors
/// There is no such index on the table; or whatever the server refuses.
pub async fn rename_index(
    manager: &SchemaManager<'_>,
    table: impl Into<Name>,
    old: &str,
    new: &str,
) -> Result<(), DbErr> {
    let table = table.into();
    let sql = match dialect(manager)? {
        Dialect::Postgres => {
            let old = qualified(&table.beside(old));
            format!("ALTER INDEX {old} RENAME TO {}", quoted(new))
        }
        Dialect::MySql => format!(
            "ALTER TABLE {} RENAME INDEX {} TO {}",
            mysql::qualified(&table),
            mysql::quoted(old),
            mysql::quoted(new)
        ),
        Dialect::Sqlite => return sqlite::rename_index(manager, &table, old, new).await,
    };
    manager.get_connection().execute_unprepared(&sql).await.map(drop)
}

/// Drops an index while others go on writing, on `PostgreSQL`; elsewhere as usual. The migration has to be outside a
/// transaction, as for [`create_index_concurrently`].
///
/// # Errors
/// A migration inside a transaction; or whatever the server refuses.
pub async fn drop_index_concurrently(
    manager: &SchemaManager<'_>,
    name: impl Into<Name>,
) -> Result<(), DbErr> {
    let name = name.into();
    let sql = match dialect(manager)? {
        Dialect::Postgres => {
            outside_a_transaction(manager, &name.to_string())?;
            format!("DROP INDEX CONCURRENTLY {}", qualified(&name))
        }
        Dialect::Sqlite => format!("DROP INDEX {}", crate::dialect::catalog::quoted(&name.name)),
        Dialect::MySql => {
            let table = table_of(manager, &name).await?;
            format!("DROP INDEX {} ON {}", mysql::quoted(&name.name), mysql::quoted(&table))
        }
    };
    manager.get_connection().execute_unprepared(&sql).await.map(drop)
}

/// There an index is dropped by its table, too.
async fn table_of(manager: &SchemaManager<'_>, index: &Name) -> Result<String, DbErr> {
    let sql = "SELECT DISTINCT CAST(table_name AS CHAR) AS name FROM information_schema.statistics
        WHERE table_schema = COALESCE(?, DATABASE()) AND index_name = ?";
    let values = [index.namespace.clone().into(), index.name.clone().into()];
    let db = manager.get_connection();
    let query = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let rows = db.query_all_raw(query).await?;
    let reason = match rows.as_slice() {
        [only] => return only.try_get("", "name"),
        [] => "is not there",
        _ => "is there on more than one table",
    };
    Err(DbErr::Migration(format!(
        "index `{index}` {reason}\n  use manager.drop_index(Index::drop().name(…).table(…).to_owned())"
    )))
}

/// The server would refuse, and not say what to type.
fn outside_a_transaction(manager: &SchemaManager<'_>, name: &str) -> Result<(), DbErr> {
    match manager.get_connection() {
        DatabaseExecutor::Connection(_) => Ok(()),
        _ => Err(DbErr::Migration(format!(
            "index `{name}` can't be made or dropped concurrently inside a transaction\n  \
             give the migration this: fn use_transaction(&self) -> Option<bool> {{ Some(false) }}"
        ))),
    }
}

/// A build that fails leaves an index behind that nobody can use.
async fn is_left_over(manager: &SchemaManager<'_>, name: &Name) -> Result<bool, DbErr> {
    let sql = format!(
        "SELECT 1 FROM pg_index WHERE NOT indisvalid AND indexrelid = to_regclass({})",
        literal(&qualified(name))
    );
    let db = manager.get_connection();
    let statement = Statement::from_string(db.get_database_backend(), sql);
    Ok(db.query_one_raw(statement).await?.is_some())
}

/// An index is in the namespace of its table, and the statement has no other way to ask for that.
fn namespace(sql: &str) -> Option<String> {
    let tokens = tokens(sql, Dialect::Postgres);
    let at = tokens.iter().position(|it| it.is("ON"))?;
    match tokens.get(at + 1..at + 3)? {
        [namespace, dot] if dot.is(".") => namespace.name().map(std::borrow::Cow::into_owned),
        _ => None,
    }
}

fn text(index: &IndexCreateStatement, dialect: Dialect) -> Result<String, DbErr> {
    let on_postgres = index.to_string(PostgresQueryBuilder);
    if dialect != Dialect::Postgres
        && let Some(namespace) = namespace(&on_postgres)
    {
        let label = index.get_index_spec().get_name().unwrap_or("without a name");
        return Err(DbErr::Migration(format!(
            "index `{label}`: its table is in `{namespace}`, and {dialect} has no index there\n  \
             leave that out of its table's name"
        )));
    }
    Ok(sea_query::index(index, dialect))
}
