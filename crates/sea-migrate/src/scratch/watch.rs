//! Ends a server when the process that started it is gone, even when that was killed.
//!
//! A static is never dropped and SIGKILL runs no code, so the end must come from outside: a tiny shell
//! reads from a pipe that only this process holds, and cleans up when the pipe breaks.

use std::io::{self, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use super::signal::Signal;

/// Told which process group there is (an empty line: none), it ends the last one it was told of, by force if it does
/// not go within five seconds, and removes the folder, again and again while something still writes there.
const SCRIPT: &str = r#"
group=
while read -r line; do group=$line; done
if [ -n "$group" ]; then
    kill -s "$1" -- "-$group"
    left=50
    while [ "$left" -gt 0 ] && kill -s 0 -- "-$group"; do left=$((left - 1)); sleep 0.1; done
    kill -s KILL -- "-$group"
fi
left=50
while rm -rf "$2"; [ -e "$2" ] && [ "$left" -gt 0 ]; do left=$((left - 1)); sleep 0.1; done
"#;

/// The watching process; it ends by itself when the pipe to it breaks.
#[derive(Debug)]
pub(super) struct Watch {
    child: Mutex<Child>,
}

impl Watch {
    /// Watches over `folder` and whatever [`Watch::over`] names, which `signal` ends.
    pub(super) fn start(folder: &Path, signal: Signal) -> io::Result<Self> {
        let mut command = Command::new("sh");
        command.args(["-c", SCRIPT, "watch", signal.name()]).arg(folder);
        command.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        // Ctrl-C is for the tests; the one who cleans up after them must survive it.
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        Ok(Self { child: Mutex::new(command.spawn()?) })
    }

    /// Watches over the process group of `leader`, and no longer over the one before.
    pub(super) fn over(&self, leader: &Child) -> io::Result<()> {
        self.tell(&leader.id().to_string())
    }

    /// Watches over the folder alone: the process is gone, and its id can be somebody else's soon.
    pub(super) fn over_nothing(&self) -> io::Result<()> {
        self.tell("")
    }

    fn tell(&self, group: &str) -> io::Result<()> {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        child.stdin.as_mut().map_or(Ok(()), |pipe| pipe.write_all(format!("{group}\n").as_bytes()))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let child = self.child.get_mut().unwrap_or_else(PoisonError::into_inner);
        // Breaking the pipe is the signal; the child then has nothing left to do but clean up.
        drop(child.stdin.take());
        drop(child.wait());
    }
}
