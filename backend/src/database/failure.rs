//! What a database error means for the one who asked.
//!
//! This is a pure translation from driver codes to a closed list. It must not pass on a word of the driver: its
//! texts hold statements, values and host names, which go to the log and never to a client.
//!
//! Codes: <https://www.postgresql.org/docs/current/errcodes-appendix.html>,
//! <https://www.sqlite.org/rescode.html>, <https://mariadb.com/kb/en/mariadb-error-code-reference/> and
//! <https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html>.

use std::fmt;

use sea_orm::sqlx::mysql::MySqlDatabaseError;
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, SqlxError};

/// What a database error means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// A table, column or type is not there: the migrations have yet to run.
    SchemaNotReady,
    /// The connection's prepared statements are older than the schema.
    StaleConnection,
    /// It may work in a moment.
    Unavailable(Cause),
    /// The data contradicts a constraint.
    Constraint(Constraint),
    /// A value does not fit its column.
    BadValue,
    /// A mistake on this side.
    Internal,
}

/// Why the database cannot answer now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Nothing answers at its address, or the pool gave up waiting.
    NoConnection,
    /// The connection broke while it was used.
    ConnectionLost,
    /// The server answers but has no such database, or there is no such file.
    NoDatabase,
    /// The server answers and refuses the user or the password.
    Refused,
    /// The server is starting or stopping.
    StartingOrStopping,
    /// The server has no connection left.
    TooManyConnections,
    /// A statement took too long.
    Timeout,
    /// Somebody else, a migration for instance, holds a lock.
    Locked,
    /// Two transactions stood in each other's way.
    Conflict,
    /// The server only reads, as a standby does.
    ReadOnly,
    /// The file is not a database, or a damaged one.
    Unreadable,
}

/// The kind of a constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constraint {
    /// Two rows would be the same.
    Unique,
    /// A row refers to another that is not there, or is referred to.
    ForeignKey,
    /// A value that must be there is absent.
    NotNull,
    /// A value is out of its range.
    Check,
}

