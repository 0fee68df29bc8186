//! The connection is cut at every message, and a new one can be had at once: the lock went with the old one, so
//! nothing may go on in silence.

use sea_migrate::scratch::{Moment, NewConnections};

use crate::database::{Database, mariadb, postgres};
use crate::kill::Points;
use crate::program::Program;
use crate::settle::settle;
use crate::state::State;

fn at_each_message(database: &Database<'_>) {
    let mut points = Points::default();
    for n in 1.. {
        database.clear();
        let proxy = database.proxy().unwrap();
        let moment = if n % 2 == 0 { Moment::BeforeForwarding } else { Moment::AfterForwarding };
        proxy.cut_after(n, moment, NewConnections::Accept);
        let ended = Program::new("points", &database.url_at(proxy.port())).run(&["up"]);
        let is_cut = proxy.n_chunks() >= n;
        drop(proxy);
        // This looks whether each mark was made under the lock.
        drop(State::of(database));
        let settled = settle(database, "points", n);
        if !is_cut {
            ended.exits(0);
            break;
        }
        points.add(settled);
    }
    points.tell(&format!("cut off, {:?}", database.dialect()), 50);
}

#[test]
fn at_every_message_to_postgres_nothing_runs_without_the_lock() {
    if let Some(database) = postgres() {
        at_each_message(&database);
    }
}

#[test]
fn at_every_message_to_mariadb_nothing_runs_without_the_lock() {
    if let Some(database) = mariadb() {
        at_each_message(&database);
    }
}
