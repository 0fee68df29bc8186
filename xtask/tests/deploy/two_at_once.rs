//! Two deploys at once, and one that was killed: one at a time, by name, and never locked for good.

use crate::server::{M1, M2, Server};

/// A second clone of the repository on the same server: it shares the engine and no folder.
fn clone_of(server: &Server) -> Server {
    let clone = Server::empty();
    std::fs::remove_dir_all(clone.path("engine")).unwrap();
    std::os::unix::fs::symlink(server.path("engine"), clone.path("engine")).unwrap();
    clone
}

#[test]
fn the_second_is_told_who_is_deploying_in_the_same_folder_and_in_another_one() {
    let server = Server::deployed();
    let other = clone_of(&server);
    server.say("hangs", "build");
    let first = server.start(&["deploy"]);
    server.wait_until_hanging("build");
    for second in [&server, &other] {
        let ran = second.xtask(&["deploy"]);
        assert_eq!(ran.code, Some(11), "{}", ran.stderr);
        ran.says("ada@");
        ran.says("has been deploying 20");
        ran.says("--lock-wait 15m");
    }
    server.xtask(&["deploy", "status"]).says("deploying ada@");
    server.say("go-on", "");
    assert_eq!(first.end().code, Some(0));
    assert!(server.is_unlocked());
}

#[test]
fn the_second_waits_and_then_finds_everything_done() {
    let server = Server::deployed();
    let other = clone_of(&server);
    server.source("two", &[M1, M2]);
    server.say("hangs", "build");
    let first = server.start(&["deploy"]);
    server.wait_until_hanging("build");
    let seconds =
        [&server, &other].map(|it| it.start(&["deploy", "--lock-wait", "5m", "--format", "json"]));
    Server::wait_for(
        || server.calls().iter().filter(|it| it.words.contains("image ls")).count() >= 4,
        "both preflights",
    );
    server.say("go-on", "");
    assert_eq!(first.end().code, Some(0));
    for second in seconds {
        let ran = second.end();
        assert_eq!(ran.code, Some(0), "{}", ran.stdout);
        let events = ran.json();
        assert_eq!(events.last().unwrap()["outcome"], "unchanged", "it saw what the first one did");
    }
}

#[test]
fn a_lock_does_not_outlive_its_holder() {
    let server = Server::deployed();
    server.say("hangs", "build");
    let first = server.start(&["deploy"]);
    server.wait_until_hanging("build");
    first.signal("KILL");
    assert_eq!(first.end().code, None);
    Server::wait_for(|| server.is_unlocked(), "the locks of a process that is no more");
    Server::next_second();
    let ran = server.xtask(&["deploy"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}

#[test]
fn a_migration_that_was_left_running_is_named_and_not_run_over() {
    let server = Server::deployed();
    server.source("two", &[M1, M2, "m3_more"]);
    server.say("hangs", "migrate");
    let first = server.start(&["deploy"]);
    server.wait_until_hanging("migrate");
    first.signal("KILL");
    assert_eq!(first.end().code, None);
    let ran = server.xtask(&["deploy"]);
    assert_eq!(ran.code, Some(10), "{}", ran.stderr);
    ran.says("a migration is still at work in the container `places-migrate`");
    ran.says("docker stop places-migrate");
    let ran = server.xtask(&["migrate", "up", "--prod"]);
    assert_eq!(ran.code, Some(4), "{}", ran.stderr);
    // Looking is allowed meanwhile.
    assert_eq!(server.xtask(&["migrate", "status", "--prod"]).code, Some(0));
    server.say("go-on", "");
}