impl Failure {
    /// What `error` means.
    #[must_use]
    pub fn of(error: &DbErr) -> Self {
        match error {
            DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => {
                Self::Unavailable(Cause::NoConnection)
            }
            DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed) => {
                Self::Unavailable(Cause::ConnectionLost)
            }
            DbErr::Conn(RuntimeErr::SqlxError(error)) => match Self::of_driver(error) {
                Self::Internal => Self::Unavailable(Cause::NoConnection),
                known => known,
            },
            DbErr::Conn(_) => Self::Unavailable(Cause::NoConnection),
            DbErr::Exec(RuntimeErr::SqlxError(error))
            | DbErr::Query(RuntimeErr::SqlxError(error)) => Self::of_driver(error),
            _ => Self::Internal,
        }
    }

    fn of_driver(error: &SqlxError) -> Self {
        match error {
            SqlxError::Database(error) => {
                let code = error.code().unwrap_or_default();
                if error.try_downcast_ref::<sea_orm::SqlxPostgresError>().is_some() {
                    Self::of_sqlstate(&code)
                } else if let Some(error) = error.try_downcast_ref::<MySqlDatabaseError>() {
                    Self::of_mysql(error.number())
                } else {
                    Self::of_sqlite(&code, error.message())
                }
            }
            SqlxError::PoolTimedOut => Self::Unavailable(Cause::NoConnection),
            // A server that dies in the middle of an answer leaves a protocol error behind.
            SqlxError::Io(_)
            | SqlxError::Tls(_)
            | SqlxError::Protocol(_)
            | SqlxError::PoolClosed
            | SqlxError::WorkerCrashed => Self::Unavailable(Cause::ConnectionLost),
            // The driver asks the catalog for the types that it binds, and this is its "no such type".
            SqlxError::TypeNotFound { .. } => Self::SchemaNotReady,
            _ => Self::Internal,
        }
    }

    fn of_sqlstate(code: &str) -> Self {
        match code {
            // undefined: table, column, schema, function, object (a type, for instance)
            "42P01" | "42703" | "3F000" | "42883" | "42704" => Self::SchemaNotReady,
            "0A000" => Self::StaleConnection,
            "23505" | "23P01" => Self::Constraint(Constraint::Unique),
            "23503" => Self::Constraint(Constraint::ForeignKey),
            "23502" => Self::Constraint(Constraint::NotNull),
            "23514" => Self::Constraint(Constraint::Check),
            "3D000" => Self::Unavailable(Cause::NoDatabase),
            "57P01" | "57P02" | "57P03" | "57P05" => Self::Unavailable(Cause::StartingOrStopping),
            "57014" => Self::Unavailable(Cause::Timeout),
            "55P03" => Self::Unavailable(Cause::Locked),
            "40001" | "40P01" => Self::Unavailable(Cause::Conflict),
            "25006" => Self::Unavailable(Cause::ReadOnly),
            "53300" => Self::Unavailable(Cause::TooManyConnections),
            _ if code.starts_with("28") => Self::Unavailable(Cause::Refused),
            _ if code.starts_with("53") => Self::Unavailable(Cause::TooManyConnections),
            _ if code.starts_with("08") => Self::Unavailable(Cause::ConnectionLost),
            _ if code.starts_with("22") => Self::BadValue,
            _ => Self::Internal,
        }
    }

    /// `MySQL` and `MariaDB` have numbers of their own; many share one SQLSTATE.
    fn of_mysql(number: u16) -> Self {
        match number {
            // no such table, column, procedure
            1146 | 1054 | 1305 => Self::SchemaNotReady,
            // to be prepared again; the table's definition has changed
            1615 | 1412 => Self::StaleConnection,
            1062 | 1586 => Self::Constraint(Constraint::Unique),
            1216 | 1217 | 1451 | 1452 => Self::Constraint(Constraint::ForeignKey),
            1048 | 1364 => Self::Constraint(Constraint::NotNull),
            // MariaDB's and MySQL's
            4025 | 3819 => Self::Constraint(Constraint::Check),
            1049 => Self::Unavailable(Cause::NoDatabase),
            1044 | 1045 | 1698 => Self::Unavailable(Cause::Refused),
            1053 | 1077 | 1079 | 1927 => Self::Unavailable(Cause::StartingOrStopping),
            1037 | 1040 | 1041 | 1114 | 1203 | 1226 => Self::Unavailable(Cause::TooManyConnections),
            // MariaDB's, MySQL's, and by an administrator
            1969 | 3024 | 1317 => Self::Unavailable(Cause::Timeout),
            1205 | 1222 | 3572 => Self::Unavailable(Cause::Locked),
            1020 | 1213 => Self::Unavailable(Cause::Conflict),
            1290 | 1792 | 1836 => Self::Unavailable(Cause::ReadOnly),
            1264 | 1265 | 1292 | 1366 | 1406 | 1411 => Self::BadValue,
            _ => Self::Internal,
        }
    }

    /// `SQLite` has one code, 1, for everything that is wrong with a statement, and its texts are part of its
    /// interface: they have not changed in twenty years.
    fn of_sqlite(code: &str, message: &str) -> Self {
        let Ok(code) = code.parse::<u32>() else {
            return Self::Internal;
        };
        match (code, code & 0xff) {
            (1555 | 2067 | 2579, _) => Self::Constraint(Constraint::Unique),
            (787 | 1811, _) => Self::Constraint(Constraint::ForeignKey),
            (1299, _) => Self::Constraint(Constraint::NotNull),
            (275 | 3091, _) => Self::Constraint(Constraint::Check),
            (_, 1) if is_about_the_schema(message) => Self::SchemaNotReady,
            // SQLITE_SCHEMA: the schema changed again and again while the statement was prepared.
            (_, 17) => Self::SchemaNotReady,
            (_, 5 | 6) => Self::Unavailable(Cause::Locked),
            (_, 8) => Self::Unavailable(Cause::ReadOnly),
            (_, 14) => Self::Unavailable(Cause::NoDatabase),
            // SQLITE_IOERR, SQLITE_FULL, SQLITE_PROTOCOL
            (_, 10 | 13 | 15) => Self::Unavailable(Cause::ConnectionLost),
            // SQLITE_CORRUPT, SQLITE_NOTADB
            (_, 11 | 26) => Self::Unavailable(Cause::Unreadable),
            // SQLITE_TOOBIG, SQLITE_MISMATCH
            (_, 18 | 20) => Self::BadValue,
            _ => Self::Internal,
        }
    }
}

