//! From a database URL to one open connection.
//!
//! A migration runs on exactly one connection: a transaction, a lock and a session setting must all be
//! the same session's. Nothing here creates a table, and no error here contains a password.

mod diagnose;
mod target;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sea_orm::{ConnectOptions, Database, DatabaseConnection};

pub use target::Target;

use crate::Error;
use crate::dialect::Dialect;

/// How long a server may take to answer a connection attempt.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// What the connection will be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reading only: an embedded database that is not there is not created, it counts as empty.
    Read,
    /// Running migrations.
    Write,
}

/// One open connection to the target, and the statement that failed last on it.
#[derive(Debug)]
pub struct Connection {
    /// What we are connected to.
    pub target: Target,
    db: DatabaseConnection,
    last_failed: Arc<Mutex<Option<String>>>,
}

impl Connection {
    /// Connects to `target`.
    ///
    /// # Errors
    /// [`Error::Unreachable`], [`Error::LoginRefused`], [`Error::NoDatabase`] or [`Error::NotADatabase`],
    /// each naming the target without its password.
    pub async fn open(target: Target, access: Access) -> Result<Self, Error> {
        diagnose::before_connecting(&target).await?;
        let mut db = Database::connect(options(&target, access))
            .await
            .map_err(|error| diagnose::connect_error(&target, &error))?;
        let last_failed = Arc::new(Mutex::new(None));
        let sink = Arc::clone(&last_failed);
        db.set_metric_callback(move |info| {
            if info.failed {
                // The SQL with its placeholders: bound values may be anybody's data.
                *sink.lock().unwrap_or_else(PoisonError::into_inner) =
                    Some(info.statement.sql.clone());
            }
        });
        Ok(Self { target, db, last_failed })
    }

    /// The `SeaORM` connection.
    #[must_use]
    pub fn db(&self) -> &DatabaseConnection {
        &self.db
    }

    /// The dialect of the target.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.target.dialect
    }

    /// The statement that failed since the last call, if one did.
    #[must_use]
    pub fn take_failed_statement(&self) -> Option<String> {
        self.last_failed.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Closes the connection and waits until the server knows.
    pub async fn close(self) {
        // A connection that can't be closed politely is closed by the end of the process.
        drop(self.db.close().await);
    }
}

fn options(target: &Target, access: Access) -> ConnectOptions {
    let url = match access {
        // Reading a file that is not there must not create it.
        Access::Read if target.is_missing_file() => "sqlite::memory:",
        _ => target.url(),
    };
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(1)
        .min_connections(1)
        .acquire_timeout(CONNECT_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        // One connection, in use from the first statement to the last: a ping before each is waste.
        .test_before_acquire(false)
        .set_application_name("sea-migrate")
        .sqlx_logging(false);
    #[cfg(feature = "sqlite")]
    options.map_sqlx_sqlite_opts(|sqlite| {
        // With foreign keys on, dropping a parent table in a rebuild deletes the children, and inside a
        // transaction the pragma has no effect; so they are off before BEGIN and checked before COMMIT.
        // <https://www.sqlite.org/lang_altertable.html#otheralter>
        sqlite.foreign_keys(false).busy_timeout(Duration::from_secs(5))
    });
    options
}
