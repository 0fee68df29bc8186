//! What is in a database: the marks that migrations left, tables and indexes, and both bookkeeping tables.

use std::collections::{BTreeMap, BTreeSet};

use proving_ground::{Ground, Script};
use sea_orm_migration::sea_orm::DbBackend;

use crate::database::Database;

/// How much of a migration is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    Untouched,
    Part,
    Whole,
}

/// Everything that a test has to know of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct State {
    /// `migration/position` and how often.
    pub(crate) marks: BTreeMap<String, usize>,
    /// Tables and indexes, but for the bookkeeping; an index that can't be used has a question mark.
    pub(crate) objects: BTreeSet<String>,
    /// `seaql_migrations`.
    pub(crate) records: Vec<String>,
    /// `sea_migrate_history`, oldest first: migration, state, whether in a transaction.
    pub(crate) attempts: Vec<(String, String)>,
}

const POSTGRES: &str = "
SELECT c.relname || CASE WHEN i.indisvalid THEN '' ELSE '?' END FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace
UNION ALL SELECT relname::text FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'";

const SQLITE: &str = "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'";

const MARIADB: &str = "
SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()
UNION SELECT index_name FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name <> 'PRIMARY'";

impl State {
    /// Reads it.
    ///
    /// # Panics
    /// When a migration left a mark without holding the lock.
    #[track_caller]
    pub(crate) fn of(database: &Database<'_>) -> Self {
        let state = Self::unlocked(database);
        if state.objects.contains("tally") {
            let bare = database.rows("SELECT CONCAT(name, '/', id) FROM tally WHERE held <> 1");
            assert!(bare.is_empty(), "these ran without the lock: {bare:?}\n{state:#?}");
        }
        state
    }

    /// The same where somebody migrated who knows no lock.
    pub(crate) fn unlocked(database: &Database<'_>) -> Self {
        let session = database.session();
        let objects = session.rows(match database.dialect() {
            DbBackend::Postgres => POSTGRES,
            DbBackend::MySql => MARIADB,
            _ => SQLITE,
        });
        let mut objects: BTreeSet<String> = objects.into_iter().collect();
        let rows = |table: &str, sql: &str| {
            if objects.contains(table) { session.rows(sql) } else { Vec::new() }
        };
        let mut marks = BTreeMap::new();
        for mark in rows("tally", "SELECT CONCAT(name, '/', id) FROM tally") {
            *marks.entry(mark).or_default() += 1;
        }
        let records =
            rows("seaql_migrations", "SELECT version FROM seaql_migrations ORDER BY version");
        let attempts = rows(
            "sea_migrate_history",
            "SELECT CONCAT(migration, ' ', state) FROM sea_migrate_history ORDER BY id",
        );
        let attempts = attempts.iter().filter_map(|row| row.split_once(' '));
        let attempts =
            attempts.map(|(migration, state)| (migration.to_owned(), state.to_owned())).collect();
        objects.retain(|name| !name.starts_with("sea"));
        Self { marks, objects, records, attempts }
    }

    /// How much of a migration is there.
    ///
    /// # Panics
    /// When a part of it ran twice.
    #[track_caller]
    pub(crate) fn progress(&self, script: &Script) -> Progress {
        let marks: Vec<usize> =
            script.marks().map(|mark| self.marks.get(&mark).copied().unwrap_or_default()).collect();
        assert!(marks.iter().all(|&n| n <= 1), "{} ran twice: {self:#?}", script.name);
        let objects = script.objects().map(|name| usize::from(self.objects.contains(name)));
        let parts: Vec<usize> = marks.iter().copied().chain(objects).collect();
        // An index that can't be used is neither there nor not.
        let is_invalid = script.objects().any(|name| self.objects.contains(&format!("{name}?")));
        match parts.iter().sum::<usize>() {
            0 if !is_invalid => Progress::Untouched,
            n if n == parts.len() && !is_invalid => Progress::Whole,
            _ => Progress::Part,
        }
    }

    /// Whether it stands in `seaql_migrations`.
    #[track_caller]
    pub(crate) fn is_recorded(&self, name: &str) -> bool {
        let n = self.records.iter().filter(|it| *it == name).count();
        assert!(n <= 1, "{name} is recorded twice: {self:#?}");
        n == 1
    }

    /// The state of its latest attempt.
    pub(crate) fn last_attempt(&self, name: &str) -> Option<&str> {
        let attempt = self.attempts.iter().rev().find(|(migration, _)| migration == name)?;
        Some(&attempt.1)
    }

    /// Nothing of it is there, and nothing says that it is.
    #[track_caller]
    pub(crate) fn is_untouched(&self, script: &Script) {
        let name = script.name;
        assert_eq!(self.progress(script), Progress::Untouched, "{name}: {self:#?}");
        assert!(!self.is_recorded(name), "{name} is recorded: {self:#?}");
        assert!(
            !matches!(self.last_attempt(name), Some("applied" | "running")),
            "{name} has a wrong attempt: {self:#?}"
        );
    }

    /// All of it is there, once, and both tables say so.
    #[track_caller]
    pub(crate) fn is_whole(&self, script: &Script) {
        let name = script.name;
        assert_eq!(self.progress(script), Progress::Whole, "{name}: {self:#?}");
        assert!(self.is_recorded(name), "{name} is not recorded: {self:#?}");
        assert_eq!(self.last_attempt(name), Some("applied"), "{name}: {self:#?}");
    }

    /// Every migration is there, once, and nothing else.
    #[track_caller]
    pub(crate) fn is_complete(&self, ground: &Ground) {
        for script in &ground.scripts {
            self.is_whole(script);
        }
        assert_eq!(self.records.len(), ground.scripts.len(), "{self:#?}");
        let expected: usize = ground.scripts.iter().map(|script| script.marks().count()).sum();
        assert_eq!(self.marks.len(), expected, "{self:#?}");
    }
}
