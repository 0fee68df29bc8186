//! Ends a server when the process that started it is gone, even when that was killed.
//!
//! A static is never dropped and SIGKILL runs no code, so the end must come from outside: a tiny shell
//! reads from a pipe that only this process holds, and cleans up when the pipe breaks.

use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The watching process; it ends by itself when the pipe to it breaks.
#[derive(Debug)]
pub(super) struct Watch {
    child: Child,
}

impl Watch {
    /// Watches over the server whose process id is in the first line of `pid_file`, and over `folder`.
    pub(super) fn over(pid_file: &Path, folder: &Path) -> std::io::Result<Self> {
        let mut command = Command::new("sh");
        command
            .arg("-c")
            .arg(r#"read -r _; kill -QUIT "$(head -n 1 "$1")" 2>/dev/null; sleep 0.2; rm -rf "$2""#)
            .arg("watch")
            .arg(pid_file)
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        // Ctrl-C is for the tests; the one who cleans up after them must survive it.
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        Ok(Self { child: command.spawn()? })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // Breaking the pipe is the signal; the child then has nothing left to do but clean up.
        drop(self.child.stdin.take());
        drop(self.child.wait());
    }
}
