//! Where scratch databases come from on this machine.
//!
//! In order: a server that was named for it, the server of the project's own database, `PostgreSQL`'s programs, and
//! at last `SQLite` in memory, which can't see all that a server sees and says so.

use crate::Error;
use crate::connect::{ScratchDatabase, Target};
use crate::dialect::Dialect;
#[cfg(unix)]
use crate::scratch::{PostgresServer, ScratchError};

/// A place where scratch databases can be made; a server that was started for it ends with it.
#[derive(Debug)]
pub struct Scratch {
    target: Target,
    notice: Option<String>,
    #[cfg(unix)]
    _server: Option<PostgresServer>,
}

/// What somebody should know who authors for a server and has none.
const BLIND: &str = "there is no PostgreSQL here, so this is SQLite's view: it has no enumerated types, schemas, comments or \
     exclusion constraints, and less strict types; install PostgreSQL, or set SCRATCH_DATABASE_URL";

impl Scratch {
    /// Databases on the server of `target`, or in memory where that is `SQLite`.
    #[must_use]
    pub fn beside(target: Target) -> Self {
        Self {
            target,
            notice: None,
            #[cfg(unix)]
            _server: None,
        }
    }

    /// The best place there is: `named`, which is for scratch databases alone; the server of `database`; a server
    /// started from the programs on this machine; else `SQLite`. With `other` it is of that one's dialect, and that
    /// one's own server is the last resort.
    ///
    /// # Errors
    /// [`Error::NoScratch`] when a server that should start does not.
    pub fn found(
        named: Option<Target>,
        database: Option<Target>,
        other: Option<&Target>,
    ) -> Result<Self, Error> {
        if let Some(target) = named.or(database) {
            return Ok(Self::beside(target));
        }
        if other.is_none_or(|it| it.dialect == Dialect::Postgres)
            && let Some(started) = Self::started()?
        {
            return Ok(started);
        }
        if let Some(other) = other {
            return Ok(Self::beside(other.clone()));
        }
        let memory = Target::parse("sqlite::memory:", "the scratch database")?;
        Ok(Self { notice: Some(BLIND.to_owned()), ..Self::beside(memory) })
    }

    /// A throw-away `PostgreSQL`; nothing where its programs are not installed.
    #[cfg(unix)]
    fn started() -> Result<Option<Self>, Error> {
        match PostgresServer::start() {
            Ok(server) => {
                let target = Target::parse(&server.url("postgres"), "the scratch server")?;
                Ok(Some(Self { target, notice: None, _server: Some(server) }))
            }
            Err(ScratchError::NotInstalled { .. } | ScratchError::NoUser { .. }) => Ok(None),
            Err(error) => Err(Error::NoScratch {
                place: "a throw-away PostgreSQL on this machine".to_owned(),
                reason: error.to_string(),
            }),
        }
    }

    #[cfg(not(unix))]
    fn started() -> Result<Option<Self>, Error> {
        Ok(None)
    }

    /// The dialect of its databases.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.target.dialect
    }

    /// What it can't see, where that is worth knowing.
    #[must_use]
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_deref()
    }

    /// An empty database; to be dropped by who asked for it.
    ///
    /// # Errors
    /// [`Error::NoScratch`] when the server's user may not create one.
    pub async fn database(&self) -> Result<ScratchDatabase, Error> {
        ScratchDatabase::beside(&self.target).await
    }
}
