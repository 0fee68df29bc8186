//! A throw-away database of the target's dialect, on the target's server or in memory.
//!
//! Never the user's data: it has a name of its own and is dropped at the end.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use sea_orm::ConnectionTrait;

use super::{Access, Connection, Target};
use crate::Error;
use crate::dialect::Dialect;

/// Those that are there, so that whoever is stopped in the middle can take them along.
static OPEN: Mutex<Vec<(Target, String)>> = Mutex::new(Vec::new());

/// An empty database that is there until [`ScratchDatabase::drop_it`].
#[derive(Debug)]
pub struct ScratchDatabase {
    connection: Connection,
    server: Option<(Connection, String)>,
}

impl ScratchDatabase {
    /// Creates one beside `target`: in memory for `SQLite`, else as a database of the same server.
    ///
    /// # Errors
    /// [`Error::NoScratch`] when the server's user may not create one.
    pub async fn beside(target: &Target) -> Result<Self, Error> {
        if target.dialect == Dialect::Sqlite {
            let memory = Target::parse("sqlite::memory:", "the scratch database")?;
            return Ok(Self {
                connection: Connection::open(memory, Access::Write).await?,
                server: None,
            });
        }
        let server = Connection::open(target.clone(), Access::Write).await?;
        let nanos = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().subsec_nanos();
        let name = format!("sea_migrate_scratch_{}_{nanos}", std::process::id());
        // Before it is there: a signal may come while the server makes it.
        open().push((target.clone(), name.clone()));
        if let Err(error) = server.db().execute_unprepared(&format!("CREATE DATABASE {name}")).await
        {
            open().retain(|(_, it)| *it != name);
            let reason = crate::error::ServerMessage::of(&error).message;
            return Err(Error::NoScratch { place: target.to_string(), reason });
        }
        match Connection::open(target.with_database(&name)?, Access::Write).await {
            Ok(connection) => Ok(Self { connection, server: Some((server, name)) }),
            Err(error) => {
                drop_database(&server, &name).await;
                Err(error)
            }
        }
    }

    /// The connection to it.
    #[must_use]
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Drops all of this process that are left, when the work was stopped in the middle.
    pub async fn drop_all() {
        let left = std::mem::take(&mut *open());
        for (target, name) in left {
            if let Ok(server) = Connection::open(target, Access::Write).await {
                drop_database(&server, &name).await;
                server.close().await;
            }
        }
    }

    /// Drops it, whatever became of the work.
    pub async fn drop_it(self) {
        self.connection.close().await;
        if let Some((server, name)) = self.server {
            drop_database(&server, &name).await;
            server.close().await;
        }
    }
}

fn open() -> MutexGuard<'static, Vec<(Target, String)>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn drop_database(server: &Connection, name: &str) {
    open().retain(|(_, it)| it != name);
    // A scratch database that can't be dropped is litter, not a failure of the work.
    let force = if server.dialect() == Dialect::Postgres { " WITH (FORCE)" } else { "" };
    drop(server.db().execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}{force}")).await);
}
