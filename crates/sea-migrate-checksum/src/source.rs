//! From a migration's source, and the files that it includes, to its checksum.
//!
//! Reads files and writes none.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::include::{self, Include};
use super::token::Token;
use super::{Checksum, Hasher, meaning};

/// The checksum of a source that stands alone. What it includes is not read; [`of_file`] does that.
#[must_use]
pub fn of_source(source: &str) -> Checksum {
    hash(&meaning::of(source)).finish()
}

/// The checksum of a source file together with the files that it includes by a literal path.
///
/// # Errors
/// A file that can't be read, with the file that includes it.
pub fn of_file(path: &Path) -> Result<Checksum, SourceError> {
    read(path).map(|file| file.checksum)
}

/// A source file that was read.
pub(super) struct SourceFile {
    pub(super) checksum: Checksum,
    /// The files that it includes.
    pub(super) included: Vec<PathBuf>,
    /// How many it includes besides, by a path that is computed.
    pub(super) n_unknown: usize,
}

pub(super) fn read(path: &Path) -> Result<SourceFile, SourceError> {
    let unreadable = |reason| SourceError::unreadable(path, None, reason);
    let source = fs::read_to_string(path).map_err(unreadable)?;
    let tokens = meaning::of(&source);
    let mut hasher = hash(&tokens);
    let (mut included, mut n_unknown) = (Vec::new(), 0);
    let folder = path.parent().unwrap_or(Path::new(""));
    for include in include::of(&tokens) {
        let (Include::Text(name) | Include::Bytes(name)) = include else {
            n_unknown += 1;
            continue;
        };
        let file = folder.join(name);
        let bytes =
            fs::read(&file).map_err(|reason| SourceError::unreadable(&file, Some(path), reason))?;
        match include {
            Include::Text(_) => hasher.part(&unix_bytes(&bytes)),
            _ => hasher.part(&bytes),
        }
        included.push(file);
    }
    Ok(SourceFile { checksum: hasher.finish(), included, n_unknown })
}

fn hash(tokens: &[Token<'_>]) -> Hasher {
    let mut hasher = Hasher::new();
    for token in tokens {
        hasher.part(&unix_bytes(token.text.as_bytes()));
    }
    // No token is empty: this parts the source from what it includes.
    hasher.part(b"");
    hasher
}

/// With LF at the end of each line, as git may or may not have it on a disk.
fn unix_bytes(bytes: &[u8]) -> Vec<u8> {
    let is_of_crlf = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
    (0..bytes.len()).filter(|&at| !is_of_crlf(at)).map(|at| bytes[at]).collect()
}

/// A file could not be read or written.
#[derive(Debug)]
pub struct SourceError {
    verb: &'static str,
    path: PathBuf,
    included_by: Option<PathBuf>,
    reason: io::Error,
}

impl SourceError {
    pub(super) fn unreadable(path: &Path, included_by: Option<&Path>, reason: io::Error) -> Self {
        let included_by = included_by.map(Path::to_owned);
        Self { verb: "read", path: path.to_owned(), included_by, reason }
    }

    pub(super) fn unwritable(path: &Path, reason: io::Error) -> Self {
        Self { verb: "write", path: path.to_owned(), included_by: None, reason }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "can't {} {}", self.verb, self.path.display())?;
        if let Some(by) = &self.included_by {
            write!(f, ", which {} includes", by.display())?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl std::error::Error for SourceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.reason)
    }
}

#[cfg(test)]
mod tests;
