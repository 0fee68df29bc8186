//! Where a database stands: the migrations of this program beside the ones that were recorded.
//!
//! Pure, so that every command and every test decides by the same rules.

use std::collections::BTreeMap;

use super::{Applied, Attempt, AttemptState, Recorded};
use crate::apply::Direction;

/// A migration of this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known<'k> {
    /// Its name.
    pub name: &'k str,
    /// The checksum of its source, where the program carries it.
    pub checksum: Option<&'k str>,
}

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

/// How a migration's source changed since it was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The attempt that applied it.
    pub attempt: i64,
    /// The checksum then.
    pub applied: String,
    /// The checksum now.
    pub now: String,
}

/// One migration and all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The migration's name.
    pub name: String,
    /// Its state.
    pub state: State,
    /// The attempt that brought it into this state, where we ran it.
    pub attempt: Option<Attempt>,
    /// Set when its source is no longer what was applied.
    pub edit: Option<Edit>,
    /// An attempt that ran outside a transaction and did not come to a good end.
    pub unfinished: Option<Attempt>,
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
    /// Nothing is recorded.
    Unversioned,
    /// A migration began outside a transaction and did not come to a good end.
    Unfinished,
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
            Self::Unfinished => "unfinished",
        }
    }
}

/// The migrations of this program in their order, then the unknown ones by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    entries: Vec<Entry>,
    /// Unfinished attempts at migrations that neither this program nor `SeaORM`'s table knows.
    strays: Vec<Attempt>,
}

impl Standing {
    /// Compares the migrations of the program, in order, with what was recorded.
    #[must_use]
    pub fn new(known: &[Known<'_>], recorded: &Recorded) -> Self {
        let rows: &[Applied] = recorded.applied.as_deref().unwrap_or_default();
        let attempts: &[Attempt] = recorded.attempts.as_deref().unwrap_or_default();
        let mut by_name: BTreeMap<&str, Vec<&Attempt>> = BTreeMap::new();
        for attempt in attempts {
            by_name.entry(&attempt.migration).or_default().push(attempt);
        }
        let mut at: BTreeMap<&str, i64> =
            rows.iter().map(|row| (row.name.as_str(), row.at)).collect();
        let entry = |name: &str, state, checksum| {
            entry(name, state, checksum, by_name.get(name).map(Vec::as_slice).unwrap_or_default())
        };
        let mut entries: Vec<Entry> = known
            .iter()
            .map(|it| {
                entry(
                    it.name,
                    at.remove(it.name).map_or(State::Pending, State::Applied),
                    it.checksum,
                )
            })
            .collect();
        entries.extend(at.into_iter().map(|(name, at)| entry(name, State::Unknown(at), None)));
        // In this order: unfinished are few, and looking for each name among all of them takes its time.
        let strays = by_name
            .values()
            .filter_map(|attempts| unfinished(attempts))
            .filter(|it| !entries.iter().any(|entry| entry.name == it.migration))
            .cloned()
            .collect();
        Self { entries, strays }
    }

    /// Every migration that either side knows.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
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

    /// The migration called `name`.
    #[must_use]
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// The migrations whose source is no longer what was applied.
    #[must_use]
    pub fn edited(&self) -> Vec<&Entry> {
        self.entries.iter().filter(|entry| entry.edit.is_some()).collect()
    }

    /// The migration that was left half way, if there is one.
    #[must_use]
    pub fn unfinished(&self) -> Option<&Attempt> {
        self.entries.iter().find_map(|entry| entry.unfinished.as_ref()).or(self.strays.first())
    }

    /// The unfinished attempt at the migration called `name`.
    #[must_use]
    pub fn unfinished_attempt(&self, name: &str) -> Option<&Attempt> {
        let all =
            self.entries.iter().filter_map(|entry| entry.unfinished.as_ref()).chain(&self.strays);
        all.into_iter().find(|attempt| attempt.migration == name)
    }

    /// Unfinished attempts at migrations that neither this program nor `SeaORM`'s table knows.
    #[must_use]
    pub fn strays(&self) -> &[Attempt] {
        &self.strays
    }

    /// The newest applied migration: the last in the program's order, or a newer unknown one.
    #[must_use]
    pub fn head(&self) -> Option<&str> {
        let (known, unknown) = (self.applied().next_back(), self.unknown().next_back());
        if self.is_ahead() { unknown } else { known.or(unknown) }
    }

    /// Names begin with their time, so newer ones sort behind everything this program has.
    fn is_ahead(&self) -> bool {
        let is_behind = self.pending().next().is_some();
        self.unknown()
            .next()
            .is_some_and(|oldest| !is_behind && self.applied().all(|name| name < oldest))
    }

    /// The whole in one word.
    #[must_use]
    pub fn overall(&self) -> Overall {
        let is_pending = self.pending().next().is_some();
        let is_applied = self.applied().next().is_some();
        let is_unknown = self.unknown().next().is_some();
        if self.unfinished().is_some() {
            Overall::Unfinished
        } else if self.is_ahead() {
            Overall::Ahead
        } else if is_unknown {
            Overall::Diverged
        } else if !is_pending {
            Overall::Current
        } else if is_applied {
            Overall::Behind
        } else {
            Overall::Unversioned
        }
    }
}

fn entry(name: &str, state: State, checksum: Option<&str>, attempts: &[&Attempt]) -> Entry {
    // Ours only if nobody reverted and applied it again behind our back: both records carry the same time.
    let applied_by = |at: i64| {
        attempts.iter().rev().find(|it| {
            it.direction == Direction::Up
                && it.state == AttemptState::Applied
                && it.finished_at.is_some_and(|finished| finished.div_euclid(1000) == at)
        })
    };
    let attempt = match state {
        State::Applied(at) | State::Unknown(at) => applied_by(at),
        State::Pending => attempts.last(),
    };
    let edit =
        match (state, attempt.and_then(|it| it.checksum.clone().map(|sum| (it.id, sum))), checksum)
        {
            (State::Applied(_), Some((attempt, applied)), Some(now)) if applied != now => {
                Some(Edit { attempt, applied, now: now.to_owned() })
            }
            _ => None,
        };
    Entry {
        name: name.to_owned(),
        state,
        attempt: attempt.map(|it| (*it).clone()),
        edit,
        unfinished: unfinished(attempts).cloned(),
    }
}

/// The last attempt, if it may have left something behind.
fn unfinished<'a>(attempts: &[&'a Attempt]) -> Option<&'a Attempt> {
    attempts.last().copied().filter(|it| {
        !it.is_transactional && matches!(it.state, AttemptState::Running | AttemptState::Failed)
    })
}

