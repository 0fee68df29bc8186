//! What each kind of work does, step by step; that on the database is in `database`.
//!
//! Each returns one sentence about what it found or made, or why it stops.

use std::time::Duration;

use super::{
    super::{
        event::{Audience, Event},
        facts::State,
        history::Outcome,
        lock::Owner,
        step::{Id, OnFailure, Plan, Step, Work},
        world::NoLock,
    },
    Circumstances, Halt, Run,
};
use crate::{
    clock,
    docker::{
        Call, Ended, How, Seen,
        look::{self, Container, Image},
        stack::{BACKEND, MIGRATIONS},
    },
    exit::Exit,
};

/// So many good answers in a row, and at least one of them after the time that it has to be ready.
const SAMPLES: u32 = 3;

impl Run<'_> {
    pub(super) fn work(
        &mut self,
        plan: &Plan,
        step: &Step,
        around: &Circumstances,
    ) -> Result<String, Halt> {
        match &step.work {
            Work::Lock { hold, wait } => self.take_lock(hold.as_ref(), *wait, around),
            Work::Calls(calls) => self.calls(step, calls),
            Work::Compare { backend, migrations } => self.compare(plan, backend, migrations),
            Work::Pending { clear, ask } => self.pending(plan, step, clear.as_ref(), ask),
            Work::Backup { dump, check, path } => self.backup(step, dump, check, path),
            Work::Switch { keep, fresh, same } => {
                self.switch(plan, step, keep.as_ref(), fresh, same.as_ref())
            }
            Work::Migrate { up, ask } => self.migrate(step, up, ask),
            Work::Gate { ready, within, settle } => self.gate(plan, step, ready, *within, *settle),
            Work::Record => self.write_record(plan, around),
            Work::Prune { keep } => self.prune(plan, step, *keep),
        }
    }

    /// Runs a call; its lines are for who asks for them.
    pub(super) fn quietly(&mut self, step: Id, call: &Call) -> Ended {
        self.watched(step, call, Audience::WhoAsked)
    }

    /// Runs a call whose answer is for us, and no reading for anybody.
    pub(super) fn ask(&mut self, call: &Call) -> Ended {
        let tell = &mut *self.tell;
        self.world.run(call, &mut |_| tell(&Event::Beat))
    }

    pub(super) fn watched(&mut self, step: Id, call: &Call, for_whom: Audience) -> Ended {
        let tell = &mut *self.tell;
        self.world.run(call, &mut |seen| match seen {
            Seen::Line(line) => tell(&Event::Output { step, line, for_whom }),
            Seen::Beat => tell(&Event::Beat),
        })
    }

    fn take_lock(
        &mut self,
        hold: Option<&Call>,
        wait: Duration,
        around: &Circumstances,
    ) -> Result<String, Halt> {
        let tell = &mut *self.tell;
        let taken = self.world.lock(hold, wait, &mut |owner| tell(&Event::Waiting { owner }));
        taken.map(|()| String::new()).map_err(|no| match no {
            NoLock::Stopped(signal) => Halt::signal(signal),
            NoLock::Failed(why) => Halt::new(Exit::Failed, why),
            NoLock::Taken(owner) => {
                let who = owner
                    .as_ref()
                    .map_or_else(|| "somebody else is deploying".to_owned(), Owner::sentence);
                Halt::new(Exit::Locked, who).next(format!(
                    "`cargo xtask deploy{} --lock-wait 15m` waits for the end of it",
                    around.flags
                ))
            }
        })
    }

    fn calls(&mut self, step: &Step, calls: &[Call]) -> Result<String, Halt> {
        for call in calls {
            let ended = self.quietly(step.id, call);
            // Half a build may have left a tag behind, too.
            self.learnt.built |= step.id == Id::Build;
            Halt::of(call, &ended, end(step))?;
        }
        if step.id == Id::Adopt {
            self.learnt.adopted = true;
        }
        Ok(String::new())
    }

    fn compare(&mut self, plan: &Plan, backend: &Call, migrations: &Call) -> Result<String, Halt> {
        let (backend, migrations) = (self.image(backend)?, self.image(migrations)?);
        let state = self.engine_state(plan)?;
        let running = state.backend().map(|it| &it.image);
        let deployed = state.migrations_image(&plan.stack, "latest").map(|it| &it.id);
        let learnt = &mut self.learnt;
        learnt.backend_changed = running != Some(&backend.id);
        learnt.migrations_changed = deployed != Some(&migrations.id);
        learnt.backend_image = Some(backend.id);
        learnt.migrations_image = Some(migrations.id);
        Ok(match (learnt.backend_changed, learnt.migrations_changed) {
            (true, true) => "both are new",
            (true, false) => "the backend is new",
            (false, true) => "the migrations are new",
            (false, false) => "nothing is new",
        }
        .to_owned())
    }

    fn image(&mut self, call: &Call) -> Result<Image, Halt> {
        let ended = self.ask(call);
        Halt::of(call, &ended, Exit::Build)?;
        look::objects(&ended)
            .pop()
            .ok_or_else(|| Halt::new(Exit::Build, "docker does not describe the image it built"))
    }

    /// Containers and images as they are now.
    fn engine_state(&mut self, plan: &Plan) -> Result<State, Halt> {
        let repositories = [BACKEND, MIGRATIONS].map(|service| plan.stack.image(service));
        let project = plan.stack.project.clone();
        let mut ask = |call: &Call| self.ask(call);
        let read = look::containers(&mut ask, &project, &[]).and_then(|containers| {
            Ok(State { containers, images: look::images(&mut ask, &repositories)? })
        });
        read.map_err(|why| self.unread(&why))
    }

    fn backend(&mut self, plan: &Plan) -> Result<Option<Container>, Halt> {
        let mut ask = |call: &Call| self.ask(call);
        let read = look::containers(&mut ask, &plan.stack.project, &[]);
        let containers = read.map_err(|why| self.unread(&why))?;
        Ok(State { containers, images: Vec::new() }.backend().cloned())
    }

    /// A look that a signal ended is a signal, too.
    fn unread(&mut self, why: &str) -> Halt {
        match self.world.stopped_by() {
            Some(signal) => Halt::signal(signal),
            None => {
                Halt::new(Exit::Failed, format!("what runs on the engine can't be read: {why}"))
            }
        }
    }

    fn switch(
        &mut self,
        plan: &Plan,
        step: &Step,
        keep: Option<&Call>,
        fresh: &Call,
        same: Option<&Call>,
    ) -> Result<String, Halt> {
        let call = match same {
            // The same image under another name would be another configuration, and the container a new one for nothing.
            Some(same) if !self.learnt.backend_changed => same,
            Some(_) | None => {
                if let Some(keep) = keep {
                    let ended = self.quietly(step.id, keep);
                    Halt::of(keep, &ended, Exit::NotRolledBack)?;
                }
                self.learnt.switched_image = true;
                self.learnt.runs_new = true;
                fresh
            }
        };
        let ended = self.quietly(step.id, call);
        Halt::of(call, &ended, Exit::NotRolledBack)?;
        let now = self.backend(plan)?;
        let Some(now) = now else {
            return Err(Halt::new(
                Exit::NotRolledBack,
                "docker started the backend, and there is no container of it",
            ));
        };
        self.learnt.switched = self.learnt.container.as_ref() != Some(&now.id);
        let how = if self.learnt.switched { "a new container" } else { "the same container" };
        Ok(format!("{how}, {}", now.condition()))
    }

    /// Alive is not ready, and once is not for good: so many good answers in a row, from a container that was not
    /// restarted meanwhile. The engine calls a container that crashes again and again "running".
    fn gate(
        &mut self,
        plan: &Plan,
        step: &Step,
        ready: &Call,
        within: Duration,
        settle: Duration,
    ) -> Result<String, Halt> {
        let none = || Halt::new(Exit::NotRolledBack, "there is no container of the backend");
        let first = self.backend(plan)?.ok_or_else(none)?;
        let allowed = if self.learnt.switched { 0 } else { first.restarts };
        let begin = self.world.elapsed();
        let mut n_good = 0;
        let mut last;
        loop {
            let ended = self.quietly(step.id, ready);
            if let How::Stopped(signal) = ended.how {
                return Err(Halt::signal(signal));
            }
            let described = self.ask(&look::describe([&first.id]));
            if let How::Stopped(signal) = described.how {
                return Err(Halt::signal(signal));
            }
            let now: Option<Container> = look::objects(&described).pop();
            let Some(now) = now else {
                return Err(Halt::new(Exit::NotRolledBack, "the backend's container is gone"));
            };
            if now.restarts > allowed {
                let times = if now.restarts == 1 {
                    "once".to_owned()
                } else {
                    format!("{} times", now.restarts)
                };
                let what = format!("the backend was restarted {times}");
                return Err(Halt::new(Exit::NotRolledBack, what));
            }
            n_good = if ended.succeeded() && now.is_well() { n_good + 1 } else { 0 };
            if n_good == SAMPLES {
                return Ok(format!("ready {SAMPLES} times in a row"));
            }
            last = if ended.succeeded() { now.condition() } else { ended.last_words().to_owned() };
            if n_good == 0 && self.world.elapsed().saturating_sub(begin) > within {
                let what =
                    format!("the backend was not ready within {}: {last}", clock::duration(within));
                return Err(Halt::new(Exit::NotRolledBack, what));
            }
            (self.tell)(&Event::Beat);
            self.world.pause(settle / (SAMPLES - 1));
            if let Some(signal) = self.world.signal() {
                return Err(Halt::signal(signal));
            }
        }
    }

    fn write_record(&mut self, plan: &Plan, around: &Circumstances) -> Result<String, Halt> {
        let outcome = if self.learnt.is_unchanged() { Outcome::Unchanged } else { Outcome::Done };
        let record = self.make_record(plan, around, Exit::Done, outcome, None);
        let failed = |error| Halt::new(Exit::Failed, format!("`.deploy/history.jsonl`: {error}"));
        self.world.record(&record).map_err(failed)?;
        Ok(".deploy/history.jsonl".to_owned())
    }

    fn prune(&mut self, plan: &Plan, step: &Step, keep: usize) -> Result<String, Halt> {
        let state = self.engine_state(plan)?;
        let backend = plan.stack.image(BACKEND);
        let in_use: Vec<&str> = state.containers.iter().map(|it| it.image_name.as_str()).collect();
        let mut tags: Vec<String> = state
            .images
            .iter()
            .filter_map(|it| it.tag_in(&backend))
            .filter(|tag| clock::is_tag(version_in(tag)))
            .map(str::to_owned)
            .collect();
        tags.sort_by(|a, b| version_in(b).cmp(version_in(a)));
        let mut n_removed = 0;
        for tag in tags.iter().skip(keep) {
            let names =
                [BACKEND, MIGRATIONS].map(|service| format!("{}:{tag}", plan.stack.image(service)));
            if names.iter().any(|name| in_use.contains(&name.as_str())) {
                continue;
            }
            let there = names.into_iter().filter(|name| state.image(name).is_some());
            let call = Call::new(["image", "rm"]).words(there);
            let ended = self.quietly(step.id, &call);
            Halt::of(&call, &ended, Exit::Failed)?;
            n_removed += 1;
        }
        Ok(if n_removed == 0 {
            String::new()
        } else {
            format!("{n_removed} older than the last {keep}")
        })
    }

    /// What was built and does not serve is no version: neither a rollback nor `prune` is to count it.
    pub(super) fn clean_up(&mut self, plan: &Plan) {
        let in_use = self.learnt.runs_new || (self.learnt.adopted && self.learnt.changed());
        if !self.learnt.built || in_use {
            return;
        }
        let names = [BACKEND, MIGRATIONS]
            .map(|service| format!("{}:{}", plan.stack.image(service), plan.tag));
        for name in names {
            self.quietly(Id::Compare, &Call::new(["image", "rm", &name]));
        }
    }
}

/// The version in a tag; one that was kept for a way back is as old as the deploy that kept it.
fn version_in(tag: &str) -> &str {
    tag.strip_prefix("before-").unwrap_or(tag)
}

fn end(step: &Step) -> Exit {
    match step.on_failure {
        OnFailure::End(exit) => exit,
        OnFailure::Restore => Exit::NotRolledBack,
        OnFailure::Warn => Exit::Failed,
    }
}
