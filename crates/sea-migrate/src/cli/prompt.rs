//! One question to the person at the terminal, and one line as the answer.
//!
//! Whether there is anybody to ask, and what the answer means, is decided elsewhere.

use std::io::{BufRead, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use crate::Error;
use crate::apply::Interrupt;

/// How often a signal is looked for.
const BEAT: Duration = Duration::from_millis(40);

/// Asks, and waits for a line or for a signal.
///
/// # Errors
/// [`Error::Stopped`] when a signal came first; or what reading the terminal gives.
pub(super) fn answer(question: &str, interrupt: &Interrupt) -> Result<String, Error> {
    write!(anstream::stderr(), "{question}")?;
    std::io::stderr().flush()?;
    let (sender, typed) = mpsc::channel();
    // Reading can't be taken back: after a signal this thread ends with the process.
    thread::spawn(move || {
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line);
        // Nobody waits for it any more: then a signal came first.
        let _ = sender.send(read.map(|_| line));
    });
    loop {
        match typed.recv_timeout(BEAT) {
            Ok(line) => return Ok(line?.trim().to_owned()),
            Err(RecvTimeoutError::Disconnected) => return Ok(String::new()),
            Err(RecvTimeoutError::Timeout) => {
                if let Some(signal) = interrupt.sent() {
                    // The question stays the last thing on its line.
                    writeln!(anstream::stderr())?;
                    return Err(Error::Stopped { signal, current: None });
                }
            }
        }
    }
}
