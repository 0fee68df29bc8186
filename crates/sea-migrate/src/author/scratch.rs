//! Where scratch databases come from on this machine.
//!
//! In order: a server that was named for it, the server of the project's own database, the programs of `PostgreSQL` or
//! `MariaDB` on this machine, and at last `SQLite` in memory, which can't see all that a server sees and says so. A server that is down or lets nobody
//! create databases is passed over with a notice, but for one that was named for it. Nothing is started or opened
//! before a database is needed.

use std::sync::{Mutex, PoisonError};

use super::Cache;
use crate::Error;
use crate::connect::{ScratchDatabase, Target};
use crate::dialect::Dialect;
#[cfg(unix)]
use crate::scratch::{Flavour, MySqlServer, PostgresServer, ScratchError};

/// A place where scratch databases can be made; a server that was started for it ends with it.
#[derive(Debug)]
pub struct Scratch {
    dialect: Dialect,
    candidates: Vec<Candidate>,
    cache: Cache,
    state: Mutex<State>,
    /// Held while a place is looked for, so that one is enough.
    looking: tokio::sync::Mutex<()>,
}

/// Somewhere to try.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Candidate {
    /// A server that somebody named for this: no other one will do.
    Named(Target),
    /// The server of the project's database.
    Own(Target),
    /// A server of this dialect from the programs on this machine.
    Started(Dialect),
    /// `SQLite` in memory, though something else was wanted.
    Memory,
}

#[derive(Debug, Default)]
struct State {
    /// Where databases are made, once it is known.
    target: Option<Target>,
    /// What the server calls itself.
    version: Option<String>,
    notices: Vec<String>,
    #[cfg(unix)]
    server: Option<Server>,
}

/// A server that runs as long as somebody holds it.
#[cfg(unix)]
#[derive(Debug)]
enum Server {
    Postgres { _running: PostgresServer },
    MySql { _running: MySqlServer },
}

/// What somebody should know who authors for a server and has none.
const BLIND: &str = "there is no PostgreSQL here, so this is SQLite's view: it has no enumerated types, schemas, comments or \
     exclusion constraints, and less strict types; install PostgreSQL, or set SCRATCH_DATABASE_URL";

impl Scratch {
    /// Databases on the server of `target`, or in memory where that is `SQLite`.
    #[must_use]
    pub fn beside(target: Target) -> Self {
        Self::trying(target.dialect, vec![Candidate::Named(target)])
    }

    fn trying(dialect: Dialect, candidates: Vec<Candidate>) -> Self {
        Self {
            dialect,
            candidates,
            cache: Cache::none(),
            state: Mutex::default(),
            looking: tokio::sync::Mutex::default(),
        }
    }

    /// The best place there is: `named`, which is for scratch databases alone; the server of `database`; a server
    /// started from the programs on this machine; else `SQLite`. With `other` it is of that one's dialect, and that
    /// one's own server is the last resort.
    #[must_use]
    pub fn found(named: Option<Target>, database: Option<Target>, other: Option<&Target>) -> Self {
        if let Some(named) = named {
            return Self::beside(named);
        }
        let wanted = other.or(database.as_ref()).map_or(Dialect::Postgres, |it| it.dialect);
        let mut candidates: Vec<_> = database.map(Candidate::Own).into_iter().collect();
        if is_installed(wanted) {
            candidates.push(Candidate::Started(wanted));
        }
        candidates.extend(other.map(|it| Candidate::Own(it.clone())));
        if candidates.is_empty() {
            return Self::trying(Dialect::Sqlite, vec![Candidate::Memory]);
        }
        Self::trying(wanted, candidates)
    }

    /// A place for databases of this dialect; nothing where this machine has none.
    #[must_use]
    pub fn of(dialect: Dialect, named: Option<&Target>, database: Option<&Target>) -> Option<Self> {
        let fits = |it: &&Target| it.dialect == dialect;
        if let Some(named) = named.filter(fits) {
            return Some(Self::beside(named.clone()));
        }
        let mut candidates = Vec::new();
        candidates.extend(database.filter(fits).map(|it| Candidate::Own(it.clone())));
        match dialect {
            Dialect::Postgres | Dialect::MySql if is_installed(dialect) => {
                candidates.push(Candidate::Started(dialect));
            }
            Dialect::Sqlite if candidates.is_empty() => {
                let memory = Target::parse("sqlite::memory:", "the scratch database").ok()?;
                candidates.push(Candidate::Own(memory));
            }
            _ => {}
        }
        (!candidates.is_empty()).then(|| Self::trying(dialect, candidates))
    }

    /// With a memory of what was made before.
    #[must_use]
    pub fn with_cache(mut self, cache: Cache) -> Self {
        self.cache = cache;
        self
    }

    /// The dialect of its databases.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// What is worth knowing about it, said once: what it can't see, and which places were passed over.
    #[must_use]
    pub fn take_notices(&self) -> Vec<String> {
        let mut notices = std::mem::take(&mut self.lock().notices);
        if self.candidates == [Candidate::Memory] {
            notices.push(BLIND.to_owned());
        }
        notices
    }

