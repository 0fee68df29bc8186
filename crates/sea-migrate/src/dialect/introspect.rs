//! From a database to a [`Schema`], by a number of queries that does not grow with the schema.
//!
//! Everything is read as of one moment, as far as the server has such a thing. Reading is each dialect's `introspect.rs`; nothing here compares.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DbErr};

use super::{Dialect, mysql, postgres, sqlite};
use crate::schema::Schema;

/// What is to be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    /// Only these namespaces; all of the user's if there is none.
    pub namespaces: BTreeSet<String>,
}

/// Why a schema can't be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The database refused.
    #[error(transparent)]
    Refused(#[from] DbErr),
    /// There is no such namespace.
    #[error("there is no schema `{name}`; there are: {}", known.join(", "))]
    NoNamespace {
        /// What was asked for.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// The catalog says something that is not understood.
    #[error("{object} can't be read: {reason}")]
    Strange {
        /// What it is about.
        object: String,
        /// What is not understood.
        reason: String,
    },
}

/// Reads the usual namespace as the transaction that is open sees it. That transaction has to be rolled back: it is left
/// with other settings.
///
/// # Errors
/// [`ReadError`], naming the object that is in the way.
pub async fn read_here<C: ConnectionTrait>(db: &C, dialect: Dialect) -> Result<Schema, ReadError> {
    match dialect {
        Dialect::Postgres => postgres::introspect::read_here(db).await,
        Dialect::Sqlite => sqlite::introspect::read_here(db).await,
        Dialect::MySql => mysql::introspect::read(db, &Scope::default()).await,
    }
}

/// Reads the schema of a database, as of one moment.
///
/// # Errors
/// [`ReadError`], naming the object that is in the way.
pub async fn read<C>(db: &C, dialect: Dialect, scope: &Scope) -> Result<Schema, ReadError>
where
    C: ConnectionTrait + sea_orm::TransactionTrait,
{
    match dialect {
        Dialect::Postgres => postgres::introspect::read(db, scope).await,
        Dialect::Sqlite => sqlite::introspect::read(db, scope).await,
        Dialect::MySql => mysql::introspect::read(db, scope).await,
    }
}
