//! The words in which the dialects differ, for tests that do the same to a database of each.
//!
//! Nothing here looks into one.

use sea_migrate::dialect::Dialect;

use crate::place::Place;

/// The one of the three that fits this dialect.
pub(crate) fn choose<T>(place: &Place, sqlite: T, postgres: T, mysql: T) -> T {
    if place.dialect() == Dialect::MySql { mysql } else { place.choose(sqlite, postgres) }
}

/// Whether what fails half way leaves nothing behind, and may be tried first.
pub(crate) fn rolls_back(place: &Place) -> bool {
    place.dialect() != Dialect::MySql
}

/// SQL in which names stand in double quotes, in this dialect's quotes.
pub(crate) fn with_names(place: &Place, sql: &str) -> String {
    let other = sql.replace("\"\"", "\u{1}").replace('"', "`").replace('\u{1}', "\"");
    choose(place, sql.to_owned(), sql.to_owned(), other)
}

/// The type as which anything can be read as text.
pub(crate) fn text(place: &Place) -> &'static str {
    choose(place, "text", "text", "char")
}

/// A truth as text.
pub(crate) fn yes(place: &Place) -> &'static str {
    choose(place, "1", "true", "1")
}

/// Another empty database of the same kind.
pub(crate) fn beside(place: &Place) -> Place {
    place.another()
}