    /// An empty database; to be dropped by who asked for it.
    ///
    /// # Errors
    /// [`Error::NoScratch`] when the server's user may not create one, or why the last place there is can't be had.
    pub async fn database(&self) -> Result<ScratchDatabase, Error> {
        let _alone = self.looking.lock().await;
        let known = self.lock().target.clone();
        if let Some(target) = known {
            return ScratchDatabase::beside(&target).await;
        }
        let mut last = None;
        for (at, candidate) in self.candidates.iter().enumerate() {
            let failed = match self.try_at(candidate).await {
                Ok(database) => return Ok(database),
                Err(error) => error,
            };
            let is_last = at + 1 == self.candidates.len();
            if is_last || !is_about_the_place(&failed) {
                return Err(failed);
            }
            self.lock()
                .notices
                .push(format!("{failed}; going on with {}", self.candidates[at + 1]));
            last = Some(failed);
        }
        Err(last.unwrap_or_else(|| Error::NoScratch {
            place: "this machine".to_owned(),
            reason: format!("there is nothing to make a {} database with", self.dialect),
        }))
    }

    async fn try_at(&self, candidate: &Candidate) -> Result<ScratchDatabase, Error> {
        let target = match candidate {
            Candidate::Named(target) | Candidate::Own(target) => target.clone(),
            Candidate::Memory => Target::parse("sqlite::memory:", "the scratch database")?,
            Candidate::Started(dialect) => self.start(*dialect)?,
        };
        let database = ScratchDatabase::beside(&target).await?;
        match super::version(database.connection()).await {
            Ok(version) => {
                self.cache.remember_server(&self.signature(), &version);
                let mut state = self.lock();
                state.target = Some(target);
                state.version = Some(version);
                Ok(database)
            }
            Err(error) => {
                database.drop_it().await;
                Err(error)
            }
        }
    }

    /// Starts a throw-away server.
    #[cfg(unix)]
    fn start(&self, dialect: Dialect) -> Result<Target, Error> {
        let failed = |error: ScratchError| Error::NoScratch {
            place: Candidate::Started(dialect).to_string(),
            reason: error.to_string(),
        };
        let (url, server) = if dialect == Dialect::MySql {
            let server = MySqlServer::start(flavour()).map_err(failed)?;
            (server.url("mysql"), Server::MySql { _running: server })
        } else {
            let server = PostgresServer::start().map_err(failed)?;
            (server.url("postgres"), Server::Postgres { _running: server })
        };
        let target = Target::parse(&url, "the scratch server")?;
        self.lock().server = Some(server);
        Ok(target)
    }

    #[cfg(not(unix))]
    fn start(&self, _: Dialect) -> Result<Target, Error> {
        Err(Error::NoScratch {
            place: "this machine".to_owned(),
            reason: "a throw-away server needs Unix".to_owned(),
        })
    }

    /// Whether a person has named its server: then no other place will do.
    pub(super) fn is_named(&self) -> bool {
        matches!(self.candidates.as_slice(), [Candidate::Named(_)])
    }

    /// What was made before.
    pub(super) fn cache(&self) -> &Cache {
        &self.cache
    }

    /// On what a schema from here depends beside its own making: places, dialect, and the server's version, as it is
    /// or as it was when one was last opened. Nothing if none ever was.
    pub(super) fn identity(&self) -> Option<String> {
        let signature = self.signature();
        let known = self.lock().version.clone();
        let version = known.or_else(|| self.cache.server(&signature))?;
        Some(format!("{signature}\n{version}"))
    }

    fn signature(&self) -> String {
        let places: Vec<String> = self.candidates.iter().map(ToString::to_string).collect();
        format!("{}: {}", self.dialect, places.join(", "))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Display for Candidate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Named(target) | Self::Own(target) => write!(f, "{target}"),
            Self::Started(dialect) => {
                write!(f, "a throw-away {} on this machine", server_of(*dialect))
            }
            Self::Memory => f.write_str("SQLite in memory"),
        }
    }
}

/// Whether another place may have what this one has not.
pub(super) fn is_about_the_place(error: &Error) -> bool {
    matches!(
        error,
        Error::Unreachable { .. }
            | Error::LoginRefused { .. }
            | Error::NoDatabase { .. }
            | Error::NoScratch { .. }
            | Error::ReadOnly { .. }
            | Error::SessionLost { .. }
    )
}

/// The server that is started for a dialect, as people call it.
#[cfg(unix)]
pub(super) fn server_of(dialect: Dialect) -> String {
    if dialect == Dialect::MySql { flavour().to_string() } else { dialect.to_string() }
}

#[cfg(not(unix))]
pub(super) fn server_of(dialect: Dialect) -> String {
    dialect.to_string()
}

/// Which of the two is started where a project is for both: MySQL only where it is the one that is here.
#[cfg(unix)]
fn flavour() -> Flavour {
    static FOUND: std::sync::OnceLock<Flavour> = std::sync::OnceLock::new();
    let is_here = |it: &Flavour| MySqlServer::installed(*it).is_ok();
    let find = || [Flavour::MariaDb, Flavour::MySql].into_iter().find(is_here);
    *FOUND.get_or_init(|| find().unwrap_or(Flavour::MariaDb))
}

#[cfg(unix)]
fn is_installed(dialect: Dialect) -> bool {
    let installed = match dialect {
        Dialect::Postgres => PostgresServer::installed(),
        Dialect::MySql => MySqlServer::installed(flavour()),
        Dialect::Sqlite => return false,
    };
    !matches!(installed, Err(ScratchError::NotInstalled { .. } | ScratchError::NoUser { .. }))
}

#[cfg(not(unix))]
fn is_installed(_: Dialect) -> bool {
    false
}
