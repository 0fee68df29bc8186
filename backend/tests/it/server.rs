//! The `backend` binary as a process: start, ask, signal, wait.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::client::{self, Answer};

/// How long anything may take before the test gives up on it.
const PATIENCE: Duration = Duration::from_mins(1);

/// Asks until there is an answer.
#[track_caller]
pub(crate) fn eventually<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < deadline, "this never came true: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// The binary with nothing but these settings, in this directory.
pub(crate) fn command(directory: &Path, settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backend"));
    command.env_clear().envs(settings.iter().copied()).current_dir(directory).stdin(Stdio::null());
    command
}

/// The binary, until it ends by itself.
pub(crate) fn run(directory: &Path, settings: &[(&str, &str)], arguments: &[&str]) -> Output {
    command(directory, settings).args(arguments).output().expect("the binary should run")
}

/// A server that listens. Dropping it kills it.
pub(crate) struct Server {
    child: Child,
    pub address: SocketAddr,
    log: PathBuf,
    directory: TempDir,
}

impl Server {
    /// With this database, on a port of its own.
    pub(crate) fn start(database_url: &str) -> Self {
        Self::start_with(&[("DATABASE_URL", database_url)])
    }

    /// With these settings, on a port of its own.
    pub(crate) fn start_with(settings: &[(&str, &str)]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let log = directory.path().join("log");
        let mut child = command(directory.path(), settings)
            .env("BIND", "127.0.0.1:0")
            .env("RUST_LOG", "debug")
            .stdout(Stdio::piped())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address =
            line.trim().strip_prefix("listening on http://").and_then(|it| it.parse().ok());
        let address = address.unwrap_or_else(|| {
            panic!("the server did not start: {line}{}", std::fs::read_to_string(&log).unwrap())
        });
        Self { child, address, log, directory }
    }

    /// Where it runs.
    pub(crate) fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// Everything it has logged.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        client::send(self.address, &client::request("GET", path, &[], b""))
    }

    pub(crate) fn delete(&self, path: &str) -> Answer {
        client::send(self.address, &client::request("DELETE", path, &[], b""))
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Answer {
        self.write("POST", path, body)
    }

    pub(crate) fn put(&self, path: &str, body: &Value) -> Answer {
        self.write("PUT", path, body)
    }

    fn write(&self, method: &str, path: &str, body: &Value) -> Answer {
        let headers = [("content-type", "application/json")];
        client::send(
            self.address,
            &client::request(method, path, &headers, body.to_string().as_bytes()),
        )
    }

    /// Waits until `/readyz` says so.
    #[track_caller]
    pub(crate) fn until_ready(&self) {
        eventually("the server is ready", || (self.get("/readyz").status == 200).then_some(()));
    }

    /// Waits until `/readyz` has this status in its body, and returns that body.
    #[track_caller]
    pub(crate) fn until_status(&self, status: &str) -> Value {
        eventually(&format!("/readyz says {status}"), || {
            let answer = self.get("/readyz");
            let body = answer.json();
            assert_eq!(answer.status == 200, body["status"] == "ready", "{body}");
            (body["status"] == status).then_some(body)
        })
    }

    /// Sends SIGTERM.
    pub(crate) fn terminate(&self) {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
    }

    /// Waits for its end.
    #[track_caller]
    pub(crate) fn wait(&mut self) -> ExitStatus {
        eventually("the server ends", || self.child.try_wait().unwrap())
    }

    #[track_caller]
    pub(crate) fn assert_alive(&mut self) {
        assert_eq!(self.child.try_wait().unwrap(), None, "the server ended: {}", self.log());
        assert_eq!(self.get("/livez").ok(200)["status"], "live");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
