//! Migrations as SQL: what a run would send, written down for somebody else to run.
//!
//! A migration is code, so the only way to know its statements is to run it. It runs against `SeaORM`'s
//! mock, which takes every statement and has no rows; for `SQLite`, where some alterations have to read a table first, with a
//! copy of the schema in memory. Nothing here touches the target; reading its history is the one exception, and the
//! caller's choice.

mod answer;
mod books;
mod copy;
mod inline;
mod play;
mod recorder;
mod script;
mod select;

#[cfg(test)]
mod tests;

pub use script::Title;
pub use select::{NOTHING, Selection, Wish};

use crate::Error;
use crate::apply::{Direction, Migrations};
use crate::dialect::Dialect;
use crate::history::Author;

/// Statements that bring a database from one state of its history to another, with the bookkeeping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// What it is about.
    pub selection: Selection,
    /// Creates the bookkeeping tables where they are missing.
    pub install: Vec<String>,
    /// The migrations, in the order in which they run.
    pub migrations: Vec<Recording>,
}

/// One migration, written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// Its name.
    pub name: String,
    /// Which way it ran.
    pub direction: Direction,
    /// Whether its statements and its records are one transaction.
    pub is_transactional: bool,
    /// What it asked the database. It was told that nothing is there, and its statements follow from that.
    pub asked: Vec<String>,
    /// Says, before anything else, that it began; empty where a transaction makes that needless.
    pub opening: Vec<String>,
    /// What it does.
    pub statements: Vec<String>,
    /// Its records in the bookkeeping tables.
    pub records: Vec<String>,
}

impl Script {
    /// Writes down the migrations of `selection`, as `author`.
    ///
    /// # Errors
    /// [`Error::NotRecorded`] or [`Error::Irreversible`] for the first migration that can't be written down.
    pub async fn record(
        migrations: &Migrations,
        selection: Selection,
        author: &Author,
    ) -> Result<Self, Error> {
        let (dialect, direction) = (selection.dialect, selection.direction);
        let copy = copy::Copy::of(dialect);
        if let Some(copy) = &copy {
            for migration in
                selection.applied(&migrations.names()).iter().filter_map(|it| migrations.get(it))
            {
                play::replay(migration, dialect, copy).await;
            }
        }
        let mut recordings = Vec::with_capacity(selection.names.len());
        for name in &selection.names {
            let Some(migration) = migrations.get(name) else { continue };
            let played = play::play(migration, dialect, direction, copy.as_ref()).await?;
            let entry = books::Entry {
                dialect,
                table: migrations.table(),
                name,
                direction,
                is_transactional: played.is_transactional,
                checksum: migrations.checksum(name),
                author,
            };
            let books = books::of(entry)
                .await
                .map_err(|error| play::failure(name, direction, &error, &[]))?;
            recordings.push(Recording {
                name: name.clone(),
                direction,
                is_transactional: played.is_transactional,
                asked: played.asked,
                opening: books.opening,
                statements: played.statements,
                records: books.records,
            });
        }
        let install = install(migrations, dialect).await?;
        Ok(Self { selection, install, migrations: recordings })
    }
}

async fn install(migrations: &Migrations, dialect: Dialect) -> Result<Vec<String>, Error> {
    books::install(dialect, migrations.table())
        .await
        .map_err(|error| Error::database("the bookkeeping", &error))
}
