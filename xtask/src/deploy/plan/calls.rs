//! The calls of docker that a plan is made of, each in the one form that works, with the reason.
//!
//! Pure: from a configuration and what is known to values.

use std::{path::PathBuf, time::Duration};

use super::{
    super::{
        facts::{Facts, State},
        step::{Id, Previous, Step, Work},
    },
    Config, Database,
};
use crate::docker::{
    Call, OnSignal,
    stack::{BACKEND, DB, MIGRATIONS},
};

/// The name under which commands typed by hand find what is deployed.
const LATEST: &str = "latest";
/// A build from nothing on a small server.
const BUILD: Duration = Duration::from_hours(2);
const BACKUP: Duration = Duration::from_hours(6);
/// docker's own work around a wait: creating, stopping and starting containers, pulling an image.
const MARGIN: Duration = Duration::from_mins(10);

/// The calls of a plan.
pub(super) struct Calls<'c> {
    pub(super) config: &'c Config,
}

impl Calls<'_> {
    pub(super) fn name(&self, service: &str, tag: &str) -> String {
        format!("{}:{tag}", self.config.stack.image(service))
    }

    pub(super) fn compose(&self, tag: &str, words: &[&str]) -> Call {
        self.config.stack.compose(words.iter().copied()).set("APP_TAG", tag)
    }

    /// `cat` ends with its input, and its input ends with us, however we end: nobody has to clean up behind a crash.
    /// The database's image is used because the server needs it anyway.
    pub(super) fn lock(&self, facts: &Facts) -> Work {
        // By repository: the names were asked for before the tag of a rollback was known.
        let ours = [BACKEND, MIGRATIONS].map(|service| self.config.stack.image(service) + ":");
        let is_ours = |name: &str| ours.iter().any(|it| name.starts_with(it.as_str()));
        let image = facts.image_names.iter().find(|name| !is_ours(name));
        let name = self.config.stack.deploying();
        let flags =
            ["run", "--rm", "--interactive", "--name", &name, "--network", "none", "--read-only"];
        let hold = image.map(|image| Call::new(flags).words(["--entrypoint", "cat", image]));
        Work::Lock { hold, wait: self.config.lock_wait }
    }

    pub(super) fn diagnose(&self, steps: &mut [Step]) {
        for it in steps {
            let service = match it.id {
                Id::Db => DB,
                Id::Switch | Id::Gate => BACKEND,
                _ => continue,
            };
            let words = ["logs", "--no-color", "--no-log-prefix", "--tail", "30", service];
            it.diagnose = Some(self.compose(&self.config.tag, &words));
        }
    }

    pub(super) fn build(&self, newest: Option<&str>) -> Call {
        let call = self.compose(&self.config.tag, &["build", BACKEND, MIGRATIONS]);
        let call = newest.into_iter().fold(call, |call, name| call.set("SCHEMA_HEAD", name));
        call.limit(BUILD)
    }

    pub(super) fn db(&self) -> Call {
        let recreate: &[&str] = match self.config.database {
            Database::Keep => &["--no-recreate"],
            Database::Recreate => &[],
        };
        let seconds = self.config.timeout.as_secs().to_string();
        let words = [&["up", "--detach"], recreate, &["--wait", "--wait-timeout", &seconds, DB]];
        self.compose(&self.config.tag, &words.concat()).limit(self.config.timeout + MARGIN)
    }

    /// The migrations' program, in a container whose name the engine gives only once. Never `up`: that exits with 0
    /// when the migration fails. Never with dependencies: those may recreate the database.
    pub(super) fn run(&self, tag: &str, words: &[&str]) -> Call {
        let name = self.config.stack.migrating();
        // What its hints say can then be typed.
        let program = format!(
            "SEA_MIGRATE_BIN=cargo xtask migrate {}{}",
            self.config.stack.stage.flag(),
            self.config.engine.flags()
        );
        let run =
            ["run", "--rm", "--no-deps", "-T", "--env", &program, "--name", &name, MIGRATIONS];
        self.compose(tag, &run).words(words.iter().copied()).on_signal(OnSignal::Stop(name.clone()))
    }

    pub(super) fn status(&self, tag: &str) -> Call {
        self.run(tag, &["status", "--format", "json", "--wait", "30s"])
            .limit(Duration::from_mins(2))
    }

    pub(super) fn migrate(&self) -> Call {
        self.run(&self.config.tag, &["up"]).limit(self.config.migrate_timeout).joined()
    }

    /// What an earlier run left behind, and which would keep its name.
    pub(super) fn clear(&self, state: &State) -> Option<Call> {
        let name = self.config.stack.migrating();
        state.named(&name).filter(|it| !it.runs()).map(|_| Call::new(["container", "rm", &name]))
    }

    pub(super) fn backup(&self) -> Work {
        let path = PathBuf::from(format!(".deploy/backups/{}.dump", self.config.tag));
        let dump =
            r#"exec pg_dump --format=custom --username="$POSTGRES_USER" --dbname="$POSTGRES_DB""#;
        let exec = ["exec", "-T", DB];
        let tag = &self.config.tag;
        Work::Backup {
            dump: self.compose(tag, &exec).words(["sh", "-c", dump]).limit(BACKUP).writing(&path),
            check: self
                .compose(tag, &exec)
                .words(["pg_restore", "--list"])
                .limit(BACKUP)
                .reading(&path),
            path,
        }
    }

    /// One form wherever the backend is started: another one makes another configuration of it in some versions of
    /// compose, and thus a second recreation.
    pub(super) fn up(&self, tag: &str) -> Call {
        let seconds = self.config.timeout.as_secs().to_string();
        let words = [
            "up",
            "--detach",
            "--no-build",
            "--no-deps",
            "--wait",
            "--wait-timeout",
            &seconds,
            BACKEND,
        ];
        self.compose(tag, &words).limit(self.config.timeout + MARGIN)
    }

    pub(super) fn ready(&self) -> Call {
        let words = ["exec", "-T", BACKEND, "/backend", "healthcheck", "--ready"];
        self.compose(&self.config.tag, &words).limit(Duration::from_secs(20))
    }

    pub(super) fn adopt(&self, tag: &str) -> Vec<Call> {
        [BACKEND, MIGRATIONS].map(|service| self.call_it(service, tag, LATEST)).into()
    }

    pub(super) fn adopt_what_is_there(&self, tag: &str, state: &State) -> Vec<Call> {
        let services = [BACKEND, MIGRATIONS].into_iter();
        let there = services.filter(|service| state.image(&self.name(service, tag)).is_some());
        there.map(|service| self.call_it(service, tag, LATEST)).collect()
    }

    pub(super) fn call_it(&self, service: &str, tag: &str, new: &str) -> Call {
        Call::new(["image", "tag", &self.name(service, tag), &self.name(service, new)])
    }

    /// The running image under a name of its own, where the name that it was started under is not its any more, or may
    /// become another's.
    pub(super) fn keep(&self, state: &State) -> Option<Call> {
        let running = state.backend()?;
        let (tag, is_its_own) = self.previous_tag(state)?;
        let kept = self.name(BACKEND, &tag);
        (!is_its_own).then(|| Call::new(["image", "tag", &running.image, &kept]))
    }

    /// The tag by which the running image can be started again, and whether it has it already.
    pub(super) fn previous_tag(&self, state: &State) -> Option<(String, bool)> {
        let running = state.backend()?;
        let own = running.tag().filter(|tag| {
            *tag != LATEST
                && state.image(&self.name(BACKEND, tag)).is_some_and(|it| it.id == running.image)
        });
        Some(match own.or_else(|| state.running_version(&self.config.stack)) {
            Some(tag) => (tag.to_owned(), true),
            None => (format!("before-{}", self.config.tag), false),
        })
    }

    pub(super) fn previous(&self, state: &State) -> Option<Previous> {
        let (tag, _) = self.previous_tag(state)?;
        let mut adopt = vec![self.call_it(BACKEND, &tag, LATEST)];
        if state.migrations_image(&self.config.stack, &tag).is_some() {
            adopt.push(self.call_it(MIGRATIONS, &tag, LATEST));
        }
        // Signals wait: what is half done here is a server that does not serve.
        let up = self.up(&tag).on_signal(OnSignal::Finish);
        Some(Previous { tag, up, adopt })
    }
}
