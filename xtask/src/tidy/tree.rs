//! The repository as a value: every file's path and text, read once.
//!
//! Only `Tree::read` touches the disk, and nothing here knows a rule.

use std::{cell::OnceCell, collections::BTreeSet, fs, path::Path};

use anyhow::Context;

use super::code;

/// What a rule found: where, what, and what to do about it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Finding {
    pub(super) path: String,
    pub(super) line: usize,
    pub(super) what: String,
    pub(super) hint: String,
}

impl Finding {
    pub(super) fn lines(&self) -> String {
        let Self { path, line, what, hint } = self;
        format!("{path}:{line}: {what}\nhint: {hint}\n")
    }
}

/// A text file; `path` is relative to the root, with `/` on every system.
#[derive(Debug)]
pub(super) struct SourceFile {
    pub(super) path: String,
    pub(super) text: String,
    /// Several rules look at the same code; most of the time of a run is spent on making it.
    code: OnceCell<String>,
    product: OnceCell<String>,
}

impl SourceFile {
    fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
            code: OnceCell::new(),
            product: OnceCell::new(),
        }
    }

    /// The text without comments and strings, if it is Rust.
    pub(super) fn code(&self) -> &str {
        self.code.get_or_init(|| code::code(&self.text))
    }

    /// The code without test modules.
    pub(super) fn product(&self) -> &str {
        self.product.get_or_init(|| code::without_tests(self.code()))
    }

    pub(super) fn finding(
        &self,
        line: usize,
        what: impl Into<String>,
        hint: impl Into<String>,
    ) -> Finding {
        Finding { path: self.path.clone(), line, what: what.into(), hint: hint.into() }
    }

    pub(super) fn is_rust(&self) -> bool {
        has_extension(&self.path, "rs")
    }

    /// A test program, or the test module of a file beside it.
    pub(super) fn is_test(&self) -> bool {
        self.path.split('/').any(|part| part == "tests" || part == "tests.rs")
    }

    pub(super) fn is_manifest(&self) -> bool {
        self.path.rsplit('/').next() == Some("Cargo.toml")
    }
}

/// Every file of the repository, in the order of the paths.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    files: Vec<SourceFile>,
    /// Files that are not text: they exist, and that is all that is known of them.
    opaque: BTreeSet<String>,
}

impl Tree {
    pub(crate) fn read(root: &Path) -> anyhow::Result<Self> {
        let mut tree = Self::default();
        tree.add_folder(root, "")
            .with_context(|| format!("the repository in {} can't be read", root.display()))?;
        tree.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(tree)
    }

    fn add_folder(&mut self, folder: &Path, inside: &str) -> anyhow::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = format!("{inside}{name}");
            let kind = entry.file_type()?;
            if kind.is_dir() {
                if is_ours(&entry.path(), &name) {
                    self.add_folder(&entry.path(), &format!("{path}/"))?;
                }
            } else if kind.is_file() && !is_private(&name) {
                match String::from_utf8(fs::read(entry.path())?) {
                    Ok(text) => self.files.push(SourceFile::new(path, text)),
                    Err(_) => drop(self.opaque.insert(path)),
                }
            }
        }
        Ok(())
    }

    #[cfg(test)]
    pub(super) fn of<const N: usize>(files: [(&str, &str); N]) -> Self {
        let file = |(path, text): (&str, &str)| SourceFile::new(path, text);
        Self { files: files.map(file).into(), opaque: BTreeSet::new() }
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter()
    }

    pub(super) fn rust_files(&self) -> impl Iterator<Item = &SourceFile> {
        self.files().filter(|file| file.is_rust())
    }

    /// Everything below a folder, with the path from there on.
    pub(super) fn below<'a>(
        &'a self,
        folder: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a SourceFile)> {
        self.files().filter_map(move |file| {
            let rest = file.path.strip_prefix(folder)?.strip_prefix('/')?;
            Some((rest, file))
        })
    }

    pub(super) fn file(&self, path: &str) -> Option<&SourceFile> {
        self.files().find(|file| file.path == path)
    }

    /// Is there a file or a folder of this name? The root is "".
    pub(super) fn exists(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        let is_it = |known: &str| known == path || known.starts_with(&folder);
        path.is_empty()
            || self.files().any(|file| is_it(&file.path))
            || self.opaque.iter().any(|it| is_it(it))
    }

    /// The text files that are new or different, in order.
    pub(crate) fn changed_since(&self, before: &Self) -> Vec<&str> {
        let known =
            |file: &&SourceFile| before.file(&file.path).is_some_and(|it| it.text == file.text);
        self.files().filter(|file| !known(file)).map(|file| file.path.as_str()).collect()
    }

    pub(super) fn n_files(&self) -> usize {
        self.files.len() + self.opaque.len()
    }
}

pub(super) fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|it| it == extension)
}

/// Not what a build left (cargo marks its folder), nor what other programs hide beside the sources.
fn is_ours(folder: &Path, name: &str) -> bool {
    let hidden = name.starts_with('.') && ![".cargo", ".ci"].contains(&name);
    !hidden && name != "target" && name != "node_modules" && !folder.join("CACHEDIR.TAG").exists()
}

/// What lies in a work tree and is never committed: settings with passwords, embedded databases.
fn is_private(name: &str) -> bool {
    name == ".env"
        || (name.starts_with(".env.") && name != ".env.example")
        || name.contains(".sqlite")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_holds_what_is_committed() {
        let shell = xshell::Shell::new().unwrap();
        let root = shell.create_temp_dir().unwrap();
        let kept = [".ci/run", ".env.example", ".gitignore", "Cargo.toml", "a/src/lib.rs"];
        let left = [
            ".env",
            ".env.local",
            ".git/config",
            ".idea/x",
            "target/x",
            "out/CACHEDIR.TAG",
            "dev.sqlite-wal",
        ];
        for path in kept.iter().chain(&left) {
            shell.write_file(root.path().join(path), "").unwrap();
        }
        shell.write_file(root.path().join("a/logo.png"), [0x89, 0xff]).unwrap();

        let tree = Tree::read(root.path()).unwrap();
        assert_eq!(tree.files().map(|file| file.path.as_str()).collect::<Vec<_>>(), kept);
        assert!(tree.exists("a/logo.png") && tree.exists("a/src") && tree.exists(""));
        assert!(!tree.exists("a/sr") && !tree.exists(".env"));
    }

    #[test]
    fn new_and_different_files_have_changed() {
        let before = Tree::of([("a", "1"), ("b", "1"), ("gone", "1")]);
        let after = Tree::of([("a", "1"), ("b", "2"), ("c", "1")]);
        assert_eq!(after.changed_since(&before), ["b", "c"]);
    }

    #[test]
    fn below_a_folder_is_not_beside_it() {
        let tree = Tree::of([("a/b.rs", ""), ("ab/c.rs", ""), ("a/d/e.rs", "")]);
        assert_eq!(tree.below("a").map(|(rest, _)| rest).collect::<Vec<_>>(), ["b.rs", "d/e.rs"]);
    }

    #[test]
    fn tests_are_known_by_their_place() {
        let is_test = |path: &str| SourceFile::new(path, "").is_test();
        assert!(is_test("xtask/tests/it/main.rs") && is_test("a/src/plan/tests.rs"));
        assert!(!is_test("xtask/src/test.rs") && !is_test("a/src/contests.rs"));
    }
}
