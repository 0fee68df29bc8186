//! Two of a kind: what was, and what shall be.
//!
//! Both sides always travel together, so that nobody compares a side with itself or swaps them unseen.

use serde::{Deserialize, Serialize};

/// Before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair<T> {
    /// What was.
    pub before: T,
    /// What shall be.
    pub after: T,
}

impl<T> Pair<T> {
    /// Both sides.
    pub fn new(before: T, after: T) -> Self {
        Self { before, after }
    }

    /// The same for both sides.
    pub fn map<U>(self, mut f: impl FnMut(T) -> U) -> Pair<U> {
        Pair { before: f(self.before), after: f(self.after) }
    }

    /// Both sides, borrowed.
    pub fn as_ref(&self) -> Pair<&T> {
        Pair { before: &self.before, after: &self.after }
    }

    /// The way back.
    #[must_use]
    pub fn flip(self) -> Self {
        Self { before: self.after, after: self.before }
    }
}

impl<T: PartialEq> Pair<T> {
    /// Whether the sides differ.
    pub fn differs(&self) -> bool {
        self.before != self.after
    }

    /// Whether a part of the sides differs.
    pub fn differs_in<U: PartialEq>(&self, part: impl Fn(&T) -> U) -> bool {
        part(&self.before) != part(&self.after)
    }
}

impl<T> Pair<Option<T>> {
    /// A pair where both sides are there.
    pub fn both(self) -> Option<Pair<T>> {
        Some(Pair { before: self.before?, after: self.after? })
    }
}
