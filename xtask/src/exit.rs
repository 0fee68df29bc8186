//! The exit codes of the commands that drive docker: the one list.
//!
//! A number here is what scripts rely on; it must never change its meaning. `migrate --prod` and `--dev` end with the
//! migration program's own code (0 to 6, 130, 143), so none of ours may be among those with another meaning.

use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Done, or nothing to do.
    Done = 0,
    /// Something failed that has no number of its own.
    Failed = 1,
    /// What was typed has no meaning.
    Usage = 2,
    /// The preflight found something; nothing was begun.
    Preflight = 10,
    /// Somebody else is deploying.
    Locked = 11,
    /// The images were not built; nothing was stopped.
    Build = 20,
    /// The database did not start, or does not answer.
    Database = 25,
    /// The backup failed; nothing was migrated.
    Backup = 26,
    /// The migration failed; the backend serves.
    Migrate = 30,
    /// The new backend did not become ready; the previous one serves again.
    RolledBack = 40,
    /// The new backend did not become ready, and there is no previous one that serves.
    NotRolledBack = 41,
    /// The terminal is gone.
    HungUp = 129,
    /// Ctrl-C.
    Interrupted = 130,
    /// Asked to end.
    Terminated = 143,
}

/// The list, as `--help` shows it.
pub(crate) const LEGEND: &str = "\
Exit codes:
    0  done, or nothing to do
    1  failed for a reason without a number of its own
    2  wrong usage
   10  the preflight found something; nothing was begun
   11  somebody else is deploying
   20  the images were not built; nothing was stopped
   25  the database did not start or does not answer; the backend was not touched
   26  the backup failed; nothing was migrated
   30  the migration failed; the backend keeps serving
   40  the new backend did not become ready; the previous one serves again
   41  the new backend did not become ready, and there is no previous one that serves
  129, 130, 143  stopped by a lost terminal, Ctrl-C, or SIGTERM";

impl Exit {
    pub(crate) fn number(self) -> u8 {
        self as u8
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_stands_in_the_legend() {
        use Exit::{
            Backup, Build, Database, Done, Failed, HungUp, Interrupted, Locked, Migrate,
            NotRolledBack, Preflight, RolledBack, Terminated, Usage,
        };
        for exit in [
            Done,
            Failed,
            Usage,
            Preflight,
            Locked,
            Build,
            Database,
            Backup,
            Migrate,
            RolledBack,
            NotRolledBack,
            HungUp,
            Interrupted,
            Terminated,
        ] {
            let number = exit.number().to_string();
            let words = LEGEND.split(|c: char| !c.is_ascii_digit());
            assert!(words.into_iter().any(|word| word == number), "{exit:?}");
        }
    }
}
