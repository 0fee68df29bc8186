//! One server process in a folder of its own: what PostgreSQL, MariaDB and `PgBouncer` have in common.
//!
//! It starts, ends and talks to processes; it must not know what any of them serves.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::ScratchError;
use super::account::{self, Account};
use super::programs::Programs;
use super::signal::{self, Signal};
use super::watch::Watch;

/// How long a server may take to start or to stop.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often it is looked at meanwhile.
const GLANCE: Duration = Duration::from_millis(10);

/// How a server goes down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shutdown {
    /// Connections are cut, the data is written.
    Fast,
    /// Nothing is written: SIGKILL to all of its processes, as when the machine dies.
    Kill,
}

/// What differs between servers before they run.
#[derive(Debug)]
pub(super) struct Kind {
    pub(super) server: &'static str,
    /// The name of its folder begins so.
    pub(super) folder: &'static str,
    /// Who it runs as when we are root.
    pub(super) users: &'static [&'static str],
    /// Ends it like [`Shutdown::Fast`].
    pub(super) fast: Signal,
    /// Ends it without a care for its data, but leaves nothing of it in the system.
    pub(super) at_once: Signal,
    /// What it says when it can't start now but soon could.
    pub(super) transient: &'static [&'static str],
}

/// The folder, and the process while it runs; dropping it ends and deletes everything.
#[derive(Debug)]
pub(super) struct Daemon {
    kind: &'static Kind,
    child: Mutex<Option<Child>>,
    // Order matters: the watch goes first, then the folder it watches over.
    watch: Watch,
    folder: TempDir,
    programs: Programs,
    account: Option<Account>,
    /// 0 until it has started once.
    port: AtomicU16,
}

/// What came of one attempt to start.
enum Attempt {
    Runs(Child),
    Ended(String),
}

impl Daemon {
    /// An empty folder, watched over; nothing runs yet.
    pub(super) fn new(kind: &'static Kind, programs: Programs) -> Result<Self, ScratchError> {
        let account = account::find(kind.server, kind.users)?;
        let folder = tempfile::Builder::new().prefix(kind.folder).tempdir()?;
        if let Some(Account { uid, gid }) = account {
            std::os::unix::fs::chown(folder.path(), Some(uid), Some(gid))?;
        }
        let watch = Watch::start(folder.path(), kind.at_once)?;
        let (child, port) = (Mutex::new(None), AtomicU16::new(0));
        Ok(Self { kind, child, watch, folder, programs, account, port })
    }

    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn port(&self) -> u16 {
        self.port.load(Ordering::Relaxed)
    }

    /// Writes a file that the server's user may read, whatever our own files are like.
    pub(super) fn write(&self, name: &str, text: &str) -> io::Result<PathBuf> {
        let path = self.folder().join(name);
        std::fs::write(&path, text)?;
        if let Some(Account { uid, gid }) = self.account {
            std::os::unix::fs::chown(&path, Some(uid), Some(gid))?;
        }
        Ok(path)
    }

