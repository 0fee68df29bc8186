//! What a run tells while it goes on.
//!
//! Events are facts; how they look on a terminal or as JSON is the printer's decision.

use std::time::Duration;

use super::{Direction, Loss};
use crate::history::Standing;

/// Something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'e> {
    /// These migrations will run, in this order.
    Planned {
        /// Up or down.
        direction: Direction,
        /// Their names.
        names: &'e [String],
    },
    /// Nothing is pending.
    NothingToDo {
        /// Where the database stands.
        standing: &'e Standing,
    },
    /// Pending migrations that are older than applied ones run late.
    OutOfOrder {
        /// Their names.
        names: &'e [String],
        /// The newest applied migration.
        head: &'e str,
    },
    /// The database has newer migrations than this program.
    Ahead {
        /// The names that this program does not contain.
        names: &'e [String],
    },
    /// Somebody else is migrating; we wait.
    Waiting {
        /// Who, if that can be seen.
        holder: Option<&'e str>,
        /// How long we wait at most.
        wait: Duration,
    },
    /// A migration waited too long for a lock, was rolled back, and will be tried again.
    Retrying {
        /// Its name.
        name: &'e str,
        /// How many tries are left.
        tries_left: u32,
    },
    /// A migration starts.
    Started {
        /// Up or down.
        direction: Direction,
        /// Its name.
        name: &'e str,
    },
    /// A migration and its record are done.
    Finished {
        /// Up or down.
        direction: Direction,
        /// Its name.
        name: &'e str,
        /// How long it took.
        elapsed: Duration,
    },
    /// Reverting deletes this, and was agreed to.
    Losing {
        /// What is deleted.
        losses: &'e [Loss],
    },
}

/// Whoever is told.
pub trait Observer {
    /// Takes note of `event`.
    fn tell(&mut self, event: Event<'_>);
}

impl<F: FnMut(Event<'_>)> Observer for F {
    fn tell(&mut self, event: Event<'_>) {
        self(event);
    }
}
