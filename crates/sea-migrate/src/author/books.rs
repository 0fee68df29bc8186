//! The files around the migrations: sources, list and ledger. What is wrong with them, and what becomes of them.
//!
//! It reads and decides; `files` writes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::files::{Deed, Over};
use super::list::List;
use super::{AuthorError, Place};
use crate::apply::Migrations;
use crate::checksum::{self, Checksum, Entry, Ledger};

/// What stands on the disk.
#[derive(Debug, Clone)]
pub struct Books {
    folder: PathBuf,
    /// The text of `lib.rs`, where there is one.
    list: Option<String>,
    ledger_text: Option<String>,
    ledger: Ledger,
    /// Every migration with its checksum, in the order of the names.
    on_disk: Vec<(String, Checksum)>,
}

/// A migration to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its source.
    pub source: String,
    /// Its effect, in the ledger's lines.
    pub effect: Vec<String>,
}

impl Books {
    /// Reads them.
    ///
    /// # Errors
    /// A file that can't be read, or a ledger that is none.
    pub fn read(place: &Place) -> Result<Self, AuthorError> {
        let unreadable = |error: std::io::Error| AuthorError::Files { reason: error.to_string() };
        let read = |path: &Path| match fs::read_to_string(path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unreadable(super::files::named("read", path, &error))),
        };
        let folder = place.folder.clone();
        let path = folder.join("ledger.toml");
        let ledger_text = read(&path)?;
        let ledger = Ledger::parse(ledger_text.as_deref().unwrap_or_default())
            .map_err(|error| AuthorError::Ledger { path, error: error.to_string() })?;
        let list = read(&folder.join("src/lib.rs"))?;
        let on_disk = checksum::of_folder(&folder.join("src"));
        let on_disk = on_disk.map_err(|error| AuthorError::Files { reason: error.to_string() })?;
        Ok(Self { folder, list, ledger_text, ledger, on_disk })
    }

    /// What is written down.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The names of the files, oldest first.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.on_disk.iter().map(|(name, _)| name.clone()).collect()
    }

    /// The source of a migration.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join("src").join(format!("{name}.rs"))
    }

    fn list_path(&self) -> PathBuf {
        self.folder.join("src/lib.rs")
    }

    fn ledger_path(&self) -> PathBuf {
        self.folder.join("ledger.toml")
    }

    /// Whether a migration can be added: the program is what the files are, and its history is one line.
    ///
    /// # Errors
    /// What is in the way.
    pub fn ready(&self, migrations: &Migrations) -> Result<(), AuthorError> {
        let listed = migrations.names();
        let on_disk = self.names();
        let unlisted: Vec<String> =
            on_disk.iter().filter(|it| !listed.contains(&it.as_str())).cloned().collect();
        if !unlisted.is_empty() {
            return Err(AuthorError::Unlisted { names: unlisted, list: self.list_path() });
        }
        self.list()?;
        if let Some(fork) = self.ledger.forks().next() {
            return Err(AuthorError::Forked {
                name: fork.name.to_owned(),
                made_after: fork.made_after.to_owned(),
                stands_after: fork.stands_after.to_owned(),
            });
        }
        Ok(())
    }

    fn list(&self) -> Result<List<'_>, AuthorError> {
        List::read(self.list.as_deref().unwrap_or_default(), &self.names())
            .map_err(|error| AuthorError::List { path: self.list_path(), error })
    }

    /// What is wrong with sources, list and ledger, a sentence each.
    #[must_use]
    pub fn findings(&self, migrations: &Migrations) -> Vec<String> {
        let names = migrations.names();
        let listed: BTreeSet<&str> = names.iter().copied().collect();
        let on_disk = self.names();
        let mut found = Vec::new();
        let (list_path, ledger_path) = (self.list_path(), self.ledger_path());
        for name in on_disk.iter().filter(|it| !listed.contains(it.as_str())) {
            found.push(format!(
                "{} is in no list: add its `mod` line and `Box::new({name}::Migration)` to {}",
                self.path(name).display(),
                list_path.display()
            ));
        }
        // Names begin with their date: another order is a migration that runs before what it builds on.
        for pair in names.windows(2).filter(|it| it[0] >= it[1]) {
            found.push(format!(
                "`{}` comes behind `{}` in the list, though its name is older: put the list into the order of the names",
                pair[1], pair[0]
            ));
        }
        // A project that keeps its list in its own way has no block, and loses only that `new` can write to it.
        if let Ok(list) = self.list() {
            for (what, block) in
                [("`mod` line", &list.modules), ("place in the list", &list.listed)]
            {
                let missing = on_disk.iter().filter(|it| !block.contains(&it.as_str()));
                let missing = missing.filter(|it| listed.contains(it.as_str()));
                found.extend(missing.map(|it| {
                    format!("{}: `{it}` has no {what} in the block", list_path.display())
                }));
                let gone = block.iter().filter(|it| !on_disk.iter().any(|name| name == *it));
                found.extend(
                    gone.map(|it| {
                        format!("{}: `{it}` has a {what} and no file", list_path.display())
                    }),
                );
            }
        }
        let now = self.on_disk.iter().filter(|(name, _)| listed.contains(name.as_str()));
        let differences = self.ledger.differences(&Ledger { entries: entries(now) });
        found.extend(differences.iter().map(|it| format!("{}: {it}", ledger_path.display())));
        for fork in self.ledger.forks() {
            found.push(format!(
                "{}: `{}` was made on top of `{}` and stands behind `{}`, so two branches each added a migration: `rebase {}` makes it one line",
                ledger_path.display(), fork.name, fork.made_after, fork.stands_after, fork.name
            ));
        }
        for entry in self.ledger.entries.iter().filter(|it| it.effect.is_empty()) {
            found.push(format!(
                "{}: nobody has written down what `{}` does: `verify {} --write` finds out and does",
                ledger_path.display(), entry.name, entry.name
            ));
        }
        found
    }

    /// What has to be written for new migrations.
    ///
    /// # Errors
    /// A list that is not written to.
    pub(super) fn adding(&self, files: &[File]) -> Result<Vec<Deed>, AuthorError> {
        let mut names = self.names();
        let mut ledger = self.ledger.clone();
        let mut deeds = Vec::new();
        for file in files {
            let after = names.last().cloned();
            let checksum = checksum::of_source(&file.source);
            ledger.entries.push(Entry {
                name: file.name.clone(),
                after,
                checksum,
                effect: file.effect.clone(),
            });
            deeds.push(Deed::Write {
                path: self.path(&file.name),
                text: file.source.clone(),
                over: Over::Nothing,
            });
            names.push(file.name.clone());
        }
        deeds.push(self.list_of(&names)?);
        deeds.push(self.ledger_of(&ledger));
        Ok(deeds)
    }

    /// What has to be written so that `old` is called `new`, stands last, and was made on top of the one before it.
    ///
    /// # Errors
    /// A list that is not written to, or a source that can't be read.
    pub(super) fn moving(&self, old: &str, new: &str) -> Result<Vec<Deed>, AuthorError> {
        let path = self.path(old);
        let text = fs::read_to_string(&path).map_err(|error| AuthorError::Files {
            reason: super::files::named("read", &path, &error).to_string(),
        })?;
        let source = with_name(&text, old, new);
        let mut names: Vec<String> = self.names().into_iter().filter(|it| it != old).collect();
        let after = names.last().cloned();
        names.push(new.to_owned());
        let mut ledger = self.ledger.clone();
        let known = ledger.entries.iter().position(|it| it.name == old);
        let effect = known.map(|it| ledger.entries.remove(it).effect).unwrap_or_default();
        // Who was made on top of it is now on top of what it was made on.
        for at in 1..ledger.entries.len() {
            if ledger.entries[at].after.as_deref() == Some(old) {
                ledger.entries[at].after = Some(ledger.entries[at - 1].name.clone());
            }
        }
        let checksum = checksum::of_source(&source);
        ledger.entries.push(Entry { name: new.to_owned(), after, checksum, effect });
        let mut deeds = Vec::new();
        if old == new {
            return Ok(vec![self.list_of(&names)?, self.ledger_of(&ledger)]);
        }
        deeds.push(Deed::Write { path: self.path(new), text: source, over: Over::Nothing });
        deeds.push(Deed::Remove(path));
        deeds.push(self.list_of(&names)?);
        deeds.push(self.ledger_of(&ledger));
        Ok(deeds)
    }

    /// What has to be written so that the ledger says this of some migrations, as their sources are now.
    pub(super) fn noting(&self, effects: &[(String, Vec<String>)]) -> Vec<Deed> {
        let now = Ledger { entries: entries(self.on_disk.iter()) };
        let mut ledger = Ledger::default();
        for (at, entry) in now.entries.into_iter().enumerate() {
            let effect =
                effects.iter().find(|(name, _)| *name == entry.name).map(|(_, effect)| effect);
            let known = self.ledger.get(&entry.name);
            let before = at.checked_sub(1).map(|it| self.on_disk[it].0.clone());
            ledger.entries.push(match (effect, known) {
                (Some(effect), known) => Entry {
                    after: known.and_then(|it| it.after.clone()).or(before),
                    effect: effect.clone(),
                    ..entry
                },
                (None, Some(known)) => known.clone(),
                (None, None) => continue,
            });
        }
        let text = ledger.render();
        if self.ledger_text.as_deref() == Some(&text) {
            Vec::new()
        } else {
            vec![self.ledger_of(&ledger)]
        }
    }

    fn list_of(&self, names: &[String]) -> Result<Deed, AuthorError> {
        let text = self.list()?.with(names);
        let over = Over::Known(self.list.clone());
        Ok(Deed::Write { path: self.list_path(), text, over })
    }

    fn ledger_of(&self, ledger: &Ledger) -> Deed {
        let over = Over::Known(self.ledger_text.clone());
        Deed::Write { path: self.ledger_path(), text: ledger.render(), over }
    }
}

fn entries<'d>(of: impl Iterator<Item = &'d (String, Checksum)>) -> Vec<Entry> {
    let entry = |(name, checksum): &(String, Checksum)| Entry {
        name: name.clone(),
        after: None,
        checksum: checksum.clone(),
        effect: Vec::new(),
    };
    of.map(entry).collect()
}

/// The text with every `old`, as a whole word, as `new`.
fn with_name(text: &str, old: &str, new: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(old) {
        let (before, found) = rest.split_at(at);
        let behind = &found[old.len()..];
        written.push_str(before);
        let is_whole = !before.ends_with(is_word) && !behind.starts_with(is_word);
        written.push_str(if is_whole { new } else { old });
        rest = behind;
    }
    written + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_replaced_where_it_is_a_word_of_its_own() {
        let text = "m1_a \"m1_a\" xm1_a m1_ab m1_a::X";
        assert_eq!(with_name(text, "m1_a", "m2_a"), "m2_a \"m2_a\" xm1_a m1_ab m2_a::X");
    }
}
