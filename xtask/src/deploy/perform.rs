//! Runs a plan: the one loop over its steps, and what follows when one fails or is stopped.
//!
//! It touches the world through `World` alone and says everything through events; it decides no order.

mod database;
mod halt;
mod learnt;
#[cfg(test)]
mod tests;
mod work;

use std::time::{Duration, SystemTime};

use self::{halt::Halt, learnt::Learnt};
use super::{
    event::{Event, Finish},
    facts::State,
    history::{Outcome, Record, Timed},
    lock::Owner,
    step::{Effect, Id, OnFailure, Plan, Step, When},
    world::World,
};
use crate::{clock, docker::Seen, exit::Exit};

/// One run of a plan.
pub(crate) struct Run<'r> {
    world: &'r mut dyn World,
    tell: &'r mut dyn FnMut(&Event<'_>),
    learnt: Learnt,
    steps: Vec<Timed>,
    began: SystemTime,
}

/// Who runs it, and where, for the record.
#[derive(Clone, Debug)]
pub(crate) struct Circumstances {
    pub(crate) owner: Owner,
    pub(crate) place: String,
    /// The flags that lead to the same engine, for what is to be typed next.
    pub(crate) flags: String,
}

impl<'r> Run<'r> {
    pub(crate) fn new(world: &'r mut dyn World, tell: &'r mut dyn FnMut(&Event<'_>)) -> Self {
        let began = world.now();
        Self { world, tell, learnt: Learnt::default(), steps: Vec::new(), began }
    }

    /// The first step by itself: what is known may be old by the time that the lock is ours.
    pub(crate) fn lock(&mut self, plan: &Plan, around: &Circumstances) -> Result<(), Box<Finish>> {
        let lock = plan.steps.iter().filter(|step| step.id == Id::Lock);
        for step in lock {
            if let Err(halt) = self.step(plan, step, around) {
                let outcome = halt.outcome();
                return Err(Box::new(Finish {
                    exit: halt.exit,
                    outcome,
                    what: halt.what,
                    tail: halt.tail,
                    next: halt.next,
                    record: None,
                }));
            }
        }
        Ok(())
    }

    /// For a look at the engine between the lock and the rest.
    pub(crate) fn look<T>(&mut self, with: impl FnOnce(&mut dyn World) -> T) -> T {
        with(self.world)
    }

    /// All other steps.
    pub(crate) fn rest(mut self, plan: &Plan, state: &State, around: &Circumstances) -> Finish {
        self.learnt.container = state.backend().map(|it| it.id.clone());
        self.learnt.begin(plan, state);
        let mut stopped = None;
        for step in plan.steps.iter().filter(|step| step.id != Id::Lock) {
            if let Some(why) = self.skip(step) {
                (self.tell)(&Event::Skipped { step: step.id, why });
                self.note(step.id, "skipped", Duration::ZERO);
                continue;
            }
            if let Err(halt) = self.step(plan, step, around) {
                stopped = Some((step, halt));
                break;
            }
        }
        let finish = match stopped {
            None => self.success(plan, around),
            Some((step, halt)) => self.failure(plan, step, halt, around),
        };
        self.clean_up(plan);
        (self.tell)(&Event::Finished(&finish));
        finish
    }

    fn skip(&self, step: &Step) -> Option<&'static str> {
        match step.when {
            When::Always => None,
            When::Pending if self.learnt.n_pending() > 0 => None,
            When::Pending => Some("nothing is pending"),
            When::Changed if self.learnt.changed() => None,
            When::Changed => Some("both images are the deployed ones"),
        }
    }

    /// One step with its events; a failure that only warns is none.
    fn step(&mut self, plan: &Plan, step: &Step, around: &Circumstances) -> Result<(), Halt> {
        let begin = self.world.elapsed();
        (self.tell)(&Event::Started(step));
        let done = match self.world.signal() {
            Some(signal) => Err(Halt::signal(signal)),
            None => self.guarded(plan, step, around),
        };
        let took = self.world.elapsed().saturating_sub(begin);
        match done {
            Ok(note) => {
                (self.tell)(&Event::Done { step: step.id, note: &note, took });
                self.note(step.id, "done", took);
                Ok(())
            }
            Err(halt) if step.on_failure == OnFailure::Warn && halt.signal.is_none() => {
                (self.tell)(&Event::Failed { step: step.id, what: &halt.what, took });
                self.note(step.id, "failed", took);
                Ok(())
            }
            Err(halt) => {
                (self.tell)(&Event::Failed { step: step.id, what: &halt.what, took });
                self.note(step.id, if halt.signal.is_some() { "stopped" } else { "failed" }, took);
                Err(halt)
            }
        }
    }

    /// Nothing that serves is changed without the lock.
    fn guarded(
        &mut self,
        plan: &Plan,
        step: &Step,
        around: &Circumstances,
    ) -> Result<String, Halt> {
        if matches!(step.effect, Effect::Mutate | Effect::Irreversible) && !self.world.holds_lock()
        {
            return Err(Halt::new(
                Exit::Locked,
                "the lock on the engine is lost; was the engine restarted?",
            )
            .next(format!("`cargo xtask deploy{}` again", around.flags)));
        }
        self.work(plan, step, around)
    }

