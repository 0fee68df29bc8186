//! What sea-query writes, in parts: a table's name, an expression, an index; and what it has no words for.
//!
//! It panics where a dialect lacks a word, so whoever asks looks at [`has_type`] before.

use sea_orm::sea_query::{
    Alias, ColumnType, Expr, IndexCreateStatement, IntoTableRef, MysqlQueryBuilder,
    PostgresQueryBuilder, Query, SqliteQueryBuilder, TableRef,
};

use super::Dialect;
use crate::schema::Name;

/// A table in sea-query's words.
pub(crate) fn table_ref(name: &Name) -> TableRef {
    match &name.namespace {
        Some(namespace) => (Alias::new(namespace), Alias::new(&name.name)).into_table_ref(),
        None => Alias::new(&name.name).into_table_ref(),
    }
}

/// An expression alone; sea-query writes it only as a part of something.
pub(crate) fn expression(it: &Expr, dialect: Dialect) -> String {
    let select = Query::select().expr(it.clone()).to_owned();
    let sql = match dialect {
        Dialect::Postgres => select.to_string(PostgresQueryBuilder),
        Dialect::Sqlite => select.to_string(SqliteQueryBuilder),
        Dialect::MySql => select.to_string(MysqlQueryBuilder),
    };
    sql.strip_prefix("SELECT ").map_or(sql.clone(), str::to_owned)
}

/// The statement of an index.
pub(crate) fn index(it: &IndexCreateStatement, dialect: Dialect) -> String {
    // For SQLite sea-query panics at an expression, and offers no other way to ask whether there is one. What it
    // writes for PostgreSQL then is SQLite's, too, or SQLite says what it is not.
    let has_expression = format!("{it:?}").contains("Expr(IndexColumnExpr");
    match dialect {
        Dialect::Sqlite if !has_expression => it.to_string(SqliteQueryBuilder),
        Dialect::MySql => it.to_string(MysqlQueryBuilder),
        Dialect::Postgres | Dialect::Sqlite => it.to_string(PostgresQueryBuilder),
    }
}

/// Whether sea-query has words for the type.
pub(crate) fn has_type(ty: &ColumnType, dialect: Dialect) -> bool {
    match (ty, dialect) {
        (ColumnType::Array(of), Dialect::Postgres) => has_type(of, dialect),
        (ColumnType::Year, Dialect::Postgres)
        | (
            ColumnType::Interval(..)
            | ColumnType::Array(_)
            | ColumnType::Vector(_)
            | ColumnType::Cidr
            | ColumnType::Inet
            | ColumnType::MacAddr
            | ColumnType::LTree,
            Dialect::Sqlite | Dialect::MySql,
        )
        | (ColumnType::Year | ColumnType::Bit(_) | ColumnType::VarBit(_), Dialect::Sqlite) => false,
        _ => true,
    }
}
