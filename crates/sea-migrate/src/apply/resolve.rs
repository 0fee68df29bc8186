//! What a person says about a migration whose history needs one.
//!
//! Each resolution is written into the history with who said it. Only `retry` runs anything.

use super::step::now;
use super::{Direction, Observer, Runner};
use crate::Error;
use crate::dialect::catalog;
use crate::history::{self, Attempt, AttemptState, State, attempts, journal, seaql};
use crate::lock::{Locked, with_lock};
use crate::name;

/// The note of a person's wish to go on.
pub(super) const RETRY: &str = "resolve --retry";

/// What is true, or what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// All of the migration is there.
    Applied,
    /// Nothing of the migration is there.
    Reverted,
    /// Run the unfinished attempt again: behind what it has done, where a journal says how far it came; else from its
    /// first statement.
    Retry,
    /// The edited source does what the applied one did.
    AcceptEdit,
}

impl Runner<'_> {
    /// Ends what holds up `given`; the migration's whole name.
    ///
    /// # Errors
    /// An unknown name, [`Error::NothingToResolve`], or whatever running it again meets.
    pub async fn resolve(
        &self,
        given: &str,
        resolution: Resolution,
        observer: &mut dyn Observer,
    ) -> Result<String, Error> {
        // Also what only another program knows: it is unfinished on this database all the same.
        let standing = self.standing().await?;
        let mut names: Vec<&str> = standing.entries().iter().map(|it| it.name.as_str()).collect();
        names.extend(standing.strays().iter().map(|it| it.migration.as_str()));
        let name = name::resolve(given, &names)?.to_owned();
        self.connection.refuse_pool().await?;
        with_lock(self.connection, &self.scope(), observer, async |locked, observer| {
            self.resolve_locked(locked, &name, resolution, observer).await
        })
        .await?;
        Ok(name)
    }

    async fn resolve_locked(
        &self,
        locked: &Locked<'_>,
        name: &str,
        resolution: Resolution,
        observer: &mut dyn Observer,
    ) -> Result<(), Error> {
        let recorded = self.recorded().await?;
        let standing = self.compare(&recorded);
        let entry = standing.entry(name);
        let nothing =
            || Error::NothingToResolve { name: name.to_owned(), place: self.place().to_owned() };
        if resolution == Resolution::AcceptEdit {
            let edit = entry.and_then(|it| it.edit.as_ref()).ok_or_else(nothing)?;
            let note = format!(
                "edit accepted by {}@{}",
                self.options.author.user, self.options.author.host
            );
            return attempts::accept(self.connection.db(), edit.attempt, &edit.now, &note)
                .await
                .map_err(|error| self.connection.refused(&error));
        }
        let unfinished = standing.unfinished_attempt(name).ok_or_else(nothing)?;
        history::install(self.connection.db(), self.migrations.table(), &recorded)
            .await
            .map_err(|error| self.connection.refused(&error))?;
        let is_applied = entry.is_some_and(|it| !matches!(it.state, State::Pending));
        match resolution {
            Resolution::Applied => {
                self.write(name, is_applied, Direction::Up, "resolve --applied").await
            }
            Resolution::Reverted => {
                self.write(name, is_applied, Direction::Down, "resolve --reverted").await
            }
            Resolution::Retry => {
                if self.migrations.get(name).is_none() {
                    let place = self.place().to_owned();
                    return Err(Error::MissingMigrations { place, names: vec![name.to_owned()] });
                }
                let direction = unfinished.direction;
                // What the record says must be what the attempt started from.
                let started_from = match direction {
                    Direction::Up => Direction::Down,
                    Direction::Down => Direction::Up,
                };
                self.write(name, is_applied, started_from, RETRY).await?;
                self.run_each(locked, &[name.to_owned()], direction, observer).await
            }
            Resolution::AcceptEdit => Ok(()),
        }
    }

    /// Records that `name` is applied (`Up`) or is not (`Down`), without running anything.
    pub(super) async fn write(
        &self,
        name: &str,
        is_applied: bool,
        outcome: Direction,
        note: &str,
    ) -> Result<(), Error> {
        let at = now();
        let attempt = Attempt {
            id: 0,
            migration: name.to_owned(),
            direction: outcome,
            state: if outcome == Direction::Up {
                AttemptState::Applied
            } else {
                AttemptState::Reverted
            },
            is_transactional: true,
            started_at: at,
            finished_at: Some(at),
            error: None,
            note: Some(note.to_owned()),
            checksum: self.migrations.checksum(name).map(str::to_owned),
            author: self.options.author.clone(),
        };
        let table = self.migrations.table();
        let has_journal = self.has_journal().await?;
        let records = super::step::begin(self.connection).await?;
        let written = async {
            if is_applied {
                seaql::delete(&records, table, name).await?;
            }
            if outcome == Direction::Up {
                seaql::insert(&records, table, name, at.div_euclid(1000)).await?;
            }
            attempts::end(&records, name, AttemptState::Failed, at, None).await?;
            attempts::insert(&records, &attempt).await?;
            // Whoever says what is true needs no journal any more; whoever goes on does.
            if has_journal && note != RETRY {
                journal::forget(&records, name).await?;
            }
            records.commit().await
        };
        written.await.map_err(|error| self.connection.refused(&error))
    }

    async fn has_journal(&self) -> Result<bool, Error> {
        let found = catalog::present(self.connection.db(), self.dialect(), &[journal::TABLE]).await;
        found.map(|it| it[0]).map_err(|error| self.connection.refused(&error))
    }
}
