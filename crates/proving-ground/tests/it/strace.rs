//! kill -9 at every system call by which a migrator changes a file: SQLite's own writes, and those around them.
//!
//! `strace` does it from outside, at the moment when the system call is made and before it has an effect.

use std::process::{Command, Stdio};

use crate::database::sqlite;
use crate::kill::Points;
use crate::patience::tell;
use crate::settle::settle;

/// Whether `strace` is here; without it the test is skipped, but not where `CI` is set.
fn is_here() -> bool {
    let works = Command::new("strace")
        .args(["-o", "/dev/null", "true"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    assert!(works || std::env::var_os("CI").is_none(), "strace is not here, or may not trace");
    if !works {
        tell("skipped: strace is not here, or may not trace");
    }
    works
}

/// Kills at the n-th of these system calls of a thread, for each n that there is.
fn at_each(calls: &str) -> Points {
    let database = sqlite();
    let mut points = Points::default();
    for n in 1.. {
        database.clear();
        let inject = format!("inject={calls}:signal=SIGKILL:when={n}");
        let trace = format!("trace={calls}");
        let wrapper = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject];
        let ended = database.program("points").behind(wrapper).run(&["up"]);
        let settled = settle(&database, "points", n);
        if ended.code.is_some() {
            ended.exits(0);
            break;
        }
        points.add(settled);
    }
    points
}

#[test]
fn at_every_write_sync_and_removal_of_a_journal() {
    if is_here() {
        at_each("pwrite64,fdatasync,fsync,unlink").tell("kill -9, SQLite's files", 50);
    }
}

#[test]
fn at_every_lock_and_every_word() {
    if is_here() {
        at_each("flock,ftruncate,write").tell("kill -9, locks and output, SQLite", 10);
    }
}
