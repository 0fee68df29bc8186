//! Which dialects a test runs on, and what differs between them in a test.
//!
//! A test runs on each; one that leaves a dialect out says why, in the name of the function that it does so by.

use sea_migrate::apply::Consent;
use sea_migrate::dialect::Dialect;

use crate::place::Place;

/// Runs `test` in an empty database of each server that is here.
pub(crate) fn on_each(test: impl Fn(&Place)) {
    on_those([Some(Place::sqlite()), Place::postgres(), Place::mariadb(), Place::mysql()], test);
}

/// Runs `test` where a statement that changes a table can be taken back, so that a failure leaves nothing and a `down` is
/// tried before anybody is asked. On `MariaDB` and `MySQL` such a statement commits.
pub(crate) fn where_ddl_rolls_back(test: impl Fn(&Place)) {
    on_those([Some(Place::sqlite()), Place::postgres()], test);
}

/// Runs `test` where each statement that changes a table commits, and a journal says how far an attempt came.
pub(crate) fn where_a_journal_is_kept(test: impl Fn(&Place)) {
    on_those([Place::mariadb(), Place::mysql()], test);
}

/// Runs `test` without `MariaDB` and `MySQL`; whoever does so says why.
pub(crate) fn on_sqlite_and_postgres(test: impl Fn(&Place)) {
    on_those([Some(Place::sqlite()), Place::postgres()], test);
}

/// Runs `test` in these; whoever leaves a dialect out says why.
pub(crate) fn on_those<const N: usize>(places: [Option<Place>; N], test: impl Fn(&Place)) {
    for place in places.into_iter().flatten() {
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| test(&place)));
        assert!(panicked.is_ok(), "on {}: failed as shown above", place.server());
    }
}

impl Place {
    /// The one of the three that fits this dialect.
    pub(crate) fn fitting<T>(&self, sqlite: T, postgres: T, mysql: T) -> T {
        match self.dialect() {
            Dialect::Sqlite => sqlite,
            Dialect::Postgres => postgres,
            Dialect::MySql => mysql,
        }
    }

    /// Another empty database of this server.
    pub(crate) fn another(&self) -> Self {
        match self.server() {
            "PostgreSQL" => Self::postgres().unwrap(),
            "MariaDB" => Self::mariadb().unwrap(),
            "MySQL" => Self::mysql().unwrap(),
            _ => Self::sqlite(),
        }
    }

    /// What a `down` needs to be told: where nothing can be tried first, whoever takes something back has to agree.
    pub(crate) fn consent(&self) -> Consent {
        self.fitting(Consent::Absent, Consent::Absent, Consent::Given)
    }

    /// A name in quotes.
    pub(crate) fn quoted(&self, name: &str) -> String {
        match self.dialect() {
            Dialect::MySql => format!("`{}`", name.replace('`', "``")),
            _ => format!("\"{}\"", name.replace('"', "\"\"")),
        }
    }

    /// The type that texts are cast to.
    pub(crate) fn text(&self) -> &'static str {
        self.fitting("text", "text", "char")
    }
}
