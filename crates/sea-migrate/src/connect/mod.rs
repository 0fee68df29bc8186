//! From a database URL to one open connection.
//!
//! A migration runs on exactly one connection: a transaction, a lock and a session setting must all be
//! the same session's. Nothing here creates a table, and no error here contains a password.

mod diagnose;
mod last_statement;
mod one_session;
mod scratch;
mod target;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use log::LevelFilter;
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr, TransactionTrait};

pub(crate) use last_statement::SETTLE;
pub use last_statement::remember_statements;
pub use scratch::ScratchDatabase;
pub use target::Target;

use crate::Error;
use crate::dialect::{Dialect, mysql, postgres, sqlite};

/// How long a server may take to answer a connection attempt.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How many rows of an embedded database may wait to be read: with few, its thread and ours take turns.
#[cfg(feature = "sqlite")]
const ROW_BUFFER: usize = 1000;

/// How long saying goodbye may take.
const CLOSE_TIMEOUT: Duration = Duration::from_millis(200);

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
    /// Set to stop the running statement of an embedded database.
    stop: Arc<AtomicBool>,
}

impl Connection {
    /// Connects to `target`.
    ///
    /// # Errors
    /// [`Error::Unreachable`], [`Error::LoginRefused`], [`Error::NoDatabase`] or [`Error::NotADatabase`],
    /// each naming the target without its password.
    pub async fn open(target: Target, access: Access) -> Result<Self, Error> {
        diagnose::before_connecting(&target).await?;
        Self::open_reachable(target, access).await
    }

    /// The same for an address that has answered a moment ago.
    async fn open_reachable(target: Target, access: Access) -> Result<Self, Error> {
        let stop = Arc::new(AtomicBool::new(false));
        let mut db = Database::connect(options(&target, access, &stop))
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
        one_session::keep(&db, target.dialect);
        Ok(Self { target, db, last_failed, stop })
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
        let known = self.last_failed.lock().unwrap_or_else(PoisonError::into_inner).take();
        // What `SeaORM` tells may be a failure that the migration got over, and is never raw SQL; the
        // driver, where we may listen, tells what really ran last.
        let last = last_statement::take();
        last.or(known)
    }

    /// Says which statement failed, where others of our own have followed it.
    pub(crate) fn put_failed_statement(&self, sql: String) {
        drop(last_statement::take());
        *self.last_failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(sql);
    }

    /// The session's number on the server; 0 for an embedded database, which has no sessions.
    ///
    /// # Errors
    /// [`Error::Database`] when the server does not answer.
    pub async fn session(&self) -> Result<i64, Error> {
        let id = match self.dialect() {
            Dialect::Postgres => postgres::session::id(&self.db).await,
            Dialect::MySql => mysql::session::id(&self.db).await,
            Dialect::Sqlite => Ok(0),
        };
        id.map_err(|error| self.refused(&error))
    }

    /// Limits how long a statement waits for a lock, and how long it may run where that can be limited.
    ///
    /// # Errors
    /// [`Error::Database`] when the server refuses.
    pub async fn set_patience(
        &self,
        lock: Duration,
        statement: Option<Duration>,
    ) -> Result<(), Error> {
        let set = match self.dialect() {
            Dialect::Postgres => postgres::session::set_patience(&self.db, lock, statement).await,
            Dialect::MySql => mysql::session::set_patience(&self.db, lock).await,
            Dialect::Sqlite => sqlite::session::set_patience(&self.db, lock).await,
        };
        set.map_err(|error| self.refused(&error))
    }

    /// Stops what session `id` of this database is doing, through a connection of its own.
    ///
    /// # Errors
    /// When the server can't be reached a second time, or refuses.
    pub async fn cancel(&self, id: i64) -> Result<(), Error> {
        if self.dialect() == Dialect::Sqlite {
            self.stop.store(true, Ordering::Relaxed);
            return Ok(());
        }
        let other = Self::open(self.target.clone(), Access::Write).await?;
        let cancelled = match self.dialect() {
            Dialect::Postgres => postgres::session::cancel(&other.db, id).await,
            _ => mysql::session::cancel(&other.db, id).await,
        };
        let cancelled = cancelled.map_err(|error| self.refused(&error));
        other.close().await;
        cancelled
    }

