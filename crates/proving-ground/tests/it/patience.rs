//! Waiting for what must come true, with a deadline.

use std::fmt::Display;
use std::io::Write;
use std::time::{Duration, Instant};

/// How long anything may take before the test gives up on it.
pub(crate) const PATIENCE: Duration = Duration::from_mins(2);

/// Asks until there is an answer.
#[track_caller]
pub(crate) fn eventually<T>(what: impl Display, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < deadline, "this never came true: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A line for whoever watches the tests: written directly, because the harness swallows what goes through `eprintln!`.
pub(crate) fn tell(line: &str) {
    drop(std::io::stderr().write_all(format!("{line}\n").as_bytes()));
}
