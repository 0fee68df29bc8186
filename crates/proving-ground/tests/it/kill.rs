//! kill -9 at every message that a migrator sends to its server: before the lock, at each statement, around each
//! record. Afterwards the next `up` works or refuses, and nothing is there by half or twice.

use sea_migrate::scratch::Moment;

use crate::database::{Database, mariadb, postgres};
use crate::patience::tell;
use crate::program::Program;
use crate::settle::{Settled, settle};
use crate::tap::Tap;

/// How many points there are, and at how many of them a person was needed.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Points {
    pub(crate) n: u64,
    pub(crate) n_by_person: u64,
}

impl Points {
    pub(crate) fn add(&mut self, settled: Settled) {
        self.n += 1;
        self.n_by_person += u64::from(settled == Settled::ByPerson);
    }

    /// Says how many there were; a sweep that met few points, or one kind of end only, has proven nothing.
    #[track_caller]
    pub(crate) fn tell(self, what: &str, at_least: u64) {
        let Self { n, n_by_person } = self;
        tell(&format!("{what}: {n} points, {n_by_person} of them left to a person"));
        assert!(n >= at_least && n_by_person > 0 && n_by_person < n, "{what}: {self:?}");
    }
}

fn at_each_message(database: &Database<'_>, moment: Moment) {
    let mut points = Points::default();
    // With a journal there are several times as many, and `going_on` has more of them.
    let (step, at_least) = if database.rolls_back() { (1, 50) } else { (5, 30) };
    for n in (1..).step_by(step) {
        database.clear();
        let tap = Tap::start(database.address().unwrap(), n, moment);
        let running = Program::new("points", &database.url_at(tap.port())).start(&["up"]);
        tap.aim(running.shared());
        let ended = running.wait();
        drop(tap);
        let settled = settle(database, "points", n);
        if ended.code.is_some() {
            ended.exits(0);
            break;
        }
        points.add(settled);
    }
    points.tell(&format!("kill -9, {moment:?}, {:?}", database.dialect()), at_least);
}

#[test]
fn at_every_message_to_postgres_that_is_lost() {
    if let Some(database) = postgres() {
        at_each_message(&database, Moment::BeforeForwarding);
    }
}

#[test]
fn at_every_message_to_postgres_that_arrives() {
    if let Some(database) = postgres() {
        at_each_message(&database, Moment::AfterForwarding);
    }
}

#[test]
fn at_every_message_to_mariadb_that_is_lost() {
    if let Some(database) = mariadb() {
        at_each_message(&database, Moment::BeforeForwarding);
    }
}

#[test]
fn at_every_message_to_mariadb_that_arrives() {
    if let Some(database) = mariadb() {
        at_each_message(&database, Moment::AfterForwarding);
    }
}
