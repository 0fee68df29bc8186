//! One migrator at a time, as a closure: [`Locked`] can be had nowhere else, and nothing migrates
//! without it.
//!
//! The lock is taken before anything is created, is polled and never waited for inside the server (a
//! waiting session holds a snapshot, which `CREATE INDEX CONCURRENTLY` waits for in turn), and is given
//! back on every path; what dies without giving it back loses it with its session.

mod file;
mod pause;

use std::path::PathBuf;
use std::time::{Duration, Instant};

pub use pause::Pause;
use tokio::time::timeout;

use crate::Error;
use crate::apply::{Event, Interrupt, Observer};
use crate::connect::Connection;
use crate::dialect::{Dialect, mysql, postgres};
use crate::history::Author;
use file::FileLock;

/// How long giving the lock back may take after a failure.
const RELEASE_TIMEOUT: Duration = Duration::from_millis(100);

/// Proof that this session holds the lock.
#[derive(Debug)]
pub struct Locked<'c> {
    connection: &'c Connection,
    session: i64,
}

impl<'c> Locked<'c> {
    /// The connection that holds the lock.
    #[must_use]
    pub fn connection(&self) -> &'c Connection {
        self.connection
    }

    /// The session's number on the server, by which a statement of it can be cancelled.
    #[must_use]
    pub fn session(&self) -> i64 {
        self.session
    }

    /// Makes sure that the connection still has the session that took the lock. It asks nobody: the driver
    /// is kept from opening another session, so it has this one or none.
    ///
    /// # Errors
    /// [`Error::SessionLost`] when it has none.
    pub fn check(&self) -> Result<(), Error> {
        if self.connection.is_lost() { Err(self.lost()) } else { Ok(()) }
    }

    /// The same, and the server has to say so too.
    ///
    /// # Errors
    /// [`Error::SessionLost`] when it is another session.
    pub async fn ask(&self) -> Result<(), Error> {
        self.check()?;
        if self.connection.session().await? == self.session { Ok(()) } else { Err(self.lost()) }
    }

    fn lost(&self) -> Error {
        Error::SessionLost { place: self.connection.target.to_string() }
    }
}

/// Which lock: one for each database, schema and bookkeeping table.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The bookkeeping table.
    pub table: String,
    /// Who takes it, for those who wait.
    pub author: Author,
    /// How long to wait for it.
    pub wait: Duration,
    /// What ends the wait from outside.
    pub interrupt: Interrupt,
}

/// Runs `body` while holding the lock.
///
/// # Errors
/// [`Error::LockTimeout`] when somebody else holds it longer than we may wait; else whatever `body` says.
pub async fn with_lock<T>(
    connection: &Connection,
    scope: &Scope,
    observer: &mut dyn Observer,
    body: impl AsyncFnOnce(&Locked<'_>, &mut dyn Observer) -> Result<T, Error>,
) -> Result<T, Error> {
    // Asked before: should the lock be taken by another session than this one, the first check says so.
    let session = connection.session().await?;
    let held = acquire(connection, scope, observer).await?;
    let done = body(&Locked { connection, session }, observer).await;
    match done {
        Ok(value) => held.release(connection, scope).await.map(|()| value),
        Err(error) => {
            // What the body says matters more, and the server may not answer any more; the end of the
            // session, which follows, is the sure release.
            drop(timeout(RELEASE_TIMEOUT, held.release(connection, scope)).await);
            Err(error)
        }
    }
}

/// The lock, held.
enum Held {
    /// By this session, on the server.
    Session,
    /// By this process, on a file beside the embedded database.
    File { _lock: FileLock },
    /// Nobody else can reach a database in memory.
    Nobody,
}

impl Held {
    async fn release(self, connection: &Connection, scope: &Scope) -> Result<(), Error> {
        let released = match (self, connection.dialect()) {
            (Self::Session, Dialect::Postgres) => {
                postgres::lock::release(connection.db(), &scope.table).await
            }
            (Self::Session, Dialect::MySql) => {
                mysql::lock::release(connection.db(), &scope.table).await
            }
            (Self::Session | Self::File { .. } | Self::Nobody, _) => Ok(true),
        };
        match released {
            Ok(true) => Ok(()),
            // The session is another one: what we did since is not known to be ours alone.
            Ok(false) => Err(Error::SessionLost { place: connection.target.to_string() }),
            Err(error) => Err(Error::database(connection.target.place(), &error)),
        }
    }
}

async fn acquire(
    connection: &Connection,
    scope: &Scope,
    observer: &mut dyn Observer,
) -> Result<Held, Error> {
    let started = Instant::now();
    let mut pause = Pause::growing(Duration::from_millis(20), Duration::from_secs(1));
    let mut told = None;
    loop {
        if let Some(held) = try_acquire(connection, scope).await? {
            return Ok(held);
        }
        let waited = started.elapsed();
        let holder = holder(connection, scope).await?;
        if waited >= scope.wait {
            let place = connection.target.to_string();
            return Err(Error::LockTimeout { place, holder, waited });
        }
        if told != Some(holder.clone()) {
            observer.tell(Event::Waiting { holder: holder.as_deref(), wait: scope.wait });
            told = Some(holder);
        }
        tokio::select! {
            () = pause.sleep(scope.wait.saturating_sub(waited)) => {}
            signal = scope.interrupt.received() => return Err(Error::Stopped { signal, current: None }),
        }
    }
}

async fn try_acquire(connection: &Connection, scope: &Scope) -> Result<Option<Held>, Error> {
    let (db, table) = (connection.db(), scope.table.as_str());
    let taken = match connection.dialect() {
        Dialect::Postgres => postgres::lock::try_acquire(db, table).await,
        Dialect::MySql => mysql::lock::try_acquire(db, table).await,
        Dialect::Sqlite => {
            let Some(path) = lock_file(connection) else { return Ok(Some(Held::Nobody)) };
            let lock =
                FileLock::try_acquire(&path, &scope.author).map_err(|error| Error::ReadOnly {
                    place: connection.target.to_string(),
                    reason: format!("the lock file {} can't be written: {error}", path.display()),
                })?;
            return Ok(lock.map(|lock| Held::File { _lock: lock }));
        }
    };
    match taken {
        Ok(taken) => Ok(taken.then_some(Held::Session)),
        Err(error) => Err(Error::database(connection.target.place(), &error)),
    }
}

async fn holder(connection: &Connection, scope: &Scope) -> Result<Option<String>, Error> {
    let (db, table) = (connection.db(), scope.table.as_str());
    let holder = match connection.dialect() {
        Dialect::Postgres => postgres::lock::holder(db, table).await,
        Dialect::MySql => mysql::lock::holder(db, table).await,
        Dialect::Sqlite => {
            return Ok(lock_file(connection).and_then(|path| FileLock::holder(&path)));
        }
    };
    holder.map_err(|error| Error::database(connection.target.place(), &error))
}

/// Beside the database, so that everyone who opens the one finds the other.
fn lock_file(connection: &Connection) -> Option<PathBuf> {
    let file = connection.target.file()?;
    let mut name = file.file_name()?.to_os_string();
    name.push("-migrate-lock");
    Some(file.with_file_name(name))
}
