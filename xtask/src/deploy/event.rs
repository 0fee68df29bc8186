//! What happens during a deploy, as values: what the printers make of it is theirs.

use std::time::Duration;

use super::{
    history::{Outcome, Record},
    lock::Owner,
    preflight::Problem,
    step::{Id, Plan, Step},
};
use crate::exit::Exit;

/// Something that happened.
#[derive(Debug)]
pub(crate) enum Event<'e> {
    /// What will be done, and where.
    Planned {
        plan: &'e Plan,
        place: &'e str,
    },
    Problem(&'e Problem),
    /// Something to know that ends nothing.
    Warned {
        what: &'e str,
        hint: &'e str,
    },
    Started(&'e Step),
    /// Somebody else has the lock.
    Waiting {
        owner: Option<&'e Owner>,
    },
    Output {
        step: Id,
        line: &'e str,
        for_whom: Audience,
    },
    /// Time has passed.
    Beat,
    Done {
        step: Id,
        note: &'e str,
        took: Duration,
    },
    Skipped {
        step: Id,
        why: &'e str,
    },
    Failed {
        step: Id,
        what: &'e str,
        took: Duration,
    },
    Restoring {
        tag: &'e str,
    },
    Restored {
        tag: &'e str,
        took: Duration,
    },
    Finished(&'e Finish),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// What the migration says.
    Everybody,
    /// docker's own noise.
    WhoAsked,
}

/// The end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finish {
    pub(crate) exit: Exit,
    pub(crate) outcome: Outcome,
    /// One sentence: what is so now.
    pub(crate) what: String,
    /// Lines of other programs that show why.
    pub(crate) tail: Vec<String>,
    /// What to type next.
    pub(crate) next: Vec<String>,
    /// Nothing is recorded of a run that never had the lock.
    pub(crate) record: Option<Record>,
}
