//! The tables of a database as far as a run has to watch them: which are there, with which columns.
//!
//! Reading them is each dialect's `catalog.rs`. This is not the schema model: no types, no defaults.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DbErr, Statement};

use super::{Dialect, mysql, postgres, sqlite};

/// A table that a migration may drop or empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogTable {
    /// The name as a person would say it: with its schema where that is not the current one.
    pub name: String,
    /// The name as a statement needs it.
    pub quoted: String,
    /// Whether it is in another schema than the current one.
    pub is_elsewhere: bool,
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
        Dialect::MySql => mysql::catalog::tables(db).await?,
    };
    tables.retain(|_, table| table.name != bookkeeping && !table.name.starts_with("sea_migrate_"));
    Ok(tables)
}

/// Which of these tables are there, where an unqualified name finds them. One query.
pub async fn present<C: ConnectionTrait>(
    db: &C,
    dialect: Dialect,
    names: &[&str],
) -> Result<Vec<bool>, DbErr> {
    let one = match dialect {
        Dialect::Postgres => "to_regclass(quote_ident({})) IS NOT NULL",
        Dialect::Sqlite => {
            "EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = {} COLLATE NOCASE)"
        }
        Dialect::MySql => {
            "EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = {})"
        }
    };
    let columns = (1..=names.len()).map(|number| {
        let parameter =
            if dialect == Dialect::MySql { "?".to_owned() } else { format!("${number}") };
        format!("{} AS t{number}", one.replace("{}", &parameter))
    });
    let sql = format!("SELECT {}", columns.collect::<Vec<_>>().join(", "));
    let values = names.iter().map(|&name| sea_orm::Value::from(name));
    let row = db
        .query_one_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values))
        .await?;
    let row = row.ok_or_else(|| DbErr::Custom("the catalog gave no answer".to_owned()))?;
    (1..=names.len()).map(|number| row.try_get("", &format!("t{number}"))).collect()
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