    /// A program of this server, set up to run as the server's user.
    pub(super) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.path(program));
        let path = self.programs.folders().iter().map(PathBuf::as_path);
        let path = path.chain(["/usr/sbin", "/usr/bin", "/bin"].map(Path::new));
        // A folder that the server's user may enter, and none of our settings.
        command
            .current_dir(self.folder())
            .env_clear()
            .env("LC_ALL", "C")
            .env("TZ", "UTC")
            .env("PATH", std::env::join_paths(path).unwrap_or_default());
        if let Some(Account { uid, gid }) = self.account {
            command.uid(uid).gid(gid);
        }
        command
    }

    /// Runs a program of the server to its end before the server runs; should we die meanwhile, so does the program.
    pub(super) fn prepare(&self, mut command: Command) -> Result<(), ScratchError> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.process_group(0).spawn()?;
        self.watch.over(&child)?;
        let output = child.wait_with_output()?;
        self.watch.over_nothing()?;
        said(&command, &output).map(drop)
    }

    /// Starts the server that `command` makes for a port and waits until `is_ready`, which gets the process id and
    /// the log. Does nothing while it runs. The port stays the same from the first start on.
    pub(super) fn start(
        &self,
        mut free_port: impl FnMut() -> io::Result<u16>,
        command: impl Fn(u16) -> io::Result<Command>,
        is_ready: impl Fn(u32, &str) -> bool,
    ) -> Result<(), ScratchError> {
        let mut child = self.child();
        if let Some(running) = child.as_mut()
            && running.try_wait()?.is_none()
        {
            return Ok(());
        }
        let deadline = Instant::now() + PATIENCE;
        loop {
            let port = match self.port() {
                0 => free_port()?,
                known => known,
            };
            let mut command = command(port)?;
            match self.attempt(&mut command, &is_ready, deadline)? {
                Attempt::Runs(started) => {
                    self.port.store(port, Ordering::Relaxed);
                    *child = Some(started);
                    return Ok(());
                }
                // Somebody else took the port, or what a killed server left is not gone yet.
                Attempt::Ended(log) if Instant::now() < deadline && self.is_transient(&log) => {
                    std::thread::sleep(GLANCE);
                }
                Attempt::Ended(output) => {
                    let program = command.get_program().into();
                    return Err(ScratchError::Failed { program, output });
                }
            }
        }
    }

    fn attempt(
        &self,
        command: &mut Command,
        is_ready: impl Fn(u32, &str) -> bool,
        deadline: Instant,
    ) -> Result<Attempt, ScratchError> {
        let path = self.folder().join("log");
        drop(File::create(&path)?);
        let log = OpenOptions::new().append(true).open(&path)?;
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let mut started = command.process_group(0).spawn()?;
        self.watch.over(&started)?;
        loop {
            // First whether it lives, then what it said: the last words of a dead one are complete.
            let has_ended = started.try_wait()?.is_some();
            let log = std::fs::read(&path)?;
            let log = String::from_utf8_lossy(&log);
            if !has_ended && is_ready(started.id(), &log) {
                return Ok(Attempt::Runs(started));
            }
            if has_ended || Instant::now() > deadline {
                end(&mut started, self.kind.at_once)?;
                self.watch.over_nothing()?;
                return Ok(Attempt::Ended(log.trim().to_owned()));
            }
            std::thread::sleep(GLANCE);
        }
    }

    fn is_transient(&self, log: &str) -> bool {
        log.contains("Address already in use")
            || self.kind.transient.iter().any(|message| log.contains(message))
    }

    /// Stops the server; starting it again brings it back with its data.
    pub(super) fn stop(&self, how: Shutdown) -> Result<(), ScratchError> {
        let mut child = self.child();
        let Some(mut running) = child.take() else { return Ok(()) };
        match how {
            Shutdown::Fast => end(&mut running, self.kind.fast)?,
            Shutdown::Kill => {
                let others = signal::children(running.id());
                running.kill()?;
                Signal::Kill.send(&others)?;
                running.wait()?;
            }
        }
        self.watch.over_nothing()?;
        Ok(())
    }

    fn child(&self) -> MutexGuard<'_, Option<Child>> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        if let Some(mut running) = self.child().take() {
            drop(end(&mut running, self.kind.at_once));
            drop(self.watch.over_nothing());
        }
    }
}

/// Ends a process with `signal`, and with force when it does not listen.
fn end(process: &mut Child, signal: Signal) -> io::Result<()> {
    if process.try_wait()?.is_none() {
        signal.send(&[process.id()])?;
    }
    let deadline = Instant::now() + PATIENCE;
    while process.try_wait()?.is_none() {
        if Instant::now() > deadline {
            process.kill()?;
        }
        std::thread::sleep(GLANCE);
    }
    Ok(())
}

/// Runs a program to its end, for what it says.
pub(super) fn output(mut command: Command) -> Result<String, ScratchError> {
    let output = command.stdin(Stdio::null()).output()?;
    said(&command, &output)
}

/// What a program printed, if it ended well.
fn said(command: &Command, output: &Output) -> Result<String, ScratchError> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if output.status.success() {
        return Ok(text(&output.stdout));
    }
    let output = format!("{}\n{}", text(&output.stdout), text(&output.stderr));
    Err(ScratchError::Failed {
        program: command.get_program().into(),
        output: output.trim().to_owned(),
    })
}
