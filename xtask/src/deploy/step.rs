//! One step of a deploy, as a value: what it does, what it may change, and what its failure means.
//!
//! Nothing here runs anything; `perform` does.

use std::{path::PathBuf, time::Duration};

use crate::{
    docker::{Call, Stack},
    exit::Exit,
};

/// The steps, by name. The order of a plan is the plan's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Id {
    Lock,
    Build,
    Compare,
    Db,
    Pending,
    Backup,
    Switch,
    Adopt,
    Migrate,
    Gate,
    Record,
    Prune,
}

impl Id {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Lock => "lock",
            Self::Build => "build",
            Self::Compare => "compare",
            Self::Db => "db",
            Self::Pending => "pending",
            Self::Backup => "backup",
            Self::Switch => "switch",
            Self::Adopt => "adopt",
            Self::Migrate => "migrate",
            Self::Gate => "gate",
            Self::Record => "record",
            Self::Prune => "prune",
        }
    }
}

/// What a step may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Nothing.
    Read,
    /// Images, or files of ours: nothing that serves.
    Build,
    /// Containers.
    Mutate,
    /// The database.
    Irreversible,
}

/// When a step is due, decided by what was learnt on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    Always,
    /// Some migration is pending.
    Pending,
    /// An image differs from the deployed one.
    Changed,
}

/// What becomes of the deploy when the step fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnFailure {
    /// It ends with this code; what runs goes on running.
    End(Exit),
    /// The previous backend is brought back.
    Restore,
    /// It is said, and the deploy goes on.
    Warn,
}

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// `hold` is a container that lives as long as we do: the engine gives its name only once.
    Lock {
        hold: Option<Call>,
        wait: Duration,
    },
    /// The calls, one after the other.
    Calls(Vec<Call>),
    /// Are the images that were built those that run?
    Compare {
        backend: Call,
        migrations: Call,
    },
    /// What is pending, by the migrations' own word; before that, what is in the way of the container is removed.
    Pending {
        clear: Option<Call>,
        ask: Call,
    },
    Backup {
        dump: Call,
        check: Call,
        path: PathBuf,
    },
    /// `keep` gives the running image a name that nobody else uses, where it has none.
    Switch {
        keep: Option<Call>,
        fresh: Call,
        same: Option<Call>,
    },
    Migrate {
        up: Call,
        ask: Call,
    },
    Gate {
        ready: Call,
        within: Duration,
        settle: Duration,
    },
    Record,
    Prune {
        keep: usize,
    },
}

impl Work {
    /// The calls that it makes, as far as they are known beforehand.
    pub(crate) fn calls(&self) -> Vec<&Call> {
        match self {
            Self::Record | Self::Prune { .. } => Vec::new(),
            Self::Lock { hold, .. } => hold.iter().collect(),
            Self::Calls(calls) => calls.iter().collect(),
            Self::Compare { backend, migrations } => vec![backend, migrations],
            Self::Pending { clear, ask } => clear.iter().chain([ask]).collect(),
            Self::Backup { dump, check, .. } => vec![dump, check],
            Self::Switch { keep, fresh, .. } => keep.iter().chain([fresh]).collect(),
            Self::Migrate { up, .. } => vec![up],
            Self::Gate { ready, .. } => vec![ready],
        }
    }
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) id: Id,
    /// What it does, as an order.
    pub(crate) title: String,
    pub(crate) work: Work,
    pub(crate) effect: Effect,
    pub(crate) when: When,
    pub(crate) on_failure: OnFailure,
    /// What shows why it failed.
    pub(crate) diagnose: Option<Call>,
}

impl Step {
    /// One that only looks, is always due, and whose failure ends the run.
    pub(crate) fn new(id: Id, title: &str, work: Work) -> Self {
        Self {
            id,
            title: title.to_owned(),
            work,
            effect: Effect::Read,
            when: When::Always,
            on_failure: OnFailure::End(Exit::Failed),
            diagnose: None,
        }
    }

    pub(crate) fn effect(self, effect: Effect) -> Self {
        Self { effect, ..self }
    }

    pub(crate) fn when(self, when: When) -> Self {
        Self { when, ..self }
    }

    /// What follows if it fails.
    pub(crate) fn or(self, on_failure: OnFailure) -> Self {
        Self { on_failure, ..self }
    }
}

/// What is done, from the beginning to the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) kind: Kind,
    pub(crate) stack: Stack,
    /// The version that is to serve.
    pub(crate) tag: String,
    /// The version that served before, and the calls that bring it back.
    pub(crate) previous: Option<Previous>,
    pub(crate) steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Deploy,
    Rollback,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Deploy => "deploy",
            Self::Rollback => "rollback",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Previous {
    pub(crate) tag: String,
    /// The one that starts it again.
    pub(crate) up: Call,
    /// Those that make it `latest` again.
    pub(crate) adopt: Vec<Call>,
}
