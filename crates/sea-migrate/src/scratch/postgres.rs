//! A throw-away PostgreSQL cluster from the programs on this machine.
//!
//! It listens on a free port of the loopback interface and keeps nothing: durability is switched off.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use super::daemon::{self, Daemon, Kind, Shutdown};
use super::programs::{self, Programs};
use super::signal::Signal;
use super::{Proxy, ScratchError, port};

/// The superuser, who needs no password.
const USER: &str = "postgres";

const KIND: Kind = Kind {
    server: "PostgreSQL",
    folder: "sea-migrate-pg-",
    users: &[USER, "nobody"],
    fast: Signal::Interrupt,
    // Not SIGKILL, behind which a segment of System V shared memory stays until the machine restarts.
    at_once: Signal::Quit,
    // The other processes of a server that was killed end a moment later than itself.
    transient: &["pre-existing shared memory block"],
};

/// Where distributions put the programs, a folder for each version: Debian, Red Hat, Homebrew on either processor.
const KEPT: &[(&str, &str)] = &[
    ("/usr/lib/postgresql", ""),
    ("/usr", "pgsql-"),
    ("/opt/homebrew/opt", "postgresql@"),
    ("/usr/local/opt", "postgresql@"),
];

/// What has to be there of it.
const PROGRAMS: &[&str] = &["initdb", "postgres", "psql"];

/// A role whose password is asked for, to test what happens when it is wrong.
const RULES: &str = "local all all trust\n\
    host all guarded 127.0.0.1/32 scram-sha-256\n\
    host all all 127.0.0.1/32 trust\n";

const SETTINGS: &[&str] = &[
    // Commits are written all the same, though never synced: a killed server remembers what it said is committed.
    "fsync=off",
    "full_page_writes=off",
    "max_connections=200",
    // Files in the folder, which goes away with the server, and not in /dev/shm, where a killed one leaves them.
    "dynamic_shared_memory_type=mmap",
];

/// A running cluster; dropping it stops and deletes it.
#[derive(Debug)]
pub struct PostgresServer {
    daemon: Daemon,
    databases: AtomicU32,
}

impl PostgresServer {
    /// Makes a cluster and starts it.
    ///
    /// # Errors
    /// [`ScratchError::NotInstalled`] or [`ScratchError::NoUser`] where there can be none, another error
    /// where it fails.
    pub fn start() -> Result<Self, ScratchError> {
        Self::start_on(port::free)
    }

    /// Whether its programs are on this machine; nothing is started.
    ///
    /// # Errors
    /// [`ScratchError::NotInstalled`] or [`ScratchError::NoUser`].
    pub fn installed() -> Result<(), ScratchError> {
        let kept = programs::versions(KEPT);
        Programs::together(KIND.server, PROGRAMS, kept)?;
        super::account::find(KIND.server, KIND.users).map(drop)
    }

    /// The same with a port that `free_port` offers, asked again when somebody else took it.
    pub(super) fn start_on(
        free_port: impl FnMut() -> std::io::Result<u16>,
    ) -> Result<Self, ScratchError> {
        let kept = programs::versions(KEPT);
        let programs = Programs::together(KIND.server, PROGRAMS, kept)?;
        let server = Self { daemon: Daemon::new(&KIND, programs)?, databases: AtomicU32::new(0) };
        let mut initdb = server.command("initdb");
        initdb.arg("-D").arg(server.data()).args(["-U", USER, "-A", "trust"]);
        // Short segments of the log: less to write before the first start.
        initdb.args(["-E", "UTF8", "--locale=C", "--no-sync", "--wal-segsize=1"]);
        server.daemon.prepare(initdb)?;
        std::fs::write(server.data().join("pg_hba.conf"), RULES)?;
        server.run_on(free_port)?;
        Ok(server)
    }

    /// Starts the server after [`PostgresServer::stop`], on the same port; does nothing while it runs.
    ///
    /// # Errors
    /// Whatever the server says when it can't start.
    pub fn start_again(&self) -> Result<(), ScratchError> {
        self.run_on(port::free)
    }

