//! What was made on scratch databases before, by content: the same making on the same server gives the same schema.
//!
//! Files under the build's own target folder, each with the key for which it is true. One that can't be read, or is not
//! what its key says, does not count and is written again. Every write takes its place by a rename, so two programs at
//! once are no danger. Nothing here is needed: without it everything is made anew.

use std::fs;
use std::path::{Path, PathBuf};

use crate::checksum::of_parts;
use crate::schema::Schema;

/// Changes when the same making would give another schema value.
const FORMAT: &str = concat!(env!("CARGO_PKG_VERSION"), " 3");

/// How many files are kept.
const KEPT: usize = 64;

/// A folder of schemas, or none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cache {
    folder: Option<PathBuf>,
}

impl Cache {
    /// Remembers nothing.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// In this folder, which need not be there.
    #[must_use]
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder: Some(folder) }
    }

    /// Beside the program that cargo has built, in its target folder; nothing for a program that lives elsewhere.
    #[must_use]
    pub fn beside(program: &Path) -> Self {
        // Cargo marks its folder, so that backups leave it out.
        let target = program.ancestors().find(|it| it.join("CACHEDIR.TAG").is_file());
        Self { folder: target.map(|it| it.join("sea-migrate")) }
    }

    /// The schema that was made so.
    pub(super) fn schema(&self, making: &[&str]) -> Option<Schema> {
        let (path, key) = self.place("schema", making)?;
        let text = fs::read_to_string(path).ok()?;
        let (first, rest) = text.split_once('\n')?;
        if first != key {
            return None;
        }
        serde_json::from_str(rest).ok()
    }

    /// Keeps a schema.
    pub(super) fn remember(&self, making: &[&str], schema: &Schema) {
        if let (Some((path, key)), Ok(text)) =
            (self.place("schema", making), serde_json::to_string(schema))
        {
            self.write(&path, &format!("{key}\n{text}"));
        }
    }

    /// The version of the server that was last found there.
    pub(super) fn server(&self, signature: &str) -> Option<String> {
        let (path, key) = self.place("server", &[signature])?;
        let text = fs::read_to_string(path).ok()?;
        let (first, version) = text.split_once('\n')?;
        (first == key && !version.is_empty()).then(|| version.to_owned())
    }

    pub(super) fn remember_server(&self, signature: &str, version: &str) {
        if let Some((path, key)) = self.place("server", &[signature]) {
            self.write(&path, &format!("{key}\n{version}"));
        }
    }

    fn place(&self, kind: &str, making: &[&str]) -> Option<(PathBuf, String)> {
        let folder = self.folder.as_ref()?;
        let parts: Vec<&str> = [FORMAT, kind].into_iter().chain(making.iter().copied()).collect();
        let key = of_parts(&parts).to_string();
        Some((folder.join(format!("{kind}-{}", &key[..32])), key))
    }

    /// What can't be kept is made again another time.
    fn write(&self, path: &Path, text: &str) {
        let Some(folder) = &self.folder else { return };
        let beside = path.with_extension(format!("{}.new", std::process::id()));
        let written = fs::create_dir_all(folder)
            .and_then(|()| fs::write(&beside, text))
            .and_then(|()| fs::rename(&beside, path));
        if written.is_err() {
            drop(fs::remove_file(&beside));
        }
        self.tidy_up();
    }

    /// Removes the oldest files where there are too many.
    fn tidy_up(&self) {
        let entries = self.folder.iter().filter_map(|it| fs::read_dir(it).ok()).flatten().flatten();
        let age = |it: fs::DirEntry| Some((it.metadata().ok()?.modified().ok()?, it.path()));
        let mut files: Vec<_> = entries.filter_map(age).collect();
        files.sort();
        let too_many = files.len().saturating_sub(KEPT);
        for (_, path) in files.into_iter().take(too_many) {
            drop(fs::remove_file(path));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Dialect;

    #[test]
    fn only_the_same_making_gives_what_was_made() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::in_folder(folder.path().join("not/there/yet"));
        let schema = Schema::empty(Dialect::Sqlite);
        assert_eq!(cache.schema(&["a", "b"]), None);
        cache.remember(&["a", "b"], &schema);
        assert_eq!(cache.schema(&["a", "b"]), Some(schema.clone()));
        assert_eq!(cache.schema(&["ab"]), None);
        cache.remember_server("here", "17.1");
        assert_eq!(cache.server("here").as_deref(), Some("17.1"));
        assert_eq!(cache.server("there"), None);
        Cache::none().remember(&["a"], &schema);
        assert_eq!(Cache::none().schema(&["a"]), None);
    }

    #[test]
    fn what_is_broken_is_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::in_folder(folder.path().to_owned());
        let schema = Schema::empty(Dialect::Postgres);
        cache.remember(&["a"], &schema);
        let file = fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
        let good = fs::read(&file).unwrap();
        for bad in [&b""[..], b"\xff\xfe", b"{}", &good[..good.len() - 1], &good[1..]] {
            fs::write(&file, bad).unwrap();
            assert_eq!(cache.schema(&["a"]), None);
        }
        cache.remember(&["a"], &schema);
        assert_eq!(fs::read(&file).unwrap(), good);
    }

    #[test]
    fn it_does_not_grow_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::in_folder(folder.path().to_owned());
        for number in 0..KEPT + 20 {
            cache.remember_server(&number.to_string(), "1");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), KEPT);
    }
}
