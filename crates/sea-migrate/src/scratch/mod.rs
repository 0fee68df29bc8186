//! Throw-away servers, made from the programs on this machine, for tests and for authoring.
//!
//! Never the user's data: everything lives in a temporary folder and dies with the process that made it,
//! however that ends. Signals, users and process groups are Unix's, so nothing of this exists elsewhere.

#![cfg(unix)]

mod account;
mod daemon;
mod mysql;
mod pgbouncer;
mod port;
mod postgres;
mod programs;
mod proxy;
mod signal;
mod watch;

#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::OnceLock;

pub use daemon::Shutdown;
pub use mysql::{Flavour, MySqlServer};
pub use pgbouncer::PgBouncer;
pub use postgres::PostgresServer;
pub use proxy::{Moment, NewConnections, Proxy};

/// Why there is no throw-away server.
#[derive(Debug, thiserror::Error)]
pub enum ScratchError {
    /// The server's programs are not on this machine.
    #[error("{server} is not installed here (no `{program}` on PATH or in the usual folders)")]
    NotInstalled {
        /// The server.
        server: &'static str,
        /// The program that was looked for.
        program: &'static str,
    },
    /// A server refuses to run as root, and there is no other user for it.
    #[error("{server} refuses to run as root, and there is no user `{user}` to run it as")]
    NoUser {
        /// The server.
        server: &'static str,
        /// The user that was looked for.
        user: &'static str,
    },
    /// A program of the server failed.
    #[error("`{}` failed: {output}", program.display())]
    Failed {
        /// The program.
        program: PathBuf,
        /// What it said.
        output: String,
    },
    /// The system refused something.
    #[error("throw-away server: {0}")]
    Io(#[from] std::io::Error),
}

/// The PostgreSQL server that all tests of this process share, each with a database of its own.
///
/// `None` where it is not installed, said once on stderr so that a skipped test is no silent one.
///
/// # Panics
/// When the server can't be started, and when it is not installed while `CI` is set: there nothing may
/// be skipped.
pub fn postgres_for_tests() -> Option<&'static PostgresServer> {
    static SHARED: OnceLock<Option<PostgresServer>> = OnceLock::new();
    SHARED.get_or_init(|| found_for_tests(PostgresServer::start())).as_ref()
}

/// The MariaDB server that all tests of this process share, each with a database of its own.
///
/// `None` where it is not installed, said once on stderr so that a skipped test is no silent one.
///
/// # Panics
/// When the server can't be started, and when it is not installed while `CI` is set: there nothing may
/// be skipped.
pub fn mariadb_for_tests() -> Option<&'static MySqlServer> {
    static SHARED: OnceLock<Option<MySqlServer>> = OnceLock::new();
    SHARED.get_or_init(|| found_for_tests(MySqlServer::start(Flavour::MariaDb))).as_ref()
}

/// The MySQL server that all tests of this process share, each with a database of its own.
///
/// `None` where it is not installed or `WITHOUT_MYSQL` is set, said once on stderr so that a skipped test is no silent one.
///
/// # Panics
/// When the server can't be started, and when it is not installed while `CI` is set: there nothing may
/// be skipped but what somebody has named.
pub fn mysql_for_tests() -> Option<&'static MySqlServer> {
    static SHARED: OnceLock<Option<MySqlServer>> = OnceLock::new();
    let start = || {
        if std::env::var_os("WITHOUT_MYSQL").is_some() {
            skipped("WITHOUT_MYSQL is set");
            return None;
        }
        found_for_tests(MySqlServer::start(Flavour::MySql))
    };
    SHARED.get_or_init(start).as_ref()
}

/// A `PgBouncer` for one test, in front of `server`; it starts so fast that sharing one is not worth it.
///
/// `None` where it is not installed, said on stderr so that a skipped test is no silent one.
///
/// # Panics
/// When it can't be started, and when it is not installed while `CI` is set: there nothing may be
/// skipped.
#[must_use]
pub fn pgbouncer_for_tests(server: &PostgresServer) -> Option<PgBouncer> {
    found_for_tests(PgBouncer::in_front_of(server))
}

fn found_for_tests<S>(started: Result<S, ScratchError>) -> Option<S> {
    match started {
        Ok(server) => Some(server),
        Err(error @ (ScratchError::NotInstalled { .. } | ScratchError::NoUser { .. }))
            if std::env::var_os("CI").is_none() =>
        {
            skipped(&error.to_string());
            None
        }
        Err(error) => panic!("{error}"),
    }
}

/// Written directly: the test harness swallows what goes through `eprintln!`.
fn skipped(why: &str) {
    drop(std::io::Write::write_all(&mut std::io::stderr(), format!("skipped: {why}\n").as_bytes()));
}