#[cfg(test)]
mod tests {
    use super::super::Author;
    use super::*;

    fn standing(names: &[&str], rows: &[&str]) -> Standing {
        with_attempts(names, rows, &[])
    }

    fn with_attempts(names: &[&str], rows: &[&str], attempts: &[Attempt]) -> Standing {
        let known: Vec<Known> =
            names.iter().map(|name| Known { name, checksum: Some("now") }).collect();
        let applied = rows.iter().map(|&name| Applied { name: name.to_owned(), at: 7 }).collect();
        Standing::new(
            &known,
            &Recorded { applied: Some(applied), attempts: Some(attempts.to_vec()) },
        )
    }

    fn attempt(migration: &str, state: AttemptState) -> Attempt {
        Attempt {
            id: 1,
            migration: migration.to_owned(),
            direction: Direction::Up,
            state,
            is_transactional: true,
            started_at: 6_900,
            finished_at: Some(7_100),
            error: None,
            note: None,
            checksum: Some("then".to_owned()),
            author: Author { user: String::new(), host: String::new(), tool: String::new() },
        }
    }

    #[test]
    fn each_word_means_what_it_says() {
        let known = [Known { name: "a", checksum: None }];
        assert_eq!(Standing::new(&known, &Recorded::default()).overall(), Overall::Unversioned);
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

    #[test]
    fn an_edit_shows_only_for_what_we_applied() {
        let ours = with_attempts(&["a"], &["a"], &[attempt("a", AttemptState::Applied)]);
        assert_eq!(ours.edited().len(), 1);
        let later = Attempt { finished_at: Some(3_000), ..attempt("a", AttemptState::Applied) };
        assert!(
            with_attempts(&["a"], &["a"], &[later]).edited().is_empty(),
            "applied again by another tool"
        );
        assert!(
            with_attempts(&["a"], &[], &[attempt("a", AttemptState::Applied)]).edited().is_empty()
        );
    }

    #[test]
    fn what_another_program_left_half_way_is_unfinished_here_too() {
        let left = Attempt { is_transactional: false, ..attempt("z", AttemptState::Running) };
        let it = with_attempts(&["a"], &["a"], &[left]);
        assert_eq!(it.overall(), Overall::Unfinished);
        assert_eq!(it.unfinished().map(|it| it.migration.as_str()), Some("z"));
    }

    #[test]
    fn only_what_can_leave_something_behind_is_unfinished() {
        let inside = attempt("a", AttemptState::Failed);
        let outside = Attempt { is_transactional: false, ..inside.clone() };
        let running = Attempt { state: AttemptState::Running, ..outside.clone() };
        assert!(with_attempts(&["a"], &[], std::slice::from_ref(&inside)).unfinished().is_none());
        assert!(with_attempts(&["a"], &[], std::slice::from_ref(&outside)).unfinished().is_some());
        assert_eq!(with_attempts(&["a"], &["a"], &[running]).overall(), Overall::Unfinished);
        let resolved = Attempt { state: AttemptState::Reverted, ..inside };
        assert!(with_attempts(&["a"], &[], &[outside, resolved]).unfinished().is_none());
    }
}
