//! Deploys that go wrong: what keeps serving, what the exit code says, and what is to be typed next.

use crate::server::{M1, M2, Ran, Server};

const BAD: &str = "m20261122_120000_bad";

/// Ended with this code at this step; the record says the same, and nothing is locked.
fn ended(server: &Server, ran: &Ran, code: i32, step: &str) {
    assert_eq!(ran.code, Some(code), "{}", ran.stderr);
    let record = server.last_record();
    assert_eq!((&record["exit"], &record["failed_step"]), (&code.into(), &step.into()));
    assert!(server.is_unlocked());
    ran.says("error: ");
    ran.says("hint: ");
}

#[test]
fn a_failing_migration_leaves_the_backend_serving() {
    let server = Server::deployed();
    server.source("two", &[M1, M2, BAD]);
    let ran = server.xtask(&["deploy"]);
    ended(&server, &ran, 30, "migrate");
    assert_eq!(server.serves().as_deref(), Some("sha256:b-two"));
    assert_eq!(server.applied(), [M1, M2]);
    // The end of its log, where the database stands, and what to type.
    assert_eq!(
        ran.stderr.matches("relation \"nowhere\" does not exist").count(),
        1,
        "{}",
        ran.stderr
    );
    ran.says("the database is at m20260901_090000_load, 1 pending");
    ran.says("cargo xtask migrate status --prod");
    ran.says("cargo xtask deploy rollback");
    assert_eq!(server.last_record()["schema_after"], M2);
}

#[test]
fn a_failing_migration_that_goes_first_leaves_the_old_backend_untouched() {
    let server = Server::deployed();
    let before = server.container("places-backend-1");
    server.source("two", &[M1, M2, BAD]);
    let ran = server.xtask(&["deploy", "--order", "migrate-first"]);
    ended(&server, &ran, 30, "migrate");
    assert_eq!(server.container("places-backend-1"), before);
    // What never served is no version to go back to.
    assert!(!server.read("engine/state.json").contains("sha256:b-two"));
}

