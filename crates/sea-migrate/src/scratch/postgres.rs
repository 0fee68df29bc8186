//! A throw-away `PostgreSQL` cluster from the programs on this machine.
//!
//! It listens on a free port of the loopback interface and keeps nothing: durability is switched off.

use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::ScratchError;
use super::watch::Watch;

const SERVER: &str = "PostgreSQL";
/// The superuser, who needs no password.
const USER: &str = "postgres";
/// How long a cluster may take to start.
const START_TIMEOUT: Duration = Duration::from_mins(1);

/// How a server goes down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shutdown {
    /// Connections are cut, the data is written: SIGINT.
    Fast,
    /// Nothing is written: SIGKILL, as when the machine dies.
    Kill,
}

/// A running cluster; dropping it stops and deletes it.
#[derive(Debug)]
pub struct PostgresServer {
    // Order matters: the watch goes first, then the folder it watches over.
    _watch: Watch,
    child: Mutex<Option<Child>>,
    folder: TempDir,
    programs: PathBuf,
    account: Option<(u32, u32)>,
    port: u16,
    databases: AtomicU32,
}

impl PostgresServer {
    /// Makes a cluster and starts it.
    ///
    /// # Errors
    /// [`ScratchError::NotInstalled`] or [`ScratchError::NoUser`] where there can be none, another error
    /// where it fails.
    pub fn start() -> Result<Self, ScratchError> {
        let programs = find_programs()
            .ok_or(ScratchError::NotInstalled { server: SERVER, program: "initdb" })?;
        let account = account()?;
        let folder = tempfile::Builder::new().prefix("sea-migrate-pg-").tempdir()?;
        if let Some((uid, gid)) = account {
            std::os::unix::fs::chown(folder.path(), Some(uid), Some(gid))?;
        }
        let watch = Watch::over(&folder.path().join("data/postmaster.pid"), folder.path())?;
        // The port could be taken by somebody else before the server binds it; then starting fails loudly.
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let server = Self {
            _watch: watch,
            child: Mutex::new(None),
            folder,
            programs,
            account,
            port,
            databases: AtomicU32::new(0),
        };
        let data = server.data();
        server.run("initdb", |it| {
            it.arg("-D").arg(&data).args([
                "-U",
                USER,
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
            ])
        })?;
        // A role whose password is asked for, to test what happens when it is wrong.
        let rules = "local all all trust\nhost all guarded 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n";
        std::fs::write(data.join("pg_hba.conf"), rules)?;
        server.start_again()?;
        Ok(server)
    }

    /// Starts the server after [`PostgresServer::stop`]; does nothing while it runs.
    ///
    /// # Errors
    /// Whatever the server says when it can't start.
    pub fn start_again(&self) -> Result<(), ScratchError> {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        if child.is_some() {
            return Ok(());
        }
        let log_path = self.folder.path().join("log");
        let log = std::fs::OpenOptions::new().create(true).append(true).open(&log_path)?;
        let mut command = self.command("postgres");
        command.arg("-D").arg(self.data()).arg("-k").arg(self.folder.path());
        command.args(["-p", &self.port.to_string(), "-h", "127.0.0.1"]);
        for setting in
            ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=200"]
        {
            command.args(["-c", setting]);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).process_group(0);
        let mut started = command.spawn()?;
        let deadline = Instant::now() + START_TIMEOUT;
        while !self.is_ready()? {
            if started.try_wait()?.is_some() || Instant::now() > deadline {
                drop(started.kill());
                let output = std::fs::read_to_string(&log_path).unwrap_or_default();
                return Err(ScratchError::Failed {
                    program: self.programs.join("postgres"),
                    output,
                });
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        *child = Some(started);
        Ok(())
    }

    /// Stops the server; [`PostgresServer::start_again`] brings it back with its data.
    ///
    /// # Errors
    /// Whatever `pg_ctl` says.
    pub fn stop(&self, how: Shutdown) -> Result<(), ScratchError> {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(mut running) = child.take() else { return Ok(()) };
        match how {
            Shutdown::Fast => {
                self.run("pg_ctl", |it| it.args(["stop", "-m", "fast", "-D"]).arg(self.data()))?;
            }
            Shutdown::Kill => running.kill()?,
        }
        running.wait()?;
        Ok(())
    }

    /// The port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The URL of a database of this server.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/{database}", self.port)
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
        self.run("createdb", |it| self.at_server(it).arg(name))
    }

    /// Runs SQL through `psql` as the superuser and returns what it selects, one row a line.
    ///
    /// # Errors
    /// Whatever the server says.
    pub fn sql(&self, database: &str, sql: &str) -> Result<String, ScratchError> {
        self.output("psql", |it| {
            self.at_server(it).args([
                "-X",
                "-q",
                "-A",
                "-t",
                "-v",
                "ON_ERROR_STOP=1",
                "-d",
                database,
                "-c",
                sql,
            ])
        })
    }

    /// A program of this `PostgreSQL` (`pg_dump`, `pgbench`), set up to run as the server's user.
    #[must_use]
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        // A folder that the server's user may enter, and none of our settings.
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("LC_ALL", "C")
            .env("PATH", "/usr/bin:/bin");
        if let Some((uid, gid)) = self.account {
            command.uid(uid).gid(gid);
        }
        command
    }

