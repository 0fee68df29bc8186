//! The tables of a database as far as a run has to watch them: which are there, with which columns.
//!
//! Reading them is each dialect's `catalog.rs`. This is not the schema model: no types, no defaults.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DbErr, Statement};

use super::{Dialect, postgres, sqlite};

/// A table that a migration may drop or empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogTable {
    /// The name as a person would say it: with its schema where that is not the current one.
    pub name: String,
    /// The name as a statement needs it.
    pub quoted: String,
    /// Columns by what stays the same when they are renamed: their position.
    pub columns: BTreeMap<i32, String>,
    /// Whether deleting rows elsewhere may delete rows here (ON DELETE CASCADE).
    pub is_cascaded_to: bool,
    /// Rows deleted so far in this transaction, where the server counts them.
    pub deleted: u64,
}

/// Tables by what stays the same when they are renamed: an object id, or the root page of a file.
pub type Catalog = BTreeMap<i64, CatalogTable>;

/// The tables of the database, but for bookkeeping.
pub async fn read<C: ConnectionTrait>(
    db: &C,
    dialect: Dialect,
    bookkeeping: &str,
) -> Result<Catalog, DbErr> {
    let mut tables = match dialect {
        Dialect::Postgres => postgres::catalog::tables(db).await?,
        Dialect::Sqlite => sqlite::catalog::tables(db).await?,
        // No transaction around DDL means no rehearsal, the only one who asks.
        Dialect::MySql => Catalog::new(),
    };
    tables.retain(|_, table| table.name != bookkeeping && !table.name.starts_with("sea_migrate_"));
    Ok(tables)
}

/// The number of rows of a table, or of the values in one of its columns.
pub async fn count<C: ConnectionTrait>(
    db: &C,
    table: &CatalogTable,
    column: Option<&str>,
) -> Result<u64, DbErr> {
    let what = column.map_or_else(|| "*".to_owned(), quoted);
    let sql = format!("SELECT count({what}) AS n FROM {}", table.quoted);
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    let n: i64 =
        row.ok_or_else(|| DbErr::Custom("count gave no row".to_owned()))?.try_get("", "n")?;
    Ok(u64::try_from(n).unwrap_or_default())
}

/// A name in the standard's double quotes, which `PostgreSQL` and `SQLite` share.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
