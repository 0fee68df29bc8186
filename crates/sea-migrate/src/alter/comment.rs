//! Comments of tables and columns, which sea-query writes on `MySQL` alone. `SQLite` has none.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::SchemaManager;

use super::{dialect, mysql};
use crate::dialect::Dialect;
use crate::dialect::mysql::ddl;
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
    let sql = match dialect(manager)? {
        Dialect::Postgres => {
            format!("COMMENT ON TABLE {} IS {}", qualified(&table), text(comment))
        }
        Dialect::Sqlite => return Ok(()),
        Dialect::MySql => {
            let text = ddl::literal(comment.unwrap_or_default());
            format!("ALTER TABLE {} COMMENT = {text}", ddl::qualified(&table))
        }
    };
    manager.get_connection().execute_unprepared(&sql).await.map(drop)
}

/// Comments on a column, or takes its comment. Nothing on `SQLite`.
///
/// # Errors
/// A column that is not there; or whatever the server refuses.
pub async fn comment_on_column(
    manager: &SchemaManager<'_>,
    table: impl Into<Name>,
    column: &str,
    comment: Option<&str>,
) -> Result<(), DbErr> {
    let table = table.into();
    let db = manager.get_connection();
    let sql = match dialect(manager)? {
        Dialect::Postgres => {
            let named = format!("{}.{}", qualified(&table), quoted(column));
            format!("COMMENT ON COLUMN {named} IS {}", text(comment))
        }
        Dialect::Sqlite => return Ok(()),
        Dialect::MySql => {
            let mut known = mysql::column_of(db, &table, column).await?;
            known.comment(comment);
            format!("ALTER TABLE {} MODIFY COLUMN {}", ddl::qualified(&table), known.text())
        }
    };
    db.execute_unprepared(&sql).await.map(drop)
}

fn text(comment: Option<&str>) -> String {
    comment.map_or_else(|| "NULL".to_owned(), literal)
}
