//! Is a migration missing? Entities against migrations, sources against the list and the ledger.
//!
//! It finds and words; it writes nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::{Scratch, current, desired};
use crate::Error;
use crate::apply::{Migrations, Options};
use crate::checksum::{self, Ledger};
use crate::diff::{self, Answers, Diff};
use crate::entities::Entities;
use crate::schema::Pair;

/// Where the migrations of a project stand on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The folder of the migration crate: `src/m*.rs` and `ledger.toml` are in it.
    pub folder: PathBuf,
}

/// A check to be made.
#[derive(Clone, Copy)]
pub struct Check<'c> {
    /// What is wanted.
    pub entities: &'c Entities,
    /// What there is.
    pub migrations: &'c Migrations,
    /// How they run.
    pub options: &'c Options,
    /// Where their sources are; without, only the schemas are compared.
    pub place: Option<&'c Place>,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    /// What the migrations lack; nothing if the entities have it all.
    pub missing: Diff,
    /// What is wrong with list, ledger and order, a sentence each.
    pub books: Vec<String>,
}

impl Findings {
    /// Whether all is well.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.books.is_empty()
    }
}

impl Check<'_> {
    /// Makes the check.
    ///
    /// # Errors
    /// Whatever keeps either schema from being made, or the sources from being read.
    pub async fn run(&self, scratch: &Scratch) -> Result<Findings, Error> {
        let books = match self.place {
            Some(place) => self.books(place)?,
            None => Vec::new(),
        };
        Ok(Findings { missing: self.missing(scratch).await?, books })
    }

    /// What the migrations lack.
    ///
    /// # Errors
    /// Whatever keeps either schema from being made.
    pub async fn missing(&self, scratch: &Scratch) -> Result<Diff, Error> {
        let desired = desired(self.entities, scratch).await?;
        let current = current(self.migrations, self.options, scratch).await?;
        let desired = self.entities.keep_from(desired, &current);
        let answers = Answers {
            renames: self.entities.renames(&current),
            exclude: self.entities.left_out().to_vec(),
            ..Answers::default()
        };
        Ok(diff::diff(&Pair::new(current, desired), &answers)?)
    }

    /// What is wrong with the list, the ledger and the order.
    fn books(&self, place: &Place) -> Result<Vec<String>, Error> {
        let unreadable = |error: checksum::SourceError| std::io::Error::other(error.to_string());
        let source = place.folder.join("src");
        let on_disk = checksum::of_folder(&source).map_err(unreadable)?;
        let names = self.migrations.names();
        let listed: BTreeSet<&str> = names.iter().copied().collect();
        let mut found = Vec::new();
        for (name, _) in &on_disk {
            if !listed.contains(name.as_str()) {
                found.push(format!(
                    "{} is in no list: add its `mod` line and `Box::new({name}::Migration)` to {}",
                    source.join(format!("{name}.rs")).display(),
                    source.join("lib.rs").display()
                ));
            }
        }
        // Names begin with their date: another order is a migration that runs before what it builds on.
        for pair in names.windows(2).filter(|it| it[0] >= it[1]) {
            found.push(format!(
                "`{}` comes behind `{}` in the list, though its name is older: put the list into the order of the names",
                pair[1], pair[0]
            ));
        }
        let path = place.folder.join("ledger.toml");
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            text => text?,
        };
        let file = path.display();
        match Ledger::parse(&text) {
            Err(error) => found.push(format!("{file}: {error}")),
            Ok(ledger) => {
                let entries =
                    on_disk.into_iter().filter(|(name, _)| listed.contains(name.as_str()));
                let entries = entries.map(|(name, checksum)| checksum::Entry {
                    name,
                    after: None,
                    checksum,
                    effect: Vec::new(),
                });
                let now = Ledger { entries: entries.collect() };
                let differences = ledger.differences(&now);
                found.extend(differences.iter().map(|it| format!("{file}: {it}")));
            }
        }
        Ok(found)
    }
}