    /// Refuses a pool that hands each transaction to another session (`PgBouncer` in transaction mode):
    /// there a session's lock protects nothing. Asked before the lock is taken.
    ///
    /// # Errors
    /// [`Error::PooledConnection`].
    pub(crate) async fn refuse_pool(&self) -> Result<(), Error> {
        if self.dialect() != Dialect::Postgres {
            return Ok(());
        }
        let before = self.session().await?;
        let other = Self::open_reachable(self.target.clone(), Access::Write).await?;
        // A second client that keeps a transaction open keeps a session; a pool would give it the one
        // that we had a moment ago.
        let seen = async {
            let transaction = other.db.begin().await?;
            let theirs = postgres::session::id(&transaction).await?;
            let ours = postgres::session::id(&self.db).await?;
            transaction.rollback().await?;
            Ok((theirs, ours))
        };
        let seen: Result<(i64, i64), DbErr> = seen.await;
        other.close().await;
        let (theirs, ours) = seen.map_err(|error| self.refused(&error))?;
        if ours == before && theirs != before {
            return Ok(());
        }
        Err(Error::PooledConnection { place: self.target.to_string() })
    }

    /// Whether the session is gone, so that nothing can be said through this connection any more.
    pub(crate) fn is_lost(&self) -> bool {
        one_session::is_lost(&self.db, self.dialect())
    }

    /// Lets statements run again after [`Connection::cancel`], for the record of what happened.
    pub(crate) fn resume(&self) {
        self.stop.store(false, Ordering::Relaxed);
    }

    /// The error for a statement of our own that the server refused.
    pub(crate) fn refused(&self, error: &DbErr) -> Error {
        if self.is_lost() {
            return Error::SessionLost { place: self.target.to_string() };
        }
        Error::database(self.target.place(), error)
    }

    /// Closes the connection and waits, for a moment, until the server knows.
    pub async fn close(self) {
        // A connection that can't be closed politely is closed by the end of the process.
        drop(tokio::time::timeout(CLOSE_TIMEOUT, self.db.close()).await);
    }
}

fn options(target: &Target, access: Access, stop: &Arc<AtomicBool>) -> ConnectOptions {
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
        .set_application_name(target.label())
        .sqlx_logging(true)
        // For nobody's log but our own memory of the last one.
        .sqlx_logging_level(LevelFilter::Trace)
        .sqlx_slow_statements_logging_settings(LevelFilter::Off, Duration::ZERO);
    // No statement is kept prepared: one that was prepared before its table changed fails on `PostgreSQL` ("cached
    // plan must not change result type") and ends in a panic of SQLite's driver. `PostgreSQL`'s driver never closes
    // what it doesn't keep, so there it keeps the last one. `MySQL` prepares anew by itself, and its driver reads the
    // columns of each answer; there closing costs 40 ms each time, because it is a packet that nobody answers.
    #[cfg(feature = "postgres")]
    options.map_sqlx_postgres_opts(|postgres| postgres.statement_cache_capacity(1));
    #[cfg(feature = "sqlite")]
    {
        let stop = Arc::clone(stop);
        options.map_sqlx_sqlite_pool_opts(move |pool| {
            crate::dialect::sqlite::session::stoppable(pool, Arc::clone(&stop))
        });
    }
    #[cfg(not(feature = "sqlite"))]
    let _ = stop;
    #[cfg(feature = "sqlite")]
    options.map_sqlx_sqlite_opts(|sqlite| {
        // With foreign keys on, dropping a parent table in a rebuild deletes the children, and inside a
        // transaction the pragma has no effect; so they are off before BEGIN and checked before COMMIT.
        // <https://www.sqlite.org/lang_altertable.html#otheralter>
        sqlite
            .foreign_keys(false)
            .busy_timeout(Duration::from_secs(5))
            .row_buffer_size(ROW_BUFFER)
            .statement_cache_capacity(0)
    });
    options
}
