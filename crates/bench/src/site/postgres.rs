//! A throw-away PostgreSQL cluster, with and without syncing to disk.
//!
//! The scratch cluster of `sea_migrate` never syncs, which makes statements as fast as they can be and everything else
//! weigh the more; a production server syncs at each commit. Both are worth knowing.

use std::process::{Child, Command, Stdio};

use anyhow::{Context, bail};
use sea_migrate::scratch::{PostgresServer, ScratchError, Shutdown};

use super::{Database, Engine, Site};

/// A running cluster.
#[derive(Debug)]
pub(crate) struct Postgres {
    // Order matters: the process goes first, then the server, which deletes its folder.
    synced: Option<Synced>,
    server: PostgresServer,
    version: String,
}

impl Postgres {
    /// Starts one that syncs nothing; `None` where PostgreSQL is not installed, with the reason.
    pub(crate) fn start() -> anyhow::Result<Result<Self, String>> {
        let server = match PostgresServer::start() {
            Ok(server) => server,
            Err(error @ (ScratchError::NotInstalled { .. } | ScratchError::NoUser { .. })) => {
                return Ok(Err(error.to_string()));
            }
            Err(error) => return Err(error.into()),
        };
        let version = server.sql("postgres", "SHOW server_version")?;
        let version = version.split_whitespace().next().unwrap_or_default().to_owned();
        Ok(Ok(Self { synced: None, server, version }))
    }

    /// The same cluster, from now on with `fsync=on` and all else as PostgreSQL has it by default.
    pub(crate) fn synced(mut self) -> anyhow::Result<Self> {
        let folder = self.server.sql("postgres", "SHOW data_directory")?;
        self.server.stop(Shutdown::Fast)?;
        let port = self.server.port().to_string();
        // Not through `ALTER SYSTEM`: the scratch server has its settings on the command line, which wins.
        let mut command = self.server.command("postgres");
        command.args(["-D", &folder, "-k", "", "-h", "127.0.0.1", "-p", &port]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let process = command.spawn().context("the cluster can't be started with fsync=on")?;
        let stop = self.server.command("pg_ctl");
        self.synced = Some(Synced { process, folder, stop });
        for _ in 0..600 {
            if self.server.sql("postgres", "SHOW fsync").is_ok_and(|fsync| fsync == "on") {
                return Ok(self);
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        bail!("the cluster does not answer with fsync=on")
    }
}

impl Site for Postgres {
    fn engine(&self) -> Engine {
        Engine::Postgres
    }

    fn label(&self) -> String {
        let fsync = if self.synced.is_some() { "on" } else { "off" };
        format!("PostgreSQL {}, fsync={fsync}", self.version)
    }

    fn create(&self) -> anyhow::Result<Database> {
        let name = self.server.create_database()?;
        Ok(Database { url: self.server.url(&name), name })
    }

    fn discard(&self, database: &Database) -> anyhow::Result<()> {
        self.server.sql("postgres", &format!("DROP DATABASE {}", database.name))?;
        // What one contender left to be written must not fall on the next.
        self.server.sql("postgres", "CHECKPOINT")?;
        Ok(())
    }

    fn shell(&self, database: &Database) -> Command {
        // The program itself: distributions put a script before it that takes longer to start.
        let mut psql = self.server.command("psql");
        psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-U", "postgres"]);
        psql.args(["-p", &self.server.port().to_string(), "-d", &database.name, "-f", "-"]);
        psql
    }

    fn has_shell(&self) -> bool {
        // The cluster does not start without it.
        true
    }
}

/// A server process that syncs.
///
/// If we are killed it ends by itself: the folder is removed, and PostgreSQL gives up without it.
#[derive(Debug)]
struct Synced {
    process: Child,
    folder: String,
    stop: Command,
}

impl Drop for Synced {
    fn drop(&mut self) {
        self.stop.args(["stop", "-s", "-m", "immediate", "-D", &self.folder]);
        let stopped = self.stop.stdin(Stdio::null()).status();
        if !stopped.is_ok_and(|status| status.success()) {
            drop(self.process.kill());
        }
        drop(self.process.wait());
    }
}
