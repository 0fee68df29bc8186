//! A plan performed in a world of paper: every call is written down, and every answer is the test's.

use std::{
    collections::VecDeque,
    io,
    path::Path,
    time::{Duration, SystemTime},
};

use super::{super::world::NoLock, *};
use crate::{
    deploy::{
        facts::fixture,
        plan::{self, Backup, Config, Database, Order},
    },
    docker::{Call, Ended, Engine, How},
    signals::Signal,
};

const STATUS: &str = r#"{"status":"behind","current":"m1","migrations":[{"name":"m1","state":"applied"},{"name":"m2","state":"pending"}]}"#;
const CURRENT: &str = r#"{"status":"current","current":"m2","migrations":[{"name":"m1","state":"applied"},{"name":"m2","state":"applied"}]}"#;

/// What is answered, by a part of the call; without an answer it succeeds and says nothing.
#[derive(Default)]
struct Paper {
    answers: Vec<(&'static str, VecDeque<(i32, String)>)>,
    lines: Vec<String>,
    /// A signal comes before the call that has this part.
    signal_before: Option<&'static str>,
    signal: Option<Signal>,
    disk_is_full: bool,
    lock_is_lost: bool,
    clock: Duration,
    records: Vec<Record>,
}

impl Paper {
    /// The last answer is given again and again.
    fn answer(mut self, part: &'static str, answers: &[(i32, &str)]) -> Self {
        let answers = answers.iter().map(|(code, said)| (*code, (*said).to_owned())).collect();
        self.answers.push((part, answers));
        self
    }

