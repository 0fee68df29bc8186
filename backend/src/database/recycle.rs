//! Renewing the pool's connections when what they are connected to is no longer what it was.
//!
//! Two things outlive a connection's use without breaking it, and would last until somebody restarts the server:
//!
//! - `PostgreSQL` refuses a prepared statement whose columns changed their type ("cached plan must not change
//!   result type"), and the driver keeps prepared statements for as long as the connection lives.
//! - An `SQLite` file that was deleted and made again, or replaced, is still the old file for whoever has it open.
//!
//! Both mark every connection opened until then as stale, and the pool replaces a stale one when it is next asked
//! for. Statements are not sent again from here: the client is told to.

use std::fs::Metadata;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// The moment before which connections are stale. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Recycle {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Debug, Default)]
struct Shared {
    stale_before: Option<Instant>,
    file: Option<PathBuf>,
    seen: Option<FileId>,
}

/// What tells a file from another of the same name: numbers are used again, birthdays are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FileId {
    number: (u64, u64),
    born: Option<SystemTime>,
}

impl Recycle {
    /// For a database that is a file.
    #[must_use]
    pub(super) fn watching(file: PathBuf) -> Self {
        let shared = Shared { file: Some(file), ..Shared::default() };
        Self { shared: Arc::new(Mutex::new(shared)) }
    }

    /// Every connection opened until now is stale.
    pub fn now(&self) {
        self.shared().stale_before = Some(Instant::now());
    }

    /// A connection was opened: what the file is now is what it is connected to.
    pub(super) fn opened(&self) {
        self.shared().look();
    }

    /// May a connection of this age be used?
    pub(super) fn keeps(&self, age: Duration) -> bool {
        let mut shared = self.shared();
        shared.look();
        shared.stale_before.is_none_or(|it| age < it.elapsed())
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    fn look(&mut self) {
        let Some(file) = &self.file else { return };
        let current = file.metadata().ok().as_ref().map(FileId::of);
        if self.seen.is_some() && self.seen != current {
            self.stale_before = Some(Instant::now());
        }
        self.seen = current;
    }
}

impl FileId {
    fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        let number = {
            use std::os::unix::fs::MetadataExt;
            (metadata.dev(), metadata.ino())
        };
        #[cfg(not(unix))]
        let number = (0, 0);
        Self { number, born: metadata.created().ok() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: Duration = Duration::from_hours(1);

    #[test]
    fn a_connection_older_than_the_change_is_stale() {
        let recycle = Recycle::default();
        assert!(recycle.keeps(OLD));
        recycle.clone().now();
        assert!(!recycle.keeps(OLD));
        assert!(recycle.keeps(Duration::ZERO));
    }

    #[test]
    fn a_connection_to_a_file_that_was_replaced_is_stale() {
        let directory = tempfile::tempdir().unwrap();
        let [file, other] = ["a", "b"].map(|it| directory.path().join(it));
        std::fs::write(&file, "one").unwrap();
        let recycle = Recycle::watching(file.clone());
        recycle.opened();
        std::fs::write(&file, "the same file, written to").unwrap();
        assert!(recycle.keeps(OLD));
        std::fs::write(&other, "another").unwrap();
        std::fs::rename(&other, &file).unwrap();
        assert!(!recycle.keeps(OLD));
    }

    #[test]
    fn a_connection_to_a_file_that_is_gone_is_stale() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("a");
        std::fs::write(&file, "one").unwrap();
        let recycle = Recycle::watching(file.clone());
        recycle.opened();
        std::fs::remove_file(&file).unwrap();
        assert!(!recycle.keeps(OLD));
    }
}