fn is_about_the_schema(message: &str) -> bool {
    message.contains("no such table")
        || message.contains("no such column")
        || message.contains("has no column named")
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoConnection => "the database gave no connection in time",
            Self::ConnectionLost => "the connection to the database was lost",
            Self::NoDatabase => "the database does not exist yet",
            Self::Refused => "the database refuses this server's user or password",
            Self::StartingOrStopping => "the database is starting or stopping",
            Self::TooManyConnections => "the database has no resources left",
            Self::Timeout => "the database took too long",
            Self::Locked => "the database is locked, perhaps by a migration",
            Self::Conflict => "two changes to the same data collided",
            Self::ReadOnly => "the database is read-only at the moment",
            Self::Unreadable => "the database cannot be read",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlstates_mean_what_the_manual_says() {
        for (code, meaning) in [
            ("42P01", Failure::SchemaNotReady),
            ("42703", Failure::SchemaNotReady),
            ("0A000", Failure::StaleConnection),
            ("23505", Failure::Constraint(Constraint::Unique)),
            ("23514", Failure::Constraint(Constraint::Check)),
            ("3D000", Failure::Unavailable(Cause::NoDatabase)),
            ("28P01", Failure::Unavailable(Cause::Refused)),
            ("57014", Failure::Unavailable(Cause::Timeout)),
            ("08006", Failure::Unavailable(Cause::ConnectionLost)),
            ("22003", Failure::BadValue),
            ("42601", Failure::Internal),
        ] {
            assert_eq!(Failure::of_sqlstate(code), meaning, "{code}");
        }
    }

    #[test]
    fn mysql_numbers_mean_what_the_manuals_say() {
        for (number, meaning) in [
            (1146, Failure::SchemaNotReady),
            (1062, Failure::Constraint(Constraint::Unique)),
            (1452, Failure::Constraint(Constraint::ForeignKey)),
            (4025, Failure::Constraint(Constraint::Check)),
            (1049, Failure::Unavailable(Cause::NoDatabase)),
            (1045, Failure::Unavailable(Cause::Refused)),
            (1969, Failure::Unavailable(Cause::Timeout)),
            (1406, Failure::BadValue),
            (1064, Failure::Internal),
        ] {
            assert_eq!(Failure::of_mysql(number), meaning, "{number}");
        }
    }

    #[test]
    fn sqlite_says_some_things_only_in_words() {
        for (code, message, meaning) in [
            ("1", "no such table: location", Failure::SchemaNotReady),
            ("1", "no such column: location.featured", Failure::SchemaNotReady),
            ("1", "table location has no column named featured", Failure::SchemaNotReady),
            ("1", "near \"SELEC\": syntax error", Failure::Internal),
            ("787", "FOREIGN KEY constraint failed", Failure::Constraint(Constraint::ForeignKey)),
            ("5", "database is locked", Failure::Unavailable(Cause::Locked)),
            ("517", "database is locked", Failure::Unavailable(Cause::Locked)),
            ("14", "unable to open database file", Failure::Unavailable(Cause::NoDatabase)),
        ] {
            assert_eq!(Failure::of_sqlite(code, message), meaning, "{code} {message}");
        }
    }
}
