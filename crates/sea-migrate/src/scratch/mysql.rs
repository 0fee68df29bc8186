//! A throw-away MariaDB or MySQL server from the programs on this machine.
//!
//! It listens on a free port of the loopback interface and keeps nothing: durability is switched off.

mod flavour;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

pub use flavour::Flavour;

use super::daemon::{self, Daemon, Shutdown};
use super::{Proxy, ScratchError, port};

/// The superuser, who needs no password.
const USER: &str = "root";

/// For both the setting up and the server, beside those of the flavour.
const SETTINGS: &[&str] = &[
    // Rings and asynchronous requests are counted for the whole machine; parallel tests would use them up.
    "--innodb-use-native-aio=0",
    "--innodb-buffer-pool-size=32M",
    "--skip-name-resolve",
];

/// For the server, beside those of the flavour.
const SERVER_SETTINGS: &[&str] = &[
    "--bind-address=127.0.0.1",
    "--max-connections=200",
    "--skip-log-bin",
    "--sync-binlog=0",
    // Written at each commit, or a killed server would forget what it said is committed; never synced, as above.
    "--innodb-flush-log-at-trx-commit=2",
    // What new versions have by default, for all of them.
    "--character-set-server=utf8mb4",
];

/// A running server; dropping it stops and deletes it.
#[derive(Debug)]
pub struct MySqlServer {
    flavour: Flavour,
    daemon: Daemon,
    databases: AtomicU32,
}

impl MySqlServer {
    /// Makes a server and starts it.
    ///
    /// # Errors
    /// [`ScratchError::NotInstalled`] or [`ScratchError::NoUser`] where there can be none, another error
    /// where it fails.
    pub fn start(flavour: Flavour) -> Result<Self, ScratchError> {
        Self::start_on(flavour, port::free)
    }

    /// Whether its programs are on this machine; nothing is started.
    ///
    /// # Errors
    /// [`ScratchError::NotInstalled`] or [`ScratchError::NoUser`].
    pub fn installed(flavour: Flavour) -> Result<(), ScratchError> {
        flavour.find()?;
        let kind = flavour.kind();
        super::account::find(kind.server, kind.users).map(drop)
    }

    /// The same with a port that `free_port` offers, asked again when somebody else took it.
    pub(super) fn start_on(
        flavour: Flavour,
        free_port: impl FnMut() -> std::io::Result<u16>,
    ) -> Result<Self, ScratchError> {
        let daemon = Daemon::new(flavour.kind(), flavour.find()?)?;
        let server = Self { flavour, daemon, databases: AtomicU32::new(0) };
        let setting_up = match flavour {
            Flavour::MariaDb => {
                let mut install = server.with_settings("mariadb-install-db");
                // A root without a password, also from 127.0.0.1; the default is one that only enters through the socket.
                install.args(["--auth-root-authentication-method=normal", "--skip-test-db"]);
                install
            }
            Flavour::MySql => {
                // Its root is one of `localhost`, which is no address where names are not resolved.
                let account = format!("{USER}@'127.0.0.1'");
                let statements = format!(
                    "CREATE USER {account};\nGRANT ALL ON *.* TO {account} WITH GRANT OPTION;\n"
                );
                let file = server.daemon.write("root.sql", &statements)?;
                let mut install = server.with_settings(flavour.server());
                install.arg("--initialize-insecure");
                install.arg(format!("--init-file={}", file.display()));
                install
            }
        };
        server.daemon.prepare(setting_up)?;
        server.run_on(free_port)?;
        Ok(server)
    }

    /// Starts the server after [`MySqlServer::stop`], on the same port; does nothing while it runs.
    ///
    /// # Errors
    /// Whatever the server says when it can't start.
    pub fn start_again(&self) -> Result<(), ScratchError> {
        self.run_on(port::free)
    }

    fn run_on(&self, free_port: impl FnMut() -> std::io::Result<u16>) -> Result<(), ScratchError> {
        let command = |port: u16| {
            let mut command = self.with_settings(self.flavour.server());
            command.args(SERVER_SETTINGS).args(self.flavour.server_settings());
            command.arg(format!("--port={port}"));
            for (setting, file) in [("socket", "socket"), ("pid-file", "pid")] {
                command.arg(format!("--{setting}={}", self.folder().join(file).display()));
            }
            Ok(command)
        };
        self.daemon.start(free_port, command, |_, log| log.contains("ready for connections"))
    }

    /// A program that reads no settings but these.
    fn with_settings(&self, program: &str) -> Command {
        let mut command = self.command(program);
        // It must be the first.
        command.arg("--no-defaults").args(SETTINGS).args(self.flavour.settings());
        command.arg(format!("--datadir={}", self.folder().join("data").display()));
        command.arg(format!("--tmpdir={}", self.folder().display()));
        command
    }

    /// Stops the server; [`MySqlServer::start_again`] brings it back with its data.
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
    /// Whatever the server says.
    pub fn create_database(&self) -> Result<String, ScratchError> {
        let name = format!("scratch_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.create_database_named(&name)?;
        Ok(name)
    }

    /// Creates an empty database called `name`.
    ///
    /// # Errors
    /// Whatever the server says.
    pub fn create_database_named(&self, name: &str) -> Result<(), ScratchError> {
        let quoted = name.replace('`', "``");
        self.sql("", &format!("CREATE DATABASE `{quoted}`")).map(drop)
    }

    /// Runs SQL through the client as the superuser and returns what it selects, one row a line and a tab between
    /// columns. Without a database when its name is empty.
    ///
    /// # Errors
    /// Whatever the server says.
    pub fn sql(&self, database: &str, sql: &str) -> Result<String, ScratchError> {
        let mut client = self.command(self.flavour.client());
        client.args(["--no-defaults", "--protocol=tcp", "--host=127.0.0.1", "--user", USER]);
        client.args(["--batch", "--raw", "--skip-column-names", "--default-character-set=utf8mb4"]);
        client.args(["--port", &self.port().to_string(), "--execute", sql, "--", database]);
        daemon::output(client)
    }

    /// Which server it is.
    #[must_use]
    pub fn flavour(&self) -> Flavour {
        self.flavour
    }

    /// A program of this server ([`Flavour::dump`]), set up to run as the server's user.
    #[must_use]
    pub fn command(&self, program: &str) -> Command {
        self.daemon.command(program)
    }

    pub(super) fn folder(&self) -> &Path {
        self.daemon.folder()
    }
}

fn url_at(port: u16, database: &str) -> String {
    format!("mysql://{USER}@127.0.0.1:{port}/{database}")
}
