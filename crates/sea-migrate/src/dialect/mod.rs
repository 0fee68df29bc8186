//! The databases that migrations run on, and what each can do.
//!
//! Nothing here opens a connection; a capability is a plain fact about a dialect.

pub mod catalog;
pub mod introspect;
pub mod mysql;
pub mod postgres;
pub(crate) mod scan;
pub(crate) mod sea_query;
pub mod shape;
pub mod sqlite;

use std::fmt;

use sea_orm::DbBackend;

/// A family of databases that speak the same SQL.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// `PostgreSQL` 13 and newer.
    Postgres,
    /// `SQLite` 3.35 and newer, embedded.
    Sqlite,
    /// `MySQL` 8 and `MariaDB` 10.11 and newer.
    MySql,
}

/// What a dialect can do, each fact stated for each dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// DDL takes part in a transaction and is rolled back with it.
    ///
    /// <https://wiki.postgresql.org/wiki/Transactional_DDL_in_PostgreSQL:_A_Competitive_Analysis>
    pub transactional_ddl: bool,
    /// Two tables may each have an index of the same name.
    pub index_names_of_each_table: bool,
}

impl Dialect {
    /// What this dialect can do.
    #[must_use]
    pub fn capabilities(self) -> Capabilities {
        match self {
            Self::Postgres | Self::Sqlite => {
                Capabilities { transactional_ddl: true, index_names_of_each_table: false }
            }
            Self::MySql => {
                Capabilities { transactional_ddl: false, index_names_of_each_table: true }
            }
        }
    }

    /// `SeaORM`'s name for this dialect.
    #[must_use]
    pub fn backend(self) -> DbBackend {
        match self {
            Self::Postgres => DbBackend::Postgres,
            Self::Sqlite => DbBackend::Sqlite,
            Self::MySql => DbBackend::MySql,
        }
    }

    /// The dialect of a `SeaORM` connection, if it is one of ours.
    #[must_use]
    pub fn of(backend: DbBackend) -> Option<Self> {
        match backend {
            DbBackend::Postgres => Some(Self::Postgres),
            DbBackend::Sqlite => Some(Self::Sqlite),
            DbBackend::MySql => Some(Self::MySql),
            _ => None,
        }
    }
}

#[cfg(feature = "author")]
impl Dialect {
    /// A name in quotes.
    pub(crate) fn quoted(self, name: &str) -> String {
        match self {
            Self::Postgres => postgres::ddl::quoted(name),
            Self::Sqlite => sqlite::ddl::quoted(name),
            Self::MySql => mysql::ddl::quoted(name),
        }
    }

    /// A name in quotes, with its namespace where it has one.
    pub(crate) fn qualified(self, name: &crate::schema::Name) -> String {
        match self {
            Self::Postgres | Self::Sqlite => postgres::ddl::qualified(name),
            Self::MySql => mysql::ddl::qualified(name),
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Postgres => "PostgreSQL",
            Self::Sqlite => "SQLite",
            Self::MySql => "MySQL",
        })
    }
}
