//! Where the migrations are tried: a place for each dialect that the project supports, the one that is authored for first.

use super::scratch::server_of;
use super::{Cache, Scratch};
use crate::Error;
use crate::connect::Target;
use crate::dialect::Dialect;

/// The places there are, and the dialects for which there is none.
#[derive(Debug)]
pub struct Places {
    /// The first is the one that is authored for.
    pub list: Vec<Scratch>,
    /// Dialects for which this machine has no place, with the reason.
    pub missing: Vec<(Dialect, String)>,
}

impl Places {
    /// Looks for them. Without `dialects` there is one, the best there is.
    #[must_use]
    pub fn found(
        dialects: &[Dialect],
        named: Option<&Target>,
        database: Option<&Target>,
        cache: &Cache,
    ) -> Self {
        let mut places = Self { list: Vec::new(), missing: Vec::new() };
        for &dialect in dialects {
            match Scratch::of(dialect, named, database) {
                Some(scratch) => places.list.push(scratch.with_cache(cache.clone())),
                None => places.missing.push((dialect, missing(dialect))),
            }
        }
        if places.list.is_empty() {
            let scratch = Scratch::found(named.cloned(), database.cloned(), None);
            places.list.push(scratch.with_cache(cache.clone()));
        }
        places
    }

    /// Takes out a place that can't be had. One that a person has named, and the last, are nothing to do without.
    ///
    /// # Errors
    /// The error itself, when it is not about the place or there is no other.
    pub(super) fn without(&mut self, dialect: Dialect, error: Error) -> Result<(), Error> {
        let is_named = self.list.iter().any(|it| it.dialect() == dialect && it.is_named());
        if is_named || self.list.len() < 2 || !super::scratch::is_about_the_place(&error) {
            return Err(error);
        }
        self.list.retain(|it| it.dialect() != dialect);
        self.missing.push((dialect, error.to_string()));
        Ok(())
    }

    /// What is worth saying about them, once.
    #[must_use]
    pub fn take_notices(&mut self) -> Vec<String> {
        let mut notices: Vec<String> = self.list.iter().flat_map(Scratch::take_notices).collect();
        let missing = self.missing.iter();
        notices.extend(missing.map(|(dialect, why)| format!("not proven on {dialect}: {why}")));
        notices
    }

    /// The dialects.
    #[must_use]
    pub fn dialects(&self) -> Vec<Dialect> {
        self.list.iter().map(Scratch::dialect).collect()
    }
}

fn missing(dialect: Dialect) -> String {
    let server = server_of(dialect);
    format!("there is no {server} here; set SCRATCH_DATABASE_URL or install it")
}
