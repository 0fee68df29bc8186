//! A throw-away `PgBouncer` in front of a throw-away PostgreSQL.
//!
//! It pools transactions, which is how it is used and what breaks everything that belongs to a session: locks,
//! settings, prepared statements. It must not be kind to them.

use std::net::{Ipv4Addr, SocketAddr};

use super::daemon::{Daemon, Kind, Shutdown};
use super::postgres::{PostgresServer, url_at};
use super::programs::Programs;
use super::signal::Signal;
use super::{ScratchError, port};

const KIND: Kind = Kind {
    server: "PgBouncer",
    folder: "sea-migrate-bouncer-",
    users: &["pgbouncer", "postgres", "nobody"],
    // Of its signals the only one that means the same in all versions.
    fast: Signal::Quit,
    at_once: Signal::Kill,
    transient: &[],
};

/// Where distributions put the program besides what is on PATH.
const KEPT: &[&str] =
    &["/usr/sbin", "/usr/bin", "/opt/homebrew/opt/pgbouncer/bin", "/usr/local/opt/pgbouncer/bin"];

/// A running pooler; dropping it stops and deletes it.
#[derive(Debug)]
pub struct PgBouncer {
    daemon: Daemon,
    upstream: u16,
}

impl PgBouncer {
    /// Makes a pooler of all databases of `server` and starts it.
    ///
    /// # Errors
    /// [`ScratchError::NotInstalled`] or [`ScratchError::NoUser`] where there can be none, another error
    /// where it fails.
    pub fn in_front_of(server: &PostgresServer) -> Result<Self, ScratchError> {
        Self::start_on(server, port::free)
    }

    /// The same with a port that `free_port` offers, asked again when somebody else took it.
    pub(super) fn start_on(
        server: &PostgresServer,
        free_port: impl FnMut() -> std::io::Result<u16>,
    ) -> Result<Self, ScratchError> {
        let programs = Programs::apart(KIND.server, &["pgbouncer"], KEPT, |_| true)?;
        let pooler = Self { daemon: Daemon::new(&KIND, programs)?, upstream: server.port() };
        pooler.run_on(free_port)?;
        Ok(pooler)
    }

    /// Starts the pooler after [`PgBouncer::stop`], on the same port; does nothing while it runs.
    ///
    /// # Errors
    /// Whatever it says when it can't start.
    pub fn start_again(&self) -> Result<(), ScratchError> {
        self.run_on(port::free)
    }

    fn run_on(&self, free_port: impl FnMut() -> std::io::Result<u16>) -> Result<(), ScratchError> {
        let command = |port: u16| {
            let file = self.daemon.write("pgbouncer.ini", &settings(port, self.upstream))?;
            let mut command = self.daemon.command("pgbouncer");
            command.arg(file);
            Ok(command)
        };
        self.daemon.start(free_port, command, |_, log| log.contains("process up"))
    }

    /// Stops the pooler, and with it every connection through it.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn stop(&self, how: Shutdown) -> Result<(), ScratchError> {
        self.daemon.stop(how)
    }

    /// The port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.daemon.port()
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.port()).into()
    }

    /// The URL of a database of the server behind it.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        url_at(self.port(), database)
    }

    #[cfg(test)]
    pub(super) fn folder(&self) -> &std::path::Path {
        self.daemon.folder()
    }
}

/// Everyone is the superuser. Four connections from the beginning, taken in turns: what a session leaves behind is
/// then missing in the next transaction, as it is on a busy day, and not found again by luck.
fn settings(port: u16, upstream: u16) -> String {
    format!(
        "[databases]\n\
         * = host=127.0.0.1 port={upstream} user=postgres\n\
         [pgbouncer]\n\
         listen_addr = 127.0.0.1\n\
         listen_port = {port}\n\
         unix_socket_dir =\n\
         auth_type = any\n\
         admin_users = postgres\n\
         pool_mode = transaction\n\
         server_round_robin = 1\n\
         min_pool_size = 4\n\
         default_pool_size = 20\n\
         max_client_conn = 200\n\
         ignore_startup_parameters = extra_float_digits\n"
    )
}