#[test]
fn mended_the_next_deploy_does_what_was_left() {
    let server = Server::deployed();
    server.source("two", &[M1, M2, BAD]);
    assert_eq!(server.xtask(&["deploy"]).code, Some(30));
    let backend = server.container("places-backend-1");
    Server::next_second();
    server.source("two", &[M1, M2, "m20261122_120000_mended"]);
    let ran = server.xtask(&["deploy"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(server.container("places-backend-1"), backend, "it was switched already");
    assert_eq!(server.applied().len(), 3);
}

#[test]
fn a_failing_build_stops_nothing() {
    let server = Server::deployed();
    let before = server.state()["containers"].clone();
    server.source("two", &[M1, M2]);
    server.say("fails", "build");
    let ran = server.xtask(&["deploy"]);
    ended(&server, &ran, 20, "build");
    assert_eq!(server.state()["containers"], before);
    ran.says("`docker compose build backend migrations` failed with exit code 17");
    ran.says("build fails because the test says so");
}

#[test]
fn a_database_that_does_not_start_leaves_the_backend_alone() {
    for (what, step) in [("db", "db"), ("unreachable", "pending")] {
        let server = Server::deployed();
        let before = server.container("places-backend-1");
        server.source("two", &[M1, M2]);
        server.say("fails", what);
        let ran = server.xtask(&["deploy"]);
        ended(&server, &ran, 25, step);
        assert_eq!(server.container("places-backend-1"), before);
    }
}

#[test]
fn a_backup_that_can_not_be_read_back_is_none_and_nothing_is_migrated() {
    for what in ["backup", "check"] {
        let server = Server::deployed();
        server.source("two", &[M1, M2, "m3_more"]);
        server.say("fails", what);
        let ran = server.xtask(&["deploy", "--backup"]);
        ended(&server, &ran, 26, "backup");
        assert_eq!(server.applied(), [M1, M2]);
        assert_eq!(server.serves().as_deref(), Some("sha256:b-one"));
        assert_eq!(
            std::fs::read_dir(server.path(".deploy/backups")).unwrap().count(),
            0,
            "no half file is left"
        );
    }
}

#[test]
fn a_backend_that_does_not_come_up_is_replaced_by_the_previous_one() {
    for (trouble, step) in [("unhealthy", "switch"), ("not-ready", "gate"), ("crashes", "gate")] {
        let server = Server::deployed();
        server.source("two", &[M1, M2]);
        server.say(trouble, "sha256:b-two");
        let ran = server.xtask(&["deploy", "--timeout", "2s"]);
        ended(&server, &ran, 40, step);
        assert_eq!(server.serves().as_deref(), Some("sha256:b-one"), "{trouble}");
        assert_eq!(server.last_record()["outcome"], "rolled_back");
        ran.says("a line of the log");
        ran.says("serves again");
        // `latest` is what serves, and the version that failed is none to go back to.
        let images = server.state()["images"].clone();
        assert_eq!(images["places-backend:latest"]["id"], "sha256:b-one", "{trouble}");
        assert!(!images.to_string().contains("sha256:b-two"), "{trouble}");
    }
}

#[test]
fn what_is_missing_is_named_when_the_backend_is_not_ready() {
    let server = Server::deployed();
    server.source("two", &[M1, M2]);
    server.say("not-ready", "sha256:b-two");
    server.xtask(&["deploy", "--timeout", "2s"]).says("503: locations.rating is missing");
}

#[test]
fn a_first_deploy_that_does_not_come_up_has_nothing_to_go_back_to() {
    let server = Server::empty();
    server.say("unhealthy", "sha256:b-one");
    let ran = server.xtask(&["deploy", "--timeout", "2s"]);
    ended(&server, &ran, 41, "switch");
    ran.says("there is no previous version");
}

#[test]
fn when_the_previous_one_does_not_start_either_that_is_said() {
    let server = Server::deployed();
    server.source("two", &[M1, M2]);
    server.say("unhealthy", "sha256:b-two sha256:b-one");
    let ran = server.xtask(&["deploy", "--timeout", "2s"]);
    ended(&server, &ran, 41, "switch");
    ran.says("does not start either");
}

#[test]
fn an_unchanged_backend_that_is_not_ready_is_no_success() {
    let server = Server::deployed();
    server.say("not-ready", "sha256:b-one");
    let ran = server.xtask(&["deploy", "--timeout", "2s"]);
    ended(&server, &ran, 41, "gate");
    ran.says("its image was serving before, too");
}

#[test]
fn a_history_that_needs_a_person_is_found_before_anything_is_switched() {
    let server = Server::deployed();
    let before = server.container("places-backend-1");
    server.source("two", &[M1, M2, "m3_half"]);
    let ran = server.xtask(&["deploy"]);
    ended(&server, &ran, 30, "pending");
    ran.says("`m3_half` stopped half way");
    assert_eq!(server.container("places-backend-1"), before);
}

#[test]
fn a_lock_that_is_lost_ends_the_deploy_before_it_touches_anything() {
    let server = Server::deployed();
    let before = server.container("places-backend-1");
    server.source("two", &[M1, M2]);
    server.say("hangs", "build");
    let running = server.start(&["deploy"]);
    server.wait_until_hanging("build");
    server.say("lock", "lost");
    server.say("go-on", "");
    let ran = running.end();
    assert_eq!(ran.code, Some(11), "{}", ran.stderr);
    ran.says("the lock on the engine is lost");
    assert_eq!(server.container("places-backend-1"), before);
}

#[test]
fn migrations_that_last_too_long_are_stopped_in_an_orderly_way() {
    let server = Server::deployed();
    server.source("two", &[M1, M2, "m3_long"]);
    server.say("hangs", "migrate");
    let ran = server.xtask(&["deploy", "--migrate-timeout", "1s"]);
    ended(&server, &ran, 30, "migrate");
    ran.says("it took too long and was stopped in an orderly way");
    ran.says("stopped by SIGTERM; nothing is half done");
    assert!(server.container("places-migrate").is_none());
    assert_eq!(server.serves().as_deref(), Some("sha256:b-two"));
}
