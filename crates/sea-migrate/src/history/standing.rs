//! Where a database stands: the migrations of this program beside the ones that were recorded.
//!
//! Pure, so that every command and every test decides by the same rules.

use std::collections::BTreeMap;

use super::{Applied, Recorded};

/// What is known of one migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Recorded on the database, at this time (seconds since 1970 UTC).
    Applied(i64),
    /// In this program, not yet on the database.
    Pending,
    /// On the database since this time, but not in this program.
    Unknown(i64),
}

/// One migration and its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The migration's name.
    pub name: String,
    /// Its state.
    pub state: State,
}

/// The whole in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overall {
    /// Everything is applied.
    Current,
    /// Migrations are pending.
    Behind,
    /// Everything is applied, and newer ones too that this program does not contain.
    Ahead,
    /// The database has migrations that this program lacks, and they are not simply newer.
    Diverged,
    /// Nothing was ever recorded.
    Unversioned,
}

impl Overall {
    /// The word itself, as `status` shows it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Behind => "behind",
            Self::Ahead => "ahead",
            Self::Diverged => "diverged",
            Self::Unversioned => "unversioned",
        }
    }
}

/// The migrations of this program in their order, then the unknown ones by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    entries: Vec<Entry>,
    has_table: bool,
}

impl Standing {
    /// Compares the names in the program, in order, with what was recorded.
    #[must_use]
    pub fn new(names: &[&str], recorded: &Recorded) -> Self {
        let rows: &[Applied] = match recorded {
            Recorded::Nothing => &[],
            Recorded::Rows(rows) => rows,
        };
        let mut at: BTreeMap<&str, i64> =
            rows.iter().map(|row| (row.name.as_str(), row.at)).collect();
        let mut entries: Vec<Entry> = names
            .iter()
            .map(|&name| Entry {
                name: name.to_owned(),
                state: at.remove(name).map_or(State::Pending, State::Applied),
            })
            .collect();
        entries.extend(
            at.into_iter()
                .map(|(name, at)| Entry { name: name.to_owned(), state: State::Unknown(at) }),
        );
        Self { entries, has_table: matches!(recorded, Recorded::Rows(_)) }
    }

    /// Every migration that either side knows.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Whether the bookkeeping table exists.
    #[must_use]
    pub fn has_table(&self) -> bool {
        self.has_table
    }

    /// The names not yet applied, in the order in which they would run.
    #[must_use]
    pub fn pending(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.names(|state| state == State::Pending)
    }

    /// The applied names that this program contains, in its order.
    #[must_use]
    pub fn applied(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.names(|state| matches!(state, State::Applied(_)))
    }

    /// The applied names that this program does not contain.
    #[must_use]
    pub fn unknown(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.names(|state| matches!(state, State::Unknown(_)))
    }

    fn names(&self, is: impl Fn(State) -> bool) -> impl DoubleEndedIterator<Item = &str> {
        self.entries.iter().filter(move |entry| is(entry.state)).map(|entry| entry.name.as_str())
    }

    /// The migrations applied to the database, in the order in which they ran: by time, then by name.
    #[must_use]
    pub fn chronicle(&self) -> Vec<(&str, i64)> {
        let mut rows: Vec<(&str, i64)> = self
            .entries
            .iter()
            .filter_map(|entry| match entry.state {
                State::Applied(at) | State::Unknown(at) => Some((entry.name.as_str(), at)),
                State::Pending => None,
            })
            .collect();
        // Seconds are coarse: migrations of one run share them, and then their names tell the order.
        rows.sort_by_key(|&(name, at)| (at, name));
        rows
    }

    /// The newest applied migration: the last in the program's order, or a newer unknown one.
    #[must_use]
    pub fn head(&self) -> Option<&str> {
        let known = self.applied().next_back();
        if self.overall() == Overall::Ahead {
            self.unknown().next_back()
        } else {
            known.or(self.unknown().next_back())
        }
    }

    /// The whole in one word.
    #[must_use]
    pub fn overall(&self) -> Overall {
        let is_pending = self.pending().next().is_some();
        match self.unknown().next() {
            None if self.chronicle().is_empty() && is_pending => Overall::Unversioned,
            None if is_pending => Overall::Behind,
            None => Overall::Current,
            // Names begin with their time, so newer ones sort behind everything this program has.
            Some(oldest) if !is_pending && self.applied().all(|name| name < oldest) => {
                Overall::Ahead
            }
            Some(_) => Overall::Diverged,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(names: &[&str], rows: &[&str]) -> Standing {
        let rows = rows.iter().map(|&name| Applied { name: name.to_owned(), at: 7 }).collect();
        Standing::new(names, &Recorded::Rows(rows))
    }

    #[test]
    fn each_word_means_what_it_says() {
        assert_eq!(Standing::new(&["a"], &Recorded::Nothing).overall(), Overall::Unversioned);
        assert_eq!(standing(&["a"], &[]).overall(), Overall::Unversioned);
        assert_eq!(standing(&["a", "b"], &["a"]).overall(), Overall::Behind);
        assert_eq!(standing(&["a", "b"], &["a", "b"]).overall(), Overall::Current);
        assert_eq!(standing(&["a"], &["a", "b"]).overall(), Overall::Ahead);
        assert_eq!(standing(&["a", "c"], &["a", "b"]).overall(), Overall::Diverged);
        assert_eq!(standing(&["b"], &["a", "b"]).overall(), Overall::Diverged);
        assert_eq!(standing(&[], &[]).overall(), Overall::Current);
    }

    #[test]
    fn an_older_migration_that_was_merged_late_is_pending() {
        let it = standing(&["a", "b", "c"], &["a", "c"]);
        assert_eq!(it.pending().collect::<Vec<_>>(), ["b"]);
        assert_eq!(it.overall(), Overall::Behind);
        assert_eq!(it.head(), Some("c"));
    }

    #[test]
    fn the_head_of_a_newer_database_is_the_newest_unknown() {
        assert_eq!(standing(&["a"], &["a", "b", "c"]).head(), Some("c"));
        assert_eq!(standing(&["a"], &[]).head(), None);
    }
}
