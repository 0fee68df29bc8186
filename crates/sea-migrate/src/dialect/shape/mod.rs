//! The shape of one table as far as adopting it needs: columns, keys, checks.
//!
//! Both shapes of a comparison are read by the same queries from real tables, so that the server has
//! brought types and expressions into one form and `==` is enough. Reading is each dialect's `shape.rs`.

mod compare;

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait, DbErr};

pub use compare::{differences, misfits};

use super::{Dialect, mysql, postgres, sqlite};

/// Where to look for a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Namespace {
    /// Where an unqualified name is found.
    Current,
    /// Among this session's temporary tables.
    Temporary,
}

/// One table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shape {
    /// Columns by name.
    pub columns: BTreeMap<String, ColumnShape>,
    /// The primary key's columns, in key order.
    pub primary_key: Vec<String>,
    /// The columns of each unique constraint or full unique index, sorted.
    pub unique: BTreeSet<Vec<String>>,
    /// Foreign keys.
    pub foreign_keys: BTreeSet<ForeignKeyShape>,
    /// Check expressions, as the server shows them.
    pub checks: BTreeSet<String>,
    /// Every other index: what it is on and how, without its name.
    pub indexes: BTreeSet<String>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnShape {
    /// Its type in the server's words; on `SQLite` its affinity.
    pub ty: String,
    /// Whether NULL may stand in it.
    pub is_nullable: bool,
    /// Whether a row may leave it out.
    pub has_default: bool,
}

/// One foreign key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ForeignKeyShape {
    /// The referring columns.
    pub columns: Vec<String>,
    /// The table referred to.
    pub table: String,
    /// Its columns.
    pub references: Vec<String>,
    /// ON DELETE, in words.
    pub on_delete: String,
    /// ON UPDATE, in words.
    pub on_update: String,
}

/// Reads the table `name`; an empty shape when there is none.
pub async fn read<C: ConnectionTrait>(
    db: &C,
    dialect: Dialect,
    namespace: Namespace,
    name: &str,
) -> Result<Shape, DbErr> {
    match dialect {
        Dialect::Postgres => postgres::shape::read(db, namespace, name).await,
        Dialect::Sqlite => sqlite::shape::read(db, namespace, name).await,
        Dialect::MySql => mysql::shape::read(db, name).await,
    }
}

/// The columns of the index `name`, in order; `None` when there is no such index.
pub async fn index_columns<C: ConnectionTrait>(
    db: &C,
    dialect: Dialect,
    table: &str,
    name: &str,
) -> Result<Option<Vec<String>>, DbErr> {
    match dialect {
        Dialect::Postgres => postgres::shape::index_columns(db, table, name).await,
        Dialect::Sqlite => sqlite::shape::index_columns(db, table, name).await,
        Dialect::MySql => mysql::shape::index_columns(db, table, name).await,
    }
}
