//! Where the workspace is, and how its `cargo` is called.
//!
//! Commands run in the root whatever directory they were typed in, so nothing here may depend on the current one.

use std::{
    env,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context;
use xshell::{Shell, cmd};

use crate::failure::Failure;

/// The workspace that this program belongs to.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    shell: Shell,
}

impl Workspace {
    /// Finds the root: from the manifest of the `cargo run` that started us, else from the one that compiled us.
    pub(crate) fn find() -> anyhow::Result<Self> {
        let root = env::var_os("CARGO_MANIFEST_DIR")
            .into_iter()
            .chain([OsString::from(env!("CARGO_MANIFEST_DIR"))])
            .find_map(|manifest| root_of(Path::new(&manifest)))
            .ok_or_else(|| {
                Failure::failed(
                    "the workspace that this program was built from is no longer there",
                    "run it as `cargo xtask`, inside the workspace",
                )
            })?;
        let shell = Shell::new().context("the current directory can't be read")?;
        shell.change_dir(&root);
        Ok(Self { root, shell })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// `cargo WORDS`, in the root.
    ///
    /// A plain command rather than xshell's: its exit code, its stdin and `exec` matter here, and xshell gives none.
    pub(crate) fn cargo<I>(&self, words: I) -> Command
    where
        I: IntoIterator,
        I::Item: AsRef<OsStr>,
    {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut command = Command::from(cmd!(self.shell, "{cargo} {words...}"));
        for (name, _) in env::vars_os().filter(|(name, _)| is_ours_alone(name)) {
            command.env_remove(name);
        }
        command
    }
}

/// The parent of xtask's folder, if that is what `manifest` names: another package's build may have started us.
fn root_of(manifest: &Path) -> Option<PathBuf> {
    let root = manifest.parent()?;
    (root.join("xtask/Cargo.toml").is_file() && root.join("Cargo.toml").is_file())
        .then(|| root.to_path_buf())
}

/// What `cargo run` told us about our own package.
///
/// Passed on, these make the build scripts that watch them run again (ring's does), and with them every crate above:
/// minutes, each time one changes between `cargo test` and `cargo xtask test`.
fn is_ours_alone(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| {
        ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|prefix| name.starts_with(prefix))
            || ["CARGO_BIN_NAME", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE", "OUT_DIR"]
                .contains(&name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_above_this_package_and_no_other() {
        let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(root_of(xtask).as_deref(), xtask.parent());
        assert_eq!(root_of(&xtask.join("src")), None);
        assert_eq!(root_of(Path::new("/")), None);
    }

    #[test]
    fn only_what_describes_this_package_is_dropped() {
        for name in ["CARGO_PKG_NAME", "CARGO_MANIFEST_DIR", "CARGO_MANIFEST_LINKS", "OUT_DIR"] {
            assert!(is_ours_alone(OsStr::new(name)), "{name}");
        }
        for name in [
            "CARGO",
            "CARGO_HOME",
            "CARGO_TARGET_DIR",
            "CARGO_INCREMENTAL",
            "RUSTFLAGS",
            "DATABASE_URL",
        ] {
            assert!(!is_ours_alone(OsStr::new(name)), "{name}");
        }
    }
}
