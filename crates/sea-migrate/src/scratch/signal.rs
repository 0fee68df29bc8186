//! Signals to servers.
//!
//! The standard library only knows SIGKILL to its own children, so a shell's `kill` sends the others; the program
//! of that name is not on every machine. Nobody but a server that we started may be the target.

use std::io;
use std::process::{Command, Stdio};

/// What a server is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signal {
    Interrupt,
    Terminate,
    Quit,
    Kill,
}

impl Signal {
    /// As `kill -s` knows it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Interrupt => "INT",
            Self::Terminate => "TERM",
            Self::Quit => "QUIT",
            Self::Kill => "KILL",
        }
    }

    /// Sends it; a process that is gone already is none to complain about.
    pub(super) fn send(self, processes: &[u32]) -> io::Result<()> {
        let mut command = Command::new("sh");
        command.args(["-c", r#"kill -s "$@""#, "kill", self.name()]);
        command.args(processes.iter().map(u32::to_string));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().map(drop)
    }
}

/// The processes that `parent` started, where the system tells (Linux).
pub(super) fn children(parent: u32) -> Vec<u32> {
    let listed = std::fs::read_to_string(format!("/proc/{parent}/task/{parent}/children"));
    listed.unwrap_or_default().split_whitespace().filter_map(|id| id.parse().ok()).collect()
}
