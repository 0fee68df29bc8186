//! What a database server said, taken out of the driver's error.
//!
//! The statement is kept when it is known; it never holds bound values, and a URL never gets here.

use std::fmt;

use sea_orm::{DbErr, RuntimeErr, SqlxError};

use super::Error;
use crate::dialect::{mysql, postgres, sqlite};

/// The longest part of a statement that is shown, in characters.
const STATEMENT_LENGTH: usize = 300;

/// A server's error message with the parts that help a person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServerMessage {
    /// The message itself.
    pub message: String,
    /// SQLSTATE, or `SQLite`'s extended result code.
    pub code: Option<String>,
    /// `PostgreSQL`'s DETAIL.
    pub detail: Option<String>,
    /// `PostgreSQL`'s HINT.
    pub hint: Option<String>,
    /// The statement that failed.
    pub statement: Option<String>,
    /// `MySQL`'s error number, which tells more than its SQLSTATE.
    pub number: Option<u16>,
}

impl ServerMessage {
    /// The server's message inside `error`, or the error's own words when no server spoke.
    #[must_use]
    pub fn of(error: &DbErr) -> Self {
        match sqlx_error(error) {
            Some(SqlxError::Database(database)) => {
                let (detail, hint) = postgres_parts(database.as_ref());
                Self {
                    message: database.message().to_owned(),
                    code: database.code().map(std::borrow::Cow::into_owned),
                    detail,
                    hint,
                    statement: None,
                    number: mysql_number(database.as_ref()),
                }
            }
            // The driver's words are about bytes, or about where it looked for another session.
            Some(SqlxError::Io(_)) => {
                Self { message: "the connection was lost".to_owned(), ..Self::default() }
            }
            Some(other) => Self { message: other.to_string(), ..Self::default() },
            None => Self {
                message: match error {
                    DbErr::Custom(message) | DbErr::Migration(message) => message.clone(),
                    other => other.to_string(),
                },
                ..Self::default()
            },
        }
    }

    /// With the statement that the server refused, cut where it gets long: its end is mostly values.
    #[must_use]
    pub fn with_statement(mut self, statement: Option<String>) -> Self {
        self.statement = statement.map(|sql| match sql.char_indices().nth(STATEMENT_LENGTH) {
            Some((end, _)) => format!("{} …", &sql[..end]),
            None => sql,
        });
        self
    }

    /// Whether a lock was not to be had in time, so that another try may succeed.
    #[must_use]
    pub fn is_lock_timeout(&self) -> bool {
        let code = self.code.as_deref().unwrap_or_default();
        match self.number {
            Some(number) => mysql::session::is_lock_timeout(number),
            None => {
                postgres::session::is_lock_timeout(code) || sqlite::session::is_lock_timeout(code)
            }
        }
    }

    /// Whether the server does not know a statement that was prepared a moment ago: the session is
    /// another one. `invalid_sql_statement_name`, `duplicate_prepared_statement`.
    #[must_use]
    pub fn is_foreign_session(&self) -> bool {
        self.number.is_none() && matches!(self.code.as_deref(), Some("26000" | "42P05"))
    }

    /// Whether the user lacks a right: `insufficient_privilege`; `ER_DBACCESS_DENIED_ERROR`,
    /// `ER_TABLEACCESS_DENIED_ERROR`.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.code.as_deref() == Some("42501") || matches!(self.number, Some(1044 | 1142))
    }

    /// Whether the server refused to write: SQLSTATE 25006, `SQLITE_READONLY` and its extended codes,
    /// `MySQL`'s read-only server (HY000 with this wording).
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        let code = self.code.as_deref().unwrap_or_default();
        code == "25006"
            || code
                .parse::<u32>()
                .is_ok_and(|code| code & 0xff == 8 && self.message.contains("readonly"))
            || self.message.contains("--read-only")
    }
}

/// The driver's error inside `SeaORM`'s.
#[must_use]
pub fn sqlx_error(error: &DbErr) -> Option<&SqlxError> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error.as_ref()),
        _ => None,
    }
}

#[cfg(feature = "postgres")]
fn postgres_parts(
    error: &dyn sea_orm::sqlx::error::DatabaseError,
) -> (Option<String>, Option<String>) {
    let error = error.try_downcast_ref::<sea_orm::sqlx::postgres::PgDatabaseError>();
    let owned = |text: Option<&str>| text.map(str::to_owned);
    (owned(error.and_then(|it| it.detail())), owned(error.and_then(|it| it.hint())))
}

#[cfg(not(feature = "postgres"))]
fn postgres_parts(_: &dyn sea_orm::sqlx::error::DatabaseError) -> (Option<String>, Option<String>) {
    (None, None)
}

#[cfg(feature = "mysql")]
fn mysql_number(error: &dyn sea_orm::sqlx::error::DatabaseError) -> Option<u16> {
    error
        .try_downcast_ref::<sea_orm::sqlx::mysql::MySqlDatabaseError>()
        .map(sea_orm::SqlxMySqlError::number)
}

#[cfg(not(feature = "mysql"))]
fn mysql_number(_: &dyn sea_orm::sqlx::error::DatabaseError) -> Option<u16> {
    None
}

impl fmt::Display for ServerMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        for (label, text) in [
            ("code", &self.code),
            ("detail", &self.detail),
            ("server's hint", &self.hint),
            ("statement", &self.statement),
        ] {
            if let Some(text) = text {
                write!(f, "\n  {label}: {text}")?;
            }
        }
        Ok(())
    }
}

impl Error {
    /// Whatever the server said outside a migration, as the most telling variant.
    pub(crate) fn database(place: &str, error: &DbErr) -> Self {
        if let Some(SqlxError::Io(_)) = sqlx_error(error) {
            return Self::SessionLost { place: place.to_owned() };
        }
        let server = ServerMessage::of(error);
        if server.is_foreign_session() {
            return Self::PooledConnection { place: place.to_owned() };
        }
        if server.is_read_only() {
            return Self::ReadOnly { place: place.to_owned(), reason: server.message };
        }
        Self::Database { place: place.to_owned(), server: Box::new(server) }
    }
}
