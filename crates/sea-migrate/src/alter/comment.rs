//! Comments of tables and columns, which sea-query writes on `MySQL` alone. `SQLite` has none.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::SchemaManager;

use super::{dialect, error};
use crate::dialect::Dialect;
use crate::dialect::postgres::ddl::{literal, qualified, quoted};
use crate::schema::Name;

/// Comments on a table, or takes its comment. Nothing on `SQLite`.
///
/// # Errors
/// Whatever the server refuses.
pub async fn comment_on_table(
    manager: &SchemaManager<'_>,
    table: impl Into<Name>,
    comment: Option<&str>,
) -> Result<(), DbErr> {
    let table = table.into();
    comment_on(manager, &table, &format!("TABLE {}", qualified(&table)), comment).await
}

/// Comments on a column, or takes its comment. Nothing on `SQLite`.
///
/// # Errors
/// Whatever the server refuses.
pub async fn comment_on_column(
    manager: &SchemaManager<'_>,
    table: impl Into<Name>,
    column: &str,
    comment: Option<&str>,
) -> Result<(), DbErr> {
    let table = table.into();
    let named = format!("COLUMN {}.{}", qualified(&table), quoted(column));
    comment_on(manager, &table, &named, comment).await
}

async fn comment_on(
    manager: &SchemaManager<'_>,
    table: &Name,
    named: &str,
    comment: Option<&str>,
) -> Result<(), DbErr> {
    match dialect(manager)? {
        Dialect::Postgres => {
            let text = comment.map_or_else(|| "NULL".to_owned(), literal);
            let sql = format!("COMMENT ON {named} IS {text}");
            manager.get_connection().execute_unprepared(&sql).await.map(drop)
        }
        Dialect::Sqlite => Ok(()),
        Dialect::MySql => Err(error::dialect(table, Dialect::MySql)),
    }
}