    fn note(&mut self, step: Id, outcome: &str, took: Duration) {
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        self.steps.push(Timed { step: step.name().to_owned(), outcome: outcome.to_owned(), ms });
    }

    fn success(&mut self, plan: &Plan, around: &Circumstances) -> Finish {
        let outcome = if self.learnt.is_unchanged() { Outcome::Unchanged } else { Outcome::Done };
        let what = self.learnt.summary(plan);
        // The record is written by its step; this one is for who asks the function.
        let record = Some(self.make_record(plan, around, Exit::Done, outcome, None));
        Finish {
            exit: Exit::Done,
            outcome,
            what,
            tail: Vec::new(),
            next: Learnt::next(plan, around),
            record,
        }
    }

    fn failure(&mut self, plan: &Plan, step: &Step, halt: Halt, around: &Circumstances) -> Finish {
        let mut outcome = halt.outcome();
        let mut exit = halt.exit;
        let mut what = halt.what.clone();
        let mut tail = halt.tail.clone();
        if halt.signal.is_none() {
            tail.extend(self.diagnose(step));
        }
        // A signal during the gate finds a backend that lives: only a switch that is half done has to be undone.
        let undo = step.on_failure == OnFailure::Restore
            && (halt.signal.is_none() || step.id == Id::Switch);
        if undo {
            let restored = self.restore(plan);
            match (&restored, halt.signal) {
                (Restored::Yes(tag), None) => {
                    exit = Exit::RolledBack;
                    outcome = Outcome::RolledBack;
                    what = format!("{what}; the previous backend, {tag}, serves again");
                }
                (Restored::Yes(tag), Some(_)) => {
                    what = format!("{what}; the previous backend, {tag}, serves");
                }
                (Restored::No(why), signal) => {
                    exit = if signal.is_some() { exit } else { Exit::NotRolledBack };
                    what = format!("{what}; {why}");
                }
            }
        } else {
            what = format!("{what}; {}", self.learnt.what_runs(plan));
        }
        let next = if halt.next.is_empty() {
            self.learnt.after_failure(plan, step.id, around)
        } else {
            halt.next
        };
        let record = self.make_record(plan, around, exit, outcome, Some(step.id));
        if let Err(error) = self.world.record(&record) {
            let what = format!("the run is not in `.deploy/history.jsonl`: {error}");
            (self.tell)(&Event::Warned {
                what: &what,
                hint: "look at the disk and at the owner of `.deploy`",
            });
        }
        Finish { exit, outcome, what, tail, next, record: Some(record) }
    }

    fn diagnose(&mut self, step: &Step) -> Vec<String> {
        let Some(call) = &step.diagnose else { return Vec::new() };
        let tell = &mut *self.tell;
        let ended = self.world.run(call, &mut |seen| {
            if seen == Seen::Beat {
                tell(&Event::Beat);
            }
        });
        ended.tail
    }

    fn restore(&mut self, plan: &Plan) -> Restored {
        let Some(previous) = &plan.previous else {
            return Restored::No("there is no previous version to go back to".to_owned());
        };
        if !self.learnt.switched_image {
            return Restored::No(
                "its image was serving before, too, so there is nothing to go back to".to_owned(),
            );
        }
        let begin = self.world.elapsed();
        (self.tell)(&Event::Restoring { tag: &previous.tag });
        let ended = self.quietly(Id::Switch, &previous.up);
        if !ended.succeeded() {
            let last = ended.last_words();
            return Restored::No(format!(
                "the previous version, {}, does not start either: {last}",
                previous.tag
            ));
        }
        self.learnt.runs_new = false;
        if std::mem::take(&mut self.learnt.adopted) {
            for call in &previous.adopt {
                self.quietly(Id::Adopt, call);
            }
        }
        let took = self.world.elapsed().saturating_sub(begin);
        (self.tell)(&Event::Restored { tag: &previous.tag, took });
        Restored::Yes(previous.tag.clone())
    }

    fn make_record(
        &mut self,
        plan: &Plan,
        around: &Circumstances,
        exit: Exit,
        outcome: Outcome,
        failed: Option<Id>,
    ) -> Record {
        let learnt = &self.learnt;
        Record {
            v: 1,
            kind: plan.kind.name().to_owned(),
            tag: learnt.serving_tag(plan).to_owned(),
            outcome,
            exit: exit.number(),
            failed_step: failed.map(|id| id.name().to_owned()),
            who: around.owner.who.clone(),
            host: around.owner.host.clone(),
            engine: around.place.clone(),
            project: plan.stack.project.clone(),
            began: clock::rfc3339(self.began),
            ended: clock::rfc3339(self.world.now()),
            previous_tag: plan.previous.as_ref().map(|it| it.tag.clone()),
            backend_image: learnt.backend_image.clone(),
            migrations_image: learnt.migrations_image.clone(),
            schema_before: learnt.before.as_ref().and_then(|it| it.current.clone()),
            schema_after: learnt
                .after
                .as_ref()
                .or(learnt.before.as_ref())
                .and_then(|it| it.current.clone()),
            backup: learnt.backup.clone(),
            steps: self.steps.clone(),
        }
    }
}

enum Restored {
    Yes(String),
    No(String),
}
