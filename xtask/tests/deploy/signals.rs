//! Ctrl-C and SIGTERM at each step: nothing goes on behind our back, something serves, and the lock is free.

use crate::server::{M1, M2, Ran, Server};

const M3: &str = "m20261122_120000_rating";

/// A signal while this step is at work, and what became of the deploy.
fn stopped(step: &str, signal: &str) -> (Server, Ran) {
    let server = Server::deployed();
    server.source("two", &[M1, M2, M3]);
    server.say("hangs", step);
    let running = server.start(&["deploy", "--backup"]);
    server.wait_until_hanging(step);
    running.signal(signal);
    let ran = running.end();
    let code = match signal {
        "INT" => 130,
        "TERM" => 143,
        _ => 129,
    };
    assert_eq!(ran.code, Some(code), "{step}: {}", ran.stderr);
    let record = server.last_record();
    assert_eq!(
        (&record["outcome"], &record["failed_step"]),
        (&"interrupted".into(), &step.into()),
        "{}",
        ran.stderr
    );
    assert!(server.is_unlocked(), "{step}");
    assert!(server.serves().is_some(), "{step}: nothing serves\n{}", ran.stderr);
    assert!(server.container("places-migrate").is_none(), "{step}: a migration goes on");
    (server, ran)
}

#[test]
fn before_the_switch_the_old_backend_was_never_touched() {
    for step in ["build", "db", "pending", "backup"] {
        for signal in ["INT", "TERM"] {
            let (server, ran) = stopped(step, signal);
            assert_eq!(server.serves().as_deref(), Some("sha256:b-one"), "{step}");
            ran.says("the backend goes on as before");
            assert_eq!(server.applied(), [M1, M2]);
            assert_eq!(std::fs::read_dir(server.path(".deploy/backups")).unwrap().count(), 0);
            assert!(
                !server.read("engine/state.json").contains("sha256:b-two"),
                "what was built and never served is no version"
            );
        }
    }
}

#[test]
fn during_the_switch_the_previous_backend_is_brought_back() {
    for signal in ["INT", "TERM", "HUP"] {
        let (server, ran) = stopped("switch", signal);
        assert_eq!(server.serves().as_deref(), Some("sha256:b-one"));
        ran.says("the previous backend, ");
    }
}

#[test]
fn during_the_migration_it_is_stopped_inside_its_container() {
    for signal in ["INT", "TERM", "HUP"] {
        let (server, ran) = stopped("migrate", signal);
        assert_eq!(server.serves().as_deref(), Some("sha256:b-two"));
        assert_eq!(server.applied(), [M1, M2]);
        ran.says("stopped by SIGTERM; nothing is half done");
        ran.says("the database is at m20260901_090000_load, 1 pending");
        assert!(server.changes().iter().any(|it| it == "stop -t 30 places-migrate"));
    }
}

#[test]
fn at_the_gate_the_new_backend_stays() {
    for signal in ["INT", "TERM"] {
        let (server, ran) = stopped("gate", signal);
        assert_eq!(server.serves().as_deref(), Some("sha256:b-two"));
        ran.says("the backend serves");
    }
}

#[test]
fn after_any_of_them_the_next_deploy_succeeds() {
    for step in ["build", "switch", "migrate", "gate"] {
        let (server, _) = stopped(step, "INT");
        Server::next_second();
        let ran = server.xtask(&["deploy"]);
        assert_eq!(ran.code, Some(0), "{step}: {}", ran.stderr);
        assert_eq!(server.serves().as_deref(), Some("sha256:b-two"));
        assert_eq!(server.applied(), [M1, M2, M3]);
    }
}

#[test]
fn in_the_preflight_nothing_was_begun() {
    let server = Server::deployed();
    server.say("hangs", "config");
    let running = server.start(&["deploy"]);
    server.wait_until_hanging("config");
    running.signal("INT");
    let ran = running.end();
    assert_eq!(ran.code, Some(130), "{}", ran.stderr);
    assert_eq!(server.changes(), [""; 0]);
    assert_eq!(server.history().len(), 1);
}

#[test]
fn while_waiting_for_somebody_else() {
    let server = Server::deployed();
    server.say("hangs", "build");
    let first = server.start(&["deploy"]);
    server.wait_until_hanging("build");
    let second = server.start(&["deploy", "--lock-wait", "10m", "--format", "json"]);
    Server::wait_for(
        || server.calls().iter().filter(|it| it.words.contains("image ls")).count() >= 3,
        "the second's preflight",
    );
    second.signal("INT");
    assert_eq!(second.end().code, Some(130));
    first.signal("INT");
    assert_eq!(first.end().code, Some(130));
    assert!(server.is_unlocked());
}

#[test]
fn a_migration_in_its_container_is_stopped_too_when_it_was_asked_for_by_name() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let server = Server::deployed();
        server.source("one", &[M1, M2, M3]);
        server.say("hangs", "migrate");
        let running = server.start(&["migrate", "up", "--prod"]);
        server.wait_until_hanging("migrate");
        running.signal(signal);
        let ran = running.end();
        assert_eq!(ran.code, Some(code), "{}", ran.stderr);
        ran.says("stopped by SIGTERM; nothing is half done");
        assert!(server.container("places-migrate").is_none());
    }
}
