//! The words in which the dialects differ, for tests that do the same to a database of each.
//!
//! Nothing here looks into one.

use sea_migrate::dialect::Dialect;

use crate::place::Place;

/// Whether what fails half way leaves nothing behind, and may be tried first.
pub(crate) fn rolls_back(place: &Place) -> bool {
    place.dialect() != Dialect::MySql
}

/// SQL in which names stand in double quotes, in this dialect's quotes.
pub(crate) fn with_names(place: &Place, sql: &str) -> String {
    let other = sql.replace("\"\"", "\u{1}").replace('"', "`").replace('\u{1}', "\"");
    place.fitting(sql.to_owned(), sql.to_owned(), other)
}

/// A truth as text.
pub(crate) fn yes(place: &Place) -> &'static str {
    place.fitting("1", "true", "1")
}
