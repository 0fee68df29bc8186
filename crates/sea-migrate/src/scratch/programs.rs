//! Where a server's programs are on this machine.
//!
//! It only looks; a program that is found is not tried.

use std::path::{Path, PathBuf};

use super::ScratchError;

/// The folders of one server's programs, the best first.
#[derive(Debug)]
pub(super) struct Programs {
    folders: Vec<PathBuf>,
}

impl Programs {
    /// The folder in which all of `names` are: distributions keep PostgreSQL's programs together, a folder for each
    /// version and off PATH.
    pub(super) fn together(
        server: &'static str,
        names: &[&'static str],
        kept: impl IntoIterator<Item = PathBuf>,
    ) -> Result<Self, ScratchError> {
        let first = names.first().copied().unwrap_or_default();
        let folder = on_path().into_iter().chain(kept).find_map(|folder| {
            // On PATH it often is a link into the real folder, which has the other programs beside it.
            let real = std::fs::canonicalize(folder.join(first)).ok()?;
            let folder = real.parent()?.to_path_buf();
            names.iter().all(|name| folder.join(name).is_file()).then_some(folder)
        });
        let folder = folder.ok_or(ScratchError::NotInstalled { server, program: first })?;
        Ok(Self { folders: vec![folder] })
    }

    /// All of `names`, wherever each of them is, if `fits` knows it as one of the server's.
    pub(super) fn apart(
        server: &'static str,
        names: &[&'static str],
        kept: &[&str],
        fits: impl Fn(&Path) -> bool,
    ) -> Result<Self, ScratchError> {
        let known = on_path().into_iter().chain(kept.iter().map(PathBuf::from));
        let known: Vec<PathBuf> = known.filter(|folder| folder.is_absolute()).collect();
        let mut folders: Vec<PathBuf> = Vec::new();
        for &program in names {
            let holds = |folder: &&PathBuf| {
                let path = folder.join(program);
                path.is_file() && fits(&path)
            };
            let folder =
                known.iter().find(holds).ok_or(ScratchError::NotInstalled { server, program })?;
            if !folders.contains(folder) {
                folders.push(folder.clone());
            }
        }
        Ok(Self { folders })
    }

    /// The program called `name`; by its bare name if it is in none of the folders, so that the failure says which.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        let candidates = self.folders.iter().map(|folder| folder.join(name));
        candidates.into_iter().find(|it| it.is_file()).unwrap_or_else(|| name.into())
    }

    pub(super) fn folders(&self) -> &[PathBuf] {
        &self.folders
    }
}

fn on_path() -> Vec<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect()
}

/// The folders `roots/prefix*/bin`, the newest version first.
pub(super) fn versions(roots: &[(&str, &str)]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for (root, prefix) in roots {
        let entries = std::fs::read_dir(Path::new(root)).into_iter().flatten().flatten();
        found.extend(entries.filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            Some((version(name.strip_prefix(prefix)?)?, entry.path().join("bin")))
        }));
    }
    found.sort();
    found.into_iter().rev().map(|(_, folder)| folder).collect()
}

/// `9.6` → 9, 6: as text, 9 would be newer than 17.
fn version(name: &str) -> Option<Vec<u32>> {
    name.split('.').map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_comes_first() {
        let root = tempfile::tempdir().unwrap();
        for name in ["9.6", "17", "pgsql-18", "old"] {
            std::fs::create_dir(root.path().join(name)).unwrap();
        }
        let path = root.path().to_str().unwrap();
        let expected = ["17/bin", "9.6/bin"].map(|it| root.path().join(it));
        assert_eq!(versions(&[(path, "")]), expected);
        let expected = ["pgsql-18/bin", "17/bin", "9.6/bin"].map(|it| root.path().join(it));
        assert_eq!(versions(&[(path, ""), (path, "pgsql-")]), expected);
    }

    #[test]
    fn a_link_leads_to_the_companions() {
        let [links, real] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        for name in ["initdb", "postgres"] {
            std::fs::write(real.path().join(name), "").unwrap();
        }
        std::os::unix::fs::symlink(real.path().join("initdb"), links.path().join("initdb"))
            .unwrap();
        let kept = || [links.path().to_path_buf()];
        let programs = Programs::together("X", &["initdb", "postgres"], kept());
        // Where PostgreSQL is on PATH, that comes first.
        assert!(programs.unwrap().path("postgres").is_file());
        let missing = Programs::together("X", &["initdb", "no-such-program"], kept());
        assert!(matches!(missing, Err(ScratchError::NotInstalled { program: "initdb", .. })));
    }

    #[test]
    fn programs_may_be_apart() {
        let [one, two] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        std::fs::write(one.path().join("sea-one"), "").unwrap();
        std::fs::write(two.path().join("sea-two"), "").unwrap();
        let kept = [&one, &two].map(|it| it.path().to_str().unwrap());
        let programs = Programs::apart("X", &["sea-one", "sea-two"], &kept, |_| true).unwrap();
        assert_eq!(programs.path("sea-two"), two.path().join("sea-two"));
        assert_eq!(programs.path("sea-three"), PathBuf::from("sea-three"));
        let missing = Programs::apart("X", &["sea-one", "sea-three"], &kept, |_| true);
        assert!(matches!(missing, Err(ScratchError::NotInstalled { program: "sea-three", .. })));
        let foreign = Programs::apart("X", &["sea-one"], &kept, |_| false);
        assert!(matches!(foreign, Err(ScratchError::NotInstalled { program: "sea-one", .. })));
    }
}
