//! A call with our own stdin, stdout and stderr: the program in the container speaks for itself.
//!
//! Nothing is read, changed or redacted here: the migration program never writes a password. What a signal does to the
//! call is the same as in `child`.

use std::{
    io::{self, IsTerminal as _},
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use super::{
    Call, How,
    child::{self, Docker},
};

const BEAT: Duration = Duration::from_millis(20);

/// Whether the program in the container gets a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Terminal {
    /// Then Ctrl-C is a character that reaches it by itself, and it may ask questions.
    Passed,
    None,
}

impl Terminal {
    /// Passed if all three streams are one: data that is piped somewhere must not meet a terminal's line ends.
    pub(crate) fn here() -> Self {
        let all =
            io::stdin().is_terminal() && io::stdout().is_terminal() && io::stderr().is_terminal();
        if all { Self::Passed } else { Self::None }
    }
}

impl Docker {
    /// Runs the call to its end.
    pub(crate) fn attend(&self, call: &Call, terminal: Terminal) -> How {
        let mut command = self.engine.command(&self.root, call);
        if terminal == Terminal::None {
            child::own_group(&mut command);
            if io::stdin().is_terminal() {
                // A program outside of the foreground that reads from the terminal is stopped by the system.
                command.stdin(Stdio::null());
            }
        }
        let mut child = match command.spawn() {
            Ok(child) => child,
            Err(error) => return How::NotStarted(child::cannot_start(&command, &error)),
        };
        let (mut stopped, mut asked): (_, Option<Instant>) = (None, None);
        loop {
            match child.try_wait() {
                Ok(Some(status)) => {
                    let Some(signal) = stopped else {
                        return How::Code(status.code().unwrap_or(1));
                    };
                    // Once more: the container may have come into being while its client was ending.
                    self.stop_container(call);
                    return How::Stopped(signal);
                }
                Ok(None) => thread::sleep(BEAT),
                Err(error) => return How::NotStarted(error.to_string()),
            }
            if let Some(signal) = self.signals.take() {
                stopped = Some(signal);
                self.stop(call, &child);
                asked = Some(Instant::now());
            }
            if asked.is_some_and(|at| at.elapsed() > child::GRACE) {
                // Neither the container's end nor our asking has ended the client.
                let _ = child.kill();
            }
        }
    }
}
