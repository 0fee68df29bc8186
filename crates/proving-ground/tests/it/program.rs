//! The program as a process: start, look at what it says, signal, wait for its end.
//!
//! Every process ends here, and here all that it said is searched for the password of its URL.

use std::fmt::from_fn;
use std::fs::File;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

use crate::patience::eventually;
use crate::terminal::Terminal;

/// In every URL that has one, and nowhere in any output.
pub(crate) const PASSWORD: &str = "k33p-me-secret";

/// The program, about to be run.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    path: &'static str,
    settings: Vec<(String, String)>,
    wrapper: Vec<String>,
}

impl Program {
    /// With the migrations of this ground, on this database.
    pub(crate) fn new(ground: &str, url: &str) -> Self {
        let program = Self::of(env!("CARGO_BIN_EXE_proving-ground"));
        program.set("PROVING_GROUND", ground).set("DATABASE_URL", url).set("USER", "tester")
    }

    /// Another program, with nothing in its environment.
    pub(crate) fn of(path: &'static str) -> Self {
        Self { path, settings: Vec::new(), wrapper: Vec::new() }
    }

    /// With one more environment variable.
    pub(crate) fn set(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With pauses of so many milliseconds.
    pub(crate) fn pausing(self, ms: u32) -> Self {
        self.set("PROVING_GROUND_PAUSE", &ms.to_string())
    }

    /// Behind another program, which gets ours as its last arguments.
    pub(crate) fn behind<const N: usize>(mut self, wrapper: [&str; N]) -> Self {
        self.wrapper = wrapper.map(str::to_owned).to_vec();
        self
    }

    /// Starts it with these arguments.
    pub(crate) fn start(&self, arguments: &[&str]) -> Running {
        self.start_with(arguments, None)
    }

    fn start_with(&self, arguments: &[&str], terminal: Option<&Terminal>) -> Running {
        // A folder of its own, in which it finds no settings.
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| File::create(folder.path().join(name)).unwrap();
        let words: Vec<&str> = self.wrapper.iter().map(String::as_str).collect();
        let words = [&words, &[self.path][..], arguments].concat();
        let child = Command::new(words[0])
            .args(&words[1..])
            .env_clear()
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .current_dir(folder.path())
            .stdin(terminal.map_or_else(Stdio::null, Terminal::stdio))
            .stdout(file("out"))
            .stderr(terminal.map_or_else(|| file("err").into(), Terminal::stdio))
            .spawn()
            .unwrap();
        Running { child: Arc::new(Mutex::new(child)), folder, what: arguments.join(" ") }
    }

    /// Starts it with these arguments at a terminal, at which a person sits.
    pub(crate) fn start_at(&self, terminal: &Terminal, arguments: &[&str]) -> Running {
        self.start_with(arguments, Some(terminal))
    }

    /// Runs it to its end.
    #[track_caller]
    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        self.start(arguments).wait()
    }
}

/// A process. Dropping it kills it.
#[derive(Debug)]
pub(crate) struct Running {
    child: Arc<Mutex<Child>>,
    folder: TempDir,
    what: String,
}

impl Running {
    /// What it has said so far, on stdout and on stderr.
    pub(crate) fn said(&self) -> String {
        let read = |name: &str| std::fs::read(self.folder.path().join(name)).unwrap_or_default();
        [read("out"), read("err")].map(|it| String::from_utf8_lossy(&it).into_owned()).join("")
    }

    /// Whether it has begun to apply this migration.
    pub(crate) fn has_begun(&self, migration: &str) -> bool {
        events(&self.said()).any(|it| it["event"] == "started" && it["migration"] == migration)
    }

    /// Waits until it has said this.
    #[track_caller]
    pub(crate) fn until_said(&self, text: &str) {
        let what = from_fn(|f| write!(f, "`{}` says {text}; it says: {}", self.what, self.said()));
        eventually(what, || self.said().contains(text).then_some(()));
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child()), signal).unwrap();
    }

    /// Kills it as the kernel does.
    pub(crate) fn kill(&self) {
        self.child().kill().unwrap();
    }

    /// The process itself, for whoever is to kill it at the right moment.
    pub(crate) fn shared(&self) -> Arc<Mutex<Child>> {
        Arc::clone(&self.child)
    }

    /// Waits for its end.
    #[track_caller]
    pub(crate) fn wait(self) -> Ended {
        let begun = Instant::now();
        let status =
            eventually(format!("the end of `{}`", self.what), || self.child().try_wait().unwrap());
        let (code, said) = (status.code(), self.said());
        assert!(!said.contains(PASSWORD), "`{}` says the password:\n{said}", self.what);
        assert!(!said.contains("panicked"), "`{}` panicked:\n{said}", self.what);
        Ended { code, said, what: self.what.clone(), took: begun.elapsed() }
    }

    fn child(&self) -> MutexGuard<'_, Child> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut child = self.child();
        drop(child.kill());
        drop(child.wait());
    }
}

/// A process that is no more.
#[derive(Debug)]
pub(crate) struct Ended {
    /// Nothing when a signal killed it.
    pub(crate) code: Option<i32>,
    /// All that it said, on stdout and then on stderr.
    pub(crate) said: String,
    what: String,
    /// How long it was waited for.
    pub(crate) took: std::time::Duration,
}

impl Ended {
    #[track_caller]
    pub(crate) fn exits(&self, code: i32) -> &Self {
        let Self { what, said, .. } = self;
        assert_eq!(self.code, Some(code), "`{what}` said:\n{said}");
        self
    }

    #[track_caller]
    pub(crate) fn says(&self, text: &str) -> &Self {
        assert!(self.said.contains(text), "not a word of `{text}`:\n{}", self.said);
        self
    }

    /// Refused because the history needs a person, and says what can be done about this migration.
    #[track_caller]
    pub(crate) fn refuses(&self, migration: &str) -> &Self {
        self.exits(6).says(migration);
        self.says(&format!("resolve {migration} --applied")).says("--reverted").says("--retry")
    }

    /// How many migrations it has applied, where it was asked for JSON.
    pub(crate) fn n_finished(&self) -> usize {
        events(&self.said).filter(|it| it["event"] == "finished").count()
    }
}

fn events(said: &str) -> impl Iterator<Item = Value> {
    said.lines().filter_map(|line| serde_json::from_str(line).ok())
}