    fn at_server<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command.args(["-h", "127.0.0.1", "-U", USER, "-p", &self.port.to_string()])
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn is_ready(&self) -> Result<bool, ScratchError> {
        let mut command = self.command("pg_isready");
        self.at_server(&mut command).stdout(Stdio::null());
        Ok(command.status()?.success())
    }

    fn run(
        &self,
        program: &str,
        with: impl FnOnce(&mut Command) -> &mut Command,
    ) -> Result<(), ScratchError> {
        self.output(program, with).map(drop)
    }

    fn output(
        &self,
        program: &str,
        with: impl FnOnce(&mut Command) -> &mut Command,
    ) -> Result<String, ScratchError> {
        let mut command = self.command(program);
        with(&mut command);
        let output = command.stdin(Stdio::null()).output()?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        if output.status.success() {
            return Ok(text(&output.stdout));
        }
        let output = format!("{}\n{}", text(&output.stdout), text(&output.stderr));
        Err(ScratchError::Failed {
            program: self.programs.join(program),
            output: output.trim().to_owned(),
        })
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        // Nothing in it is worth a clean shutdown.
        drop(self.stop(Shutdown::Kill));
    }
}

/// The folder that holds `initdb`: on PATH, or where distributions put it, newest version first.
fn find_programs() -> Option<PathBuf> {
    let has_initdb = |folder: &PathBuf| folder.join("initdb").is_file();
    let path = std::env::var_os("PATH").unwrap_or_default();
    if let Some(folder) = std::env::split_paths(&path).find(has_initdb) {
        // Often a link into the real folder, which has the other programs beside it.
        let real = std::fs::canonicalize(folder.join("initdb")).ok()?;
        return real.parent().map(Path::to_path_buf);
    }
    let mut versions: Vec<(u32, PathBuf)> =
        ["/usr/lib/postgresql", "/usr/local/opt", "/opt/homebrew/opt", "/usr"]
            .iter()
            .filter_map(|root| std::fs::read_dir(root).ok())
            .flatten()
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name().to_string_lossy().into_owned();
                let version = name
                    .trim_start_matches("postgresql@")
                    .trim_start_matches("pgsql-")
                    .parse()
                    .ok()?;
                Some((version, entry.path().join("bin")))
            })
            .filter(|(_, folder)| has_initdb(folder))
            .collect();
    versions.sort();
    versions.pop().map(|(_, folder)| folder)
}

/// The user to run the server as: nobody else, or, because it refuses root, the one its package made.
fn account() -> Result<Option<(u32, u32)>, ScratchError> {
    let probe = tempfile::tempfile()?;
    let is_root = std::os::unix::fs::MetadataExt::uid(&probe.metadata()?) == 0;
    if !is_root {
        return Ok(None);
    }
    let users = std::fs::read_to_string("/etc/passwd")?;
    let found = users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let (name, uid, gid) = (fields.next()?, fields.nth(1)?, fields.next()?);
        (name == USER).then_some(())?;
        Some((uid.parse().ok()?, gid.parse().ok()?))
    });
    found.map(Some).ok_or(ScratchError::NoUser { server: SERVER, user: USER })
}