    fn run_on(&self, free_port: impl FnMut() -> std::io::Result<u16>) -> Result<(), ScratchError> {
        let command = |port: u16| {
            let mut command = self.command("postgres");
            command.arg("-D").arg(self.data()).arg("-k").arg(self.daemon.folder());
            command.args(["-p", &port.to_string(), "-h", "127.0.0.1"]);
            command.args(SETTINGS.iter().flat_map(|setting| ["-c", setting]));
            Ok(command)
        };
        // Asked of its own file and not over the port, behind which somebody else's server can be.
        let is_ready = |process: u32, _: &str| {
            let file = self.process_file();
            file.first() == Some(&process.to_string())
                && file.get(7).is_some_and(|it| it == "ready")
        };
        self.daemon.start(free_port, command, is_ready)
    }

    /// Stops the server; [`PostgresServer::start_again`] brings it back with its data.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn stop(&self, how: Shutdown) -> Result<(), ScratchError> {
        let file = self.process_file();
        self.daemon.stop(how)?;
        if how == Shutdown::Kill
            && let Some(memory) = file.get(6).and_then(|it| it.split_whitespace().nth(1))
        {
            // What a killed server leaves in the system; without `ipcrm`, 56 bytes of memory stay.
            let mut remove = self.command("ipcrm");
            remove.args(["-m", memory]).stdout(Stdio::null()).stderr(Stdio::null());
            drop(remove.status());
        }
        Ok(())
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

    /// The URL of a database of this server.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        url_at(self.port(), database)
    }

    /// The URL of a database of this server behind `proxy`.
    #[must_use]
    pub fn url_through(&self, proxy: &Proxy, database: &str) -> String {
        url_at(proxy.port(), database)
    }

    /// Creates an empty database with a name of its own; its name.
    ///
    /// # Errors
    /// Whatever `createdb` says.
    pub fn create_database(&self) -> Result<String, ScratchError> {
        let name = format!("scratch_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.create_database_named(&name)?;
        Ok(name)
    }

    /// Creates an empty database called `name`.
    ///
    /// # Errors
    /// Whatever `createdb` says.
    pub fn create_database_named(&self, name: &str) -> Result<(), ScratchError> {
        let mut createdb = self.client("createdb");
        if self.copies_files() {
            createdb.arg("--strategy=file_copy");
        }
        createdb.arg(name);
        daemon::output(createdb).map(drop)
    }

    /// Runs SQL through `psql` as the superuser and returns what it selects, one row a line.
    ///
    /// # Errors
    /// Whatever the server says.
    pub fn sql(&self, database: &str, sql: &str) -> Result<String, ScratchError> {
        let mut psql = self.client("psql");
        psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql]);
        daemon::output(psql)
    }

    /// A program of this PostgreSQL (`pg_dump`, `pgbench`), set up to run as the server's user.
    #[must_use]
    pub fn command(&self, program: &str) -> Command {
        self.daemon.command(program)
    }

    /// Where there is a choice, from PostgreSQL 15 on, copying the files of the template is twice as fast as writing
    /// them to the log, for it costs a checkpoint and that costs nothing without durability.
    fn copies_files(&self) -> bool {
        let version = std::fs::read_to_string(self.data().join("PG_VERSION")).unwrap_or_default();
        version.trim().parse::<u32>().is_ok_and(|version| version >= 15)
    }

    fn client(&self, program: &str) -> Command {
        let mut command = self.command(program);
        command.args(["-h", "127.0.0.1", "-U", USER, "-p", &self.port().to_string()]);
        command
    }

    fn data(&self) -> PathBuf {
        self.folder().join("data")
    }

    pub(super) fn folder(&self) -> &Path {
        self.daemon.folder()
    }

    /// The lines of `postmaster.pid`: the process first, then among others its shared memory and how it is.
    fn process_file(&self) -> Vec<String> {
        let file = std::fs::read_to_string(self.data().join("postmaster.pid"));
        file.unwrap_or_default().lines().map(|line| line.trim().to_owned()).collect()
    }
}

/// The URL for the superuser of whatever listens on `port`.
pub(super) fn url_at(port: u16, database: &str) -> String {
    format!("postgres://{USER}@127.0.0.1:{port}/{database}")
}
