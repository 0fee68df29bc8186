//! For a build script: the checksums of all migrations as Rust source, to be compiled in.
//!
//! Prints nothing: the caller hands the instructions to cargo.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::source;
use super::{Checksum, SourceError};

/// Writes to `out_file` the constant `CHECKSUMS`: name and checksum of each migration in `source_dir`, by
/// name. Returns the instructions to be printed for cargo.
///
/// A migration is a file `m20260101_120000_name.rs`: an `m` and a digit, so that `main.rs` and `mod.rs` are
/// none.
///
/// # Errors
/// A file that can't be read or written.
pub fn embed(source_dir: &Path, out_file: &Path) -> Result<String, SourceError> {
    let mut watched = BTreeSet::from([source_dir.to_owned()]);
    let mut warnings = String::new();
    let mut rust = String::from(
        "/// The name and the checksum of each migration's source, by name.\n\
         pub const CHECKSUMS: &[(&str, &str)] = &[\n",
    );
    for (name, path) in migrations(source_dir)? {
        let file = source::read(&path)?;
        // Writing to a string can't fail.
        let _ = writeln!(rust, "    ({name:?}, \"{}\"),", file.checksum);
        watched.extend(file.included);
        if file.n_unknown > 0 {
            let path = path.display();
            let _ = writeln!(
                warnings,
                "cargo::warning={path} includes a file by a computed path, so nothing sees an edit of that \
                 file; write the path as one literal"
            );
        }
    }
    rust.push_str("];\n");
    fs::write(out_file, rust).map_err(|reason| SourceError::unwritable(out_file, reason))?;
    let mut instructions = String::new();
    for path in watched {
        let _ = writeln!(instructions, "cargo::rerun-if-changed={}", path.display());
    }
    Ok(instructions + &warnings)
}

/// The name and the checksum of each migration in `source_dir`, by name.
///
/// # Errors
/// A file that can't be read.
pub fn of_folder(source_dir: &Path) -> Result<Vec<(String, Checksum)>, SourceError> {
    let migrations = migrations(source_dir)?.into_iter();
    migrations.map(|(name, path)| Ok((name, source::of_file(&path)?))).collect()
}

/// The name and the path of each migration in the folder, by name.
fn migrations(folder: &Path) -> Result<Vec<(String, PathBuf)>, SourceError> {
    let unreadable = |reason| SourceError::unreadable(folder, None, reason);
    let mut found = Vec::new();
    for file in fs::read_dir(folder).map_err(unreadable)? {
        let path = file.map_err(unreadable)?.path();
        let is_rust = path.extension().is_some_and(|extension| extension == "rs");
        if let Some(name) = path.file_stem().and_then(|stem| stem.to_str())
            && is_rust
            && is_migration(name)
        {
            found.push((name.to_owned(), path));
        }
    }
    found.sort();
    Ok(found)
}

fn is_migration(name: &str) -> bool {
    name.strip_prefix('m').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}
