//! The work on the database: what is pending, the backup, the migrations.
//!
//! All of it is done by the migrations' own program and by PostgreSQL's; nothing here opens a connection.

use std::path::Path;

use super::{
    super::{
        event::{Audience, Event},
        standing::{Standing, counted, meaning},
        step::{Kind, Plan, Step},
    },
    Halt, Run,
};
use crate::{
    docker::{Call, How},
    exit::Exit,
};

impl Run<'_> {
    pub(super) fn pending(
        &mut self,
        plan: &Plan,
        step: &Step,
        clear: Option<&Call>,
        ask: &Call,
    ) -> Result<String, Halt> {
        if let Some(clear) = clear {
            self.quietly(step.id, clear);
        }
        let standing = self.standing(ask)?;
        let unknown = standing.unknown().join(", ");
        if !unknown.is_empty() {
            let what = format!(
                "the database has migrations that {} does not contain: {unknown}",
                plan.tag
            );
            let hint = "it serves if what it needs is still there; down migrations never run by themselves";
            (self.tell)(&Event::Warned { what: &what, hint });
        }
        let (pending, person) = (standing.pending().join(", "), standing.needs_a_person());
        let n = standing.pending().len();
        self.learnt.before = Some(standing);
        match (plan.kind, person) {
            (Kind::Deploy, Some(why)) => {
                let what = format!("the history of the migrations needs a person: {why}");
                Err(Halt::new(Exit::Migrate, what))
            }
            (Kind::Deploy, None) if n == 0 => Ok("nothing".to_owned()),
            (Kind::Deploy, None) => Ok(format!("{}: {pending}", counted(n))),
            (Kind::Rollback, _) if unknown.is_empty() => {
                Ok("it knows all that is applied".to_owned())
            }
            (Kind::Rollback, _) => Ok(unknown),
        }
    }

    fn standing(&mut self, ask: &Call) -> Result<Standing, Halt> {
        let ended = self.ask(ask);
        if !ended.succeeded() {
            if let How::Stopped(signal) = ended.how {
                return Err(Halt::signal(signal));
            }
            let (exit, what) = meaning(&ended);
            return Err(Halt::new(exit, what).tail(&ended.tail));
        }
        Standing::read(&ended.stdout).ok_or_else(|| {
            Halt::new(Exit::Migrate, "the migrations' answer can't be read").tail(&ended.tail)
        })
    }

    pub(super) fn backup(
        &mut self,
        step: &Step,
        dump: &Call,
        check: &Call,
        path: &Path,
    ) -> Result<String, Halt> {
        let ended = self.quietly(step.id, dump);
        let made = Halt::of(dump, &ended, Exit::Backup).and_then(|()| {
            let ended = self.quietly(step.id, check);
            Halt::of(check, &ended, Exit::Backup)?;
            // A list of nothing but comments is a dump of nothing.
            let n = ended
                .stdout
                .lines()
                .filter(|line| !line.starts_with(';') && !line.trim().is_empty())
                .count();
            if n == 0 && !self.learnt.before.as_ref().is_some_and(|it| it.applied().is_empty()) {
                return Err(Halt::new(
                    Exit::Backup,
                    "the backup holds nothing, though migrations are applied",
                ));
            }
            Ok(n)
        });
        match made {
            Ok(n) => {
                let size = self.world.size(path);
                self.learnt.backup = Some(path.display().to_string());
                Ok(format!("{}, {n} entries, {} KiB", path.display(), size.div_ceil(1024)))
            }
            Err(halt) => {
                self.world.discard(path);
                Err(halt)
            }
        }
    }

    pub(super) fn migrate(&mut self, step: &Step, up: &Call, ask: &Call) -> Result<String, Halt> {
        let ended = self.watched(step.id, up, Audience::Everybody);
        if let How::NotStarted(why) = &ended.how {
            return Err(Halt::new(Exit::Migrate, why.clone()));
        }
        self.learnt.migrated = true;
        let signal = if let How::Stopped(signal) = ended.how { Some(signal) } else { None };
        // Where the database stands is worth knowing after a failure, too. A second signal ends this, and nothing else.
        self.learnt.after = self.standing(ask).ok();
        let place = self.learnt.after.as_ref().map(|it| match &it.current {
            Some(name) => format!("the database is at {name}, {} pending", it.pending().len()),
            None => "nothing is applied".to_owned(),
        });
        if ended.succeeded() {
            let left = self.learnt.after.as_ref().map_or(0, |it| it.pending().len());
            if left > 0 {
                let what = format!(
                    "the migration program ended well, and {} still pending",
                    counted(left)
                );
                return Err(Halt::new(Exit::Migrate, what));
            }
            return Ok(format!("{} applied", counted(self.learnt.n_pending())));
        }
        let place = place.map(|place| format!("; {place}")).unwrap_or_default();
        if let Some(signal) = signal {
            let mut halt = Halt::signal(signal);
            halt.what = format!("the migration was {}{place}", halt.what);
            return Err(halt);
        }
        let (exit, what) = meaning(&ended);
        Err(Halt::new(exit, format!("{what}{place}")).tail(&ended.tail))
    }
}