    fn server() -> Self {
        Self::default()
            .answer("container ls --all --quiet --no-trunc --filter label", &[(0, "backend-id")])
            .answer("container inspect", &[(0, &container(0))])
            .answer("image inspect", &[(0, r#"{"name":"n","id":"sha256:new","schema_head":"m2"}"#)])
            .answer("migrations status", &[(0, STATUS), (0, CURRENT)])
    }

    fn said(&self, part: &str) -> usize {
        self.lines.iter().filter(|line| line.contains(part)).count()
    }
}

fn container(restarts: u64) -> String {
    format!(
        r#"{{"id":"backend-id","name":"/places-backend-1","service":"backend","image":"sha256:old","image_name":"x:y",
        "config_hash":null,"owner":null,"state":"running","started":"","exit_code":0,"health":"healthy","restarts":{restarts}}}"#
    )
    .replace('\n', "")
}

impl World for Paper {
    fn run(&mut self, call: &Call, _: &mut dyn FnMut(Seen<'_>)) -> Ended {
        let line = call.line(&[]);
        self.lines.push(line.clone());
        let answer = self.answers.iter_mut().find(|(part, _)| line.contains(part));
        let (code, stdout) = match answer {
            Some((_, answers)) if answers.len() > 1 => answers.pop_front().unwrap(),
            Some((_, answers)) => answers[0].clone(),
            None => (0, String::new()),
        };
        if self.signal_before.is_some_and(|part| line.contains(part)) {
            self.signal_before = None;
            return Ended {
                how: How::Stopped(Signal::Interrupt),
                stdout: String::new(),
                tail: Vec::new(),
            };
        }
        Ended { how: How::Code(code), tail: stdout.lines().map(str::to_owned).collect(), stdout }
    }

    fn lock(
        &mut self,
        _: Option<&Call>,
        _: Duration,
        _: &mut dyn FnMut(Option<&Owner>),
    ) -> Result<(), NoLock> {
        Ok(())
    }

    fn holds_lock(&mut self) -> bool {
        !self.lock_is_lost
    }

    fn signal(&mut self) -> Option<Signal> {
        self.signal.take()
    }

    fn stopped_by(&mut self) -> Option<Signal> {
        self.signal
    }

    fn pause(&mut self, time: Duration) {
        self.clock += time;
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.clock
    }

    fn elapsed(&self) -> Duration {
        self.clock
    }

    fn record(&mut self, record: &Record) -> io::Result<()> {
        if self.disk_is_full {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.records.push(record.clone());
        Ok(())
    }

    fn discard(&mut self, _: &Path) {}

    fn size(&mut self, _: &Path) -> u64 {
        0
    }
}

fn config() -> Config {
    Config {
        stack: fixture::stack(),
        engine: Engine::default(),
        tag: "20261122-131502".into(),
        order: Order::AppFirst,
        backup: Backup::No,
        database: Database::Keep,
        timeout: Duration::from_secs(30),
        settle: Duration::from_secs(2),
        migrate_timeout: Duration::from_hours(1),
        lock_wait: Duration::ZERO,
    }
}

/// Performs a deploy on a server on which `20261101-000000` runs.
fn deploy(world: &mut Paper) -> (Finish, Vec<String>) {
    let (_, facts) = fixture::running("20261101-000000", &["20261101-000000"]);
    let plan = plan::plan(&config(), &facts);
    let mut events = Vec::new();
    let mut tell = |event: &Event<'_>| match event {
        Event::Done { step, .. } => events.push(format!("{} done", step.name())),
        Event::Failed { step, .. } => events.push(format!("{} failed", step.name())),
        Event::Skipped { step, .. } => events.push(format!("{} skipped", step.name())),
        Event::Restored { tag, .. } => events.push(format!("{tag} restored")),
        _ => {}
    };
    let owner = Owner {
        who: "ada".into(),
        host: "h".into(),
        pid: 1,
        since: String::new(),
        tag: String::new(),
    };
    let around = Circumstances { owner, place: "here".into(), flags: String::new() };
    let mut run = Run::new(world, &mut tell);
    run.lock(&plan, &around).unwrap();
    let finish = run.rest(&plan, &facts.state, &around);
    (finish, events)
}

#[test]
fn a_deploy_is_its_steps_in_their_order() {
    let mut world = Paper::server();
    let (finish, events) = deploy(&mut world);
    assert_eq!(finish.exit, Exit::Done, "{finish:?}");
    let expected = [
        "lock", "build", "compare", "db", "pending", "switch", "adopt", "migrate", "gate",
        "record", "prune",
    ];
    assert_eq!(events, expected.map(|name| format!("{name} done")));
    assert_eq!(world.records[0].schema_after.as_deref(), Some("m2"));
}

#[test]
fn ready_once_is_not_ready() {
    let ready = [(0, ""), (0, ""), (1, "503: no"), (0, ""), (0, ""), (0, "")];
    let mut world = Paper::server().answer("healthcheck --ready", &ready);
    let (finish, _) = deploy(&mut world);
    assert_eq!((finish.exit, world.said("healthcheck --ready")), (Exit::Done, 6));
}

#[test]
fn a_backend_that_restarts_is_sent_back_at_once() {
    let mut world = Paper::server();
    let at = world.answers.iter_mut().find(|(part, _)| *part == "container inspect").unwrap();
    at.1 = [(0, container(0)), (0, container(0)), (0, container(0)), (0, container(1))].into();
    // The new container has an id of its own.
    for (_, said) in &mut at.1 {
        *said = said.replace("backend-id", "new-id");
    }
    let (finish, events) = deploy(&mut world);
    assert_eq!(finish.exit, Exit::RolledBack, "{finish:?}");
    assert!(finish.what.contains("was restarted once"), "{}", finish.what);
    assert_eq!(events.last().unwrap(), "20261101-000000 restored");
    assert!(world.said("APP_TAG=20261101-000000") > 0);
}

#[test]
fn a_program_that_ends_well_with_migrations_pending_is_not_believed() {
    let mut world = Paper::server();
    world.answers.iter_mut().find(|(part, _)| *part == "migrations status").unwrap().1 =
        [(0, STATUS.to_owned())].into();
    let (finish, _) = deploy(&mut world);
    assert_eq!(finish.exit, Exit::Migrate);
    assert!(finish.what.contains("still pending"), "{}", finish.what);
}

#[test]
fn a_full_disk_costs_the_record_and_not_the_deploy() {
    let mut world = Paper { disk_is_full: true, ..Paper::server() };
    let (finish, events) = deploy(&mut world);
    assert_eq!(finish.exit, Exit::Done);
    assert!(events.contains(&"record failed".to_owned()));
}

#[test]
fn without_the_lock_nothing_that_serves_is_touched() {
    let mut world = Paper { lock_is_lost: true, ..Paper::server() };
    let (finish, _) = deploy(&mut world);
    assert_eq!(finish.exit, Exit::Locked);
    assert_eq!(world.said(" up "), 0);
}

#[test]
fn a_signal_between_two_steps_is_heard_before_the_next() {
    let mut world = Paper { signal: Some(Signal::Terminate), ..Paper::server() };
    let (_, facts) = fixture::running("20261101-000000", &["20261101-000000"]);
    let plan = plan::plan(&config(), &facts);
    let owner = Owner {
        who: "ada".into(),
        host: "h".into(),
        pid: 1,
        since: String::new(),
        tag: String::new(),
    };
    let around = Circumstances { owner, place: "here".into(), flags: String::new() };
    let mut tell = |_: &Event<'_>| {};
    let finish = Run::new(&mut world, &mut tell).rest(&plan, &facts.state, &around);
    assert_eq!((finish.exit, world.said("build")), (Exit::Terminated, 0));
}

#[test]
fn a_signal_during_the_migration_still_says_where_the_database_stands() {
    let mut world = Paper { signal_before: Some("migrate migrations up"), ..Paper::server() };
    let (finish, _) = deploy(&mut world);
    assert_eq!((finish.exit, finish.outcome), (Exit::Interrupted, Outcome::Interrupted));
    assert!(finish.what.contains("the database is at m2, 0 pending"), "{}", finish.what);
    assert_eq!(world.said("APP_TAG=20261101-000000"), 0, "the backend stays");
}
