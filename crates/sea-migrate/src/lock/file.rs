//! The lock of an embedded database: a file beside it, locked by the operating system.
//!
//! The system gives the lock back when the process is gone, however it ended; the file itself stays,
//! because removing it would race with the next one who opens it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Seek, Write};
use std::path::Path;

use chrono::{SecondsFormat, Utc};

use crate::history::Author;

#[derive(Debug)]
pub(super) struct FileLock {
    // Dropping it closes it, and closing it is the release.
    _file: File,
}

impl FileLock {
    /// Takes the lock if nobody has it, and writes into the file who does.
    pub(super) fn try_acquire(path: &Path, author: &Author) -> std::io::Result<Option<Self>> {
        let mut file =
            OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let since = Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true);
        let who = format!(
            "{}@{} (process {}), since {since}\n",
            author.user,
            author.host,
            std::process::id()
        );
        file.set_len(0)?;
        file.rewind()?;
        file.write_all(who.as_bytes())?;
        Ok(Some(Self { _file: file }))
    }

    /// Who took the lock last; whoever finds it taken reads who has it.
    pub(super) fn holder(path: &Path) -> Option<String> {
        let who = std::fs::read_to_string(path).ok()?;
        Some(who.trim().to_owned()).filter(|who| !who.is_empty())
    }
}
