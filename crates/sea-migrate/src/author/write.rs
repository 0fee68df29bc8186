//! Migrations come, move, and are written down: source, list and ledger together, all of them or none.

use super::books::{Books, File};
use super::files::{self, Deed};
use super::title::restamped;
use super::{AuthorError, Place};

/// Writes new migrations behind all others.
///
/// # Errors
/// What is in the way; then nothing was written.
pub fn add(books: &Books, new: &[File]) -> Result<(), AuthorError> {
    perform(&books.adding(new)?)
}

/// Moves a migration behind all others; the name that it has then. One that stands there already keeps its name.
///
/// # Errors
/// What is in the way; then nothing was written.
pub fn move_to_the_end(
    books: &Books,
    name: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<String, AuthorError> {
    let names = books.names();
    let newest = names.last().map(String::as_str);
    let new = if newest == Some(name) { name.to_owned() } else { restamped(name, now, newest) };
    perform(&books.moving(name, &new)?)?;
    Ok(new)
}

/// Writes down what migrations do, as they are now; whether the ledger became another one.
///
/// # Errors
/// What is in the way; then nothing was written.
pub fn note(place: &Place, effects: &[(String, Vec<String>)]) -> Result<bool, AuthorError> {
    let deeds = Books::read(place)?.noting(effects);
    perform(&deeds)?;
    Ok(!deeds.is_empty())
}

fn perform(deeds: &[Deed]) -> Result<(), AuthorError> {
    files::all(deeds).map_err(|error| AuthorError::Files { reason: error.to_string() })
}
