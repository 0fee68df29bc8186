//! What went wrong, in one sentence, with what to do next and the exit code that says which kind it is.
//!
//! A sentence here must never hold a value from the environment or from `.env`: it may be a password.

use std::{fmt, process::ExitCode};

use crate::exit::Exit;

/// An error that the person at the keyboard can mend.
#[derive(Debug)]
pub(crate) struct Failure {
    what: String,
    pub(crate) hint: String,
    pub(crate) code: ExitCode,
}

impl Failure {
    /// The work was started and did not succeed, or could not start.
    pub(crate) fn failed(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { what: what.into(), hint: hint.into(), code: ExitCode::FAILURE }
    }

    /// What was typed, or what a settings file says, has no meaning.
    pub(crate) fn usage(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::coded(Exit::Usage, what, hint)
    }

    /// Somebody else is at it: the migration program's own number for that.
    pub(crate) fn busy(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code: ExitCode::from(4), ..Self::failed(what, hint) }
    }

    /// With the number that says which kind it is.
    pub(crate) fn coded(exit: Exit, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code: exit.into(), ..Self::failed(what, hint) }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Failure {}

/// The exit code of the commands that look and report: they worked, and found something.
pub(crate) fn findings() -> ExitCode {
    ExitCode::from(3)
}
