//! From what is wanted and what is known to a list of steps. Pure: it asks nothing and runs nothing.
//!
//! The order of the steps is decided here and nowhere else, each with the reason.

mod calls;
#[cfg(test)]
mod tests;

use std::time::Duration;

use self::calls::Calls;
use super::{
    facts::Facts,
    step::{Effect, Id, Kind, OnFailure, Plan, Step, When, Work},
};
use crate::{
    docker::{
        Engine, Stack, look,
        stack::{BACKEND, MIGRATIONS},
    },
    exit::Exit,
};

/// What is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Config {
    pub(crate) stack: Stack,
    pub(crate) engine: Engine,
    /// The name of the new version.
    pub(crate) tag: String,
    pub(crate) order: Order,
    pub(crate) backup: Backup,
    pub(crate) database: Database,
    /// How long the database and the backend may take to become healthy, and the backend to become ready.
    pub(crate) timeout: Duration,
    /// How long it has to be ready without a break.
    pub(crate) settle: Duration,
    pub(crate) migrate_timeout: Duration,
    pub(crate) lock_wait: Duration,
}

/// Which goes first where both change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Order {
    /// The backend is switched, then the migrations run: it tolerates the older schema
    #[default]
    AppFirst,
    /// The migrations run, then the backend is switched: the older one must tolerate the newer schema
    MigrateFirst,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Backup {
    No,
    Yes,
}

/// What becomes of a database container that was made from another configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Database {
    Keep,
    Recreate,
}

/// How many versions stay for a rollback.
const KEPT: usize = 5;

/// A deploy.
pub(crate) fn plan(config: &Config, facts: &Facts) -> Plan {
    let calls = Calls { config };
    let mut steps = preparation(&calls, facts);
    let switch = switch(&calls, facts);
    match config.order {
        Order::AppFirst => steps.extend(switch.into_iter().chain([migrate(&calls)])),
        Order::MigrateFirst => steps.extend([migrate(&calls)].into_iter().chain(switch)),
    }
    // After the migrations in either order: a backend without its tables is alive, and not ready.
    steps.extend([
        gate(&calls),
        record("record the deploy"),
        Step::new(Id::Prune, "remove old images", Work::Prune { keep: KEPT })
            .effect(Effect::Build)
            .when(When::Changed)
            .or(OnFailure::Warn),
    ]);
    calls.diagnose(&mut steps);
    let previous = calls.previous(&facts.state);
    Plan {
        kind: Kind::Deploy,
        stack: config.stack.clone(),
        tag: config.tag.clone(),
        previous,
        steps,
    }
}

/// Back to the version `config.tag`: its images, and nothing of the database.
pub(crate) fn rollback(config: &Config, facts: &Facts) -> Plan {
    let calls = Calls { config };
    let mut steps = vec![lock(&calls, facts)];
    // Without the migrations' image of that version nobody can be asked what it knows; the label on the other one says it.
    if facts.state.migrations_image(&config.stack, &config.tag).is_some() {
        let work =
            Work::Pending { clear: calls.clear(&facts.state), ask: calls.status(&config.tag) };
        steps.push(
            Step::new(Id::Pending, "ask what that version doesn't know", work).or(OnFailure::Warn),
        );
    }
    let fresh = calls.up(&config.tag);
    let switch = Work::Switch { keep: calls.keep(&facts.state), fresh, same: None };
    let adopt = Work::Calls(calls.adopt_what_is_there(&config.tag, &facts.state));
    steps.extend([
        Step::new(Id::Switch, "switch the backend", switch)
            .effect(Effect::Mutate)
            .or(OnFailure::Restore),
        Step::new(Id::Adopt, "name the images `latest`", adopt)
            .effect(Effect::Build)
            .or(OnFailure::Warn),
        gate(&calls),
        record("record the rollback"),
    ]);
    calls.diagnose(&mut steps);
    let previous = calls.previous(&facts.state);
    Plan {
        kind: Kind::Rollback,
        stack: config.stack.clone(),
        tag: config.tag.clone(),
        previous,
        steps,
    }
}

/// All that is done before anything that serves is touched.
fn preparation(calls: &Calls<'_>, facts: &Facts) -> Vec<Step> {
    let Config { tag, backup, .. } = calls.config;
    let compare = Work::Compare {
        backend: look::describe_image(&calls.name(BACKEND, tag)),
        migrations: look::describe_image(&calls.name(MIGRATIONS, tag)),
    };
    let pending = Work::Pending { clear: calls.clear(&facts.state), ask: calls.status(tag) };
    let mut steps = vec![
        lock(calls, facts),
        // Both, before anything stops: `up --build` leaves out the image of a service in a profile, and a build that
        // fails must find everything still running.
        Step::new(
            Id::Build,
            "build both images",
            Work::Calls(vec![calls.build(facts.newest.as_deref())]),
        )
        .effect(Effect::Build)
        .or(OnFailure::End(Exit::Build)),
        Step::new(Id::Compare, "compare them with what is deployed", compare)
            .or(OnFailure::End(Exit::Build)),
        // A step of its own: `run` would start it too, and recreate it without a word.
        Step::new(Id::Db, "bring the database up", Work::Calls(vec![calls.db()]))
            .effect(Effect::Mutate)
            .or(OnFailure::End(Exit::Database)),
        Step::new(Id::Pending, "ask what is pending", pending).or(OnFailure::End(Exit::Migrate)),
    ];
    if *backup == Backup::Yes {
        let step = Step::new(Id::Backup, "back up the database", calls.backup());
        steps.push(step.effect(Effect::Build).when(When::Pending).or(OnFailure::End(Exit::Backup)));
    }
    steps
}

fn lock(calls: &Calls<'_>, facts: &Facts) -> Step {
    Step::new(Id::Lock, "take the lock", calls.lock(facts)).or(OnFailure::End(Exit::Locked))
}

fn switch(calls: &Calls<'_>, facts: &Facts) -> [Step; 2] {
    let tag = &calls.config.tag;
    let running = facts.state.backend().and_then(|it| it.tag());
    let switch = Work::Switch {
        keep: calls.keep(&facts.state),
        fresh: calls.up(tag),
        same: running.map(|running| calls.up(running)),
    };
    [
        Step::new(Id::Switch, "switch the backend", switch)
            .effect(Effect::Mutate)
            .or(OnFailure::Restore),
        Step::new(Id::Adopt, "name the images `latest`", Work::Calls(calls.adopt(tag)))
            .effect(Effect::Build)
            .when(When::Changed)
            .or(OnFailure::Warn),
    ]
}

fn migrate(calls: &Calls<'_>) -> Step {
    let work = Work::Migrate { up: calls.migrate(), ask: calls.status(&calls.config.tag) };
    Step::new(Id::Migrate, "apply what is pending", work)
        .effect(Effect::Irreversible)
        .when(When::Pending)
        .or(OnFailure::End(Exit::Migrate))
}

fn gate(calls: &Calls<'_>) -> Step {
    let work = Work::Gate {
        ready: calls.ready(),
        within: calls.config.timeout,
        settle: calls.config.settle,
    };
    Step::new(Id::Gate, "wait until the backend is ready", work).or(OnFailure::Restore)
}

fn record(title: &str) -> Step {
    Step::new(Id::Record, title, Work::Record).effect(Effect::Build).or(OnFailure::Warn)
}
