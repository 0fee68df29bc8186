//! Several files written as one deed: all of them, or what was there before.
//!
//! Each is written beside its place, synced, and takes it by a rename; a failure takes back what was done until then.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// What becomes of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Deed {
    /// It has this text afterwards; without `over` it may not be there before.
    Write { path: PathBuf, text: String, over: Over },
    /// It is gone afterwards.
    Remove(PathBuf),
}

/// What a file may be written over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Over {
    /// Nothing.
    Nothing,
    /// What was read, or nothing; not what somebody else has written since.
    Known(Option<String>),
}

impl Deed {
    fn path(&self) -> &Path {
        match self {
            Self::Write { path, .. } | Self::Remove(path) => path,
        }
    }
}

/// What was at a place before.
struct Before {
    path: PathBuf,
    bytes: Option<Vec<u8>>,
}

/// Does all of it, or nothing.
///
/// # Errors
/// The first thing that did not work, with its file; then everything is as it was.
pub(super) fn all(deeds: &[Deed]) -> io::Result<()> {
    let mut ready = Vec::new();
    // What can fail because of rights or space fails here, where nothing has changed.
    for deed in deeds {
        match prepare(deed) {
            Ok(path) => ready.push(path),
            Err(error) => {
                discard(&ready);
                return Err(named("write", deed.path(), &error));
            }
        }
    }
    let mut done = Vec::new();
    for (deed, beside) in deeds.iter().zip(&ready) {
        let before = Before { path: deed.path().to_owned(), bytes: fs::read(deed.path()).ok() };
        let moved = match beside {
            Some(beside) => fs::rename(beside, deed.path()),
            None => fs::remove_file(deed.path()),
        };
        if let Err(error) = moved {
            done.iter().rev().for_each(restore);
            discard(&ready);
            return Err(named("write", deed.path(), &error));
        }
        done.push(before);
    }
    Ok(())
}

/// Writes the text beside its place.
fn prepare(deed: &Deed) -> io::Result<Option<PathBuf>> {
    let Deed::Write { path, text, over } = deed else {
        fs::metadata(deed.path())?;
        return Ok(None);
    };
    let now = match fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let known = match over {
        Over::Nothing => &None,
        Over::Known(known) => known,
    };
    if now != *known {
        return Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            "somebody else has written it in the meantime",
        ));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}", std::process::id()));
    let written = (|| {
        let mut file = fs::File::create(&beside)?;
        file.write_all(text.as_bytes())?;
        if let Ok(metadata) = fs::metadata(path) {
            file.set_permissions(metadata.permissions())?;
        }
        file.sync_all()
    })();
    if let Err(error) = written {
        discard(&[Some(beside)]);
        return Err(error);
    }
    Ok(Some(beside))
}

fn discard(ready: &[Option<PathBuf>]) {
    for path in ready.iter().flatten() {
        // What was renamed is not there any more, and what can't be removed harms nobody.
        drop(fs::remove_file(path));
    }
}

fn restore(before: &Before) {
    // The first error is the one to tell.
    drop(match &before.bytes {
        Some(bytes) => fs::write(&before.path, bytes),
        None => fs::remove_file(&before.path),
    });
}

/// The error with its file: the system's own does not name it.
pub(super) fn named(verb: &str, path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("can't {verb} {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, text: &str, over: Over) -> Deed {
        Deed::Write { path: path.to_owned(), text: text.to_owned(), over }
    }

    fn listed(folder: &Path) -> Vec<String> {
        let files = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            files.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn all_of_it_or_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("a"), "old").unwrap();
        let known = || Over::Known(Some("old".to_owned()));
        // The third can't be written: its folder is not there.
        let bad = [
            write(&path("a"), "new", known()),
            write(&path("b"), "new", Over::Nothing),
            write(&path("no/c"), "new", Over::Nothing),
        ];
        let error = all(&bad).unwrap_err();
        assert!(error.to_string().contains("no/c"), "{error}");
        assert_eq!(listed(folder.path()), ["a"]);
        assert_eq!(fs::read_to_string(path("a")).unwrap(), "old");

        // The last fails when the first is done: a folder can't be removed as a file.
        fs::create_dir(path("d")).unwrap();
        let late = [
            write(&path("a"), "new", known()),
            write(&path("b"), "new", Over::Nothing),
            Deed::Remove(path("d")),
        ];
        assert!(all(&late).is_err());
        assert_eq!(listed(folder.path()), ["a", "d"]);
        assert_eq!(fs::read_to_string(path("a")).unwrap(), "old");

        let good = [write(&path("b"), "new", Over::Nothing), Deed::Remove(path("a"))];
        all(&good).unwrap();
        assert_eq!(listed(folder.path()), ["b", "d"]);
    }

    #[test]
    fn what_somebody_else_wrote_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "theirs").unwrap();
        for over in [Over::Nothing, Over::Known(None), Over::Known(Some("old".to_owned()))] {
            assert!(all(&[write(&path, "ours", over)]).is_err());
            assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        }
        assert_eq!(listed(folder.path()), ["a"]);
    }
}
