//! Is a migration missing? Entities against migrations on each dialect, sources against the list and the ledger.
//!
//! It finds and words; it writes nothing.

use std::path::PathBuf;

use super::{AuthorError, Books, Places, Scratch, Sides, Wishes};
use crate::Error;
use crate::apply::{Migrations, Options};
use crate::diff::Diff;
use crate::entities::Entities;

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
    /// What the migrations lack on each dialect; nothing if the entities have it all.
    pub missing: Vec<Diff>,
    /// What is wrong with list, ledger and order, a sentence each.
    pub books: Vec<String>,
}

impl Findings {
    /// Whether all is well.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.missing.iter().all(Diff::is_empty) && self.books.is_empty()
    }
}

impl Check<'_> {
    /// Makes the check.
    ///
    /// # Errors
    /// Whatever keeps either schema from being made, or the sources from being read.
    pub async fn run(&self, places: &mut Places) -> Result<Findings, Error> {
        let books = match self.place.map(Books::read) {
            None => Vec::new(),
            Some(Ok(books)) => books.findings(self.migrations),
            // What is wrong with the ledger is what is looked for.
            Some(Err(error @ AuthorError::Ledger { .. })) => vec![error.to_string()],
            Some(Err(error)) => return Err(error.into()),
        };
        let made = Sides::made(self.entities, self.migrations, self.options, places);
        let sides = Box::pin(made).await?;
        let missing = sides.diffs(self.entities, &Wishes::default())?;
        Ok(Findings { missing, books })
    }

    /// The same with one place.
    ///
    /// # Errors
    /// As [`Check::run`].
    pub async fn run_on(&self, scratch: Scratch) -> Result<Findings, Error> {
        self.run(&mut Places { list: vec![scratch], missing: Vec::new() }).await
    }
}
