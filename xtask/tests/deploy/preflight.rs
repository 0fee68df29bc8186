//! What is wrong is said at once, all of it, and nothing is begun.

use std::{fs, os::unix::fs::PermissionsExt as _};

use crate::server::{Ran, Server};

fn refused(server: &Server, words: &[&str]) -> Ran {
    let ran = server.xtask(words);
    assert_eq!(ran.code, Some(10), "{}", ran.stderr);
    assert_eq!(server.changes(), [""; 0]);
    assert!(server.history().is_empty());
    ran.says("nothing was begun");
    ran
}

#[test]
fn everything_is_reported_at_once() {
    let server = Server::empty();
    server.say("engine", "19.03.8");
    server.say("compose", "1.29.2");
    server.say("fails", "config");
    server.write(".env", "POSTGRES_PASSWORD=pa$$word\nDATABASE_URL=two words\n");
    let ran = refused(&server, &["deploy"]);
    for part in [
        "the docker engine is 19.03.8, 20.10.0 is the oldest that works",
        "the compose plugin is 1.29.2, 2.17.0 is the oldest that works",
        "compose refuses docker-compose.yml: required variable POSTGRES_PASSWORD is missing a value",
        ".env:1: `POSTGRES_PASSWORD`: a `$` without single quotes is replaced by compose",
        ".env:2: the value of `DATABASE_URL` ",
    ] {
        ran.says(part);
    }
    assert!(ran.stderr.matches("\nhint: ").count() >= 5, "{}", ran.stderr);
    assert!(
        !ran.stderr.contains("pa$$word") && !ran.stderr.contains("two words"),
        "{}",
        ran.stderr
    );
    ran.says("5 things are to be mended first");
}

#[test]
fn without_an_engine_or_the_plugin_it_says_where_to_get_them() {
    let server = Server::empty();
    server.say("engine", "down");
    server.say("compose", "missing");
    let ran = refused(&server, &["deploy"]);
    ran.says("no docker engine answers: Cannot connect to the Docker daemon");
    ran.says("docker's compose plugin does not answer: docker: 'compose' is not a docker command.");
    let ran = server.xtask(&["deploy", "status"]);
    assert_eq!(ran.code, Some(10), "{}", ran.stderr);
}

#[test]
fn without_docker_that_is_the_problem() {
    let server = Server::empty();
    fs::remove_file(server.path("bin/docker")).unwrap();
    let mut command = server.command(&["deploy"]);
    let ran = command.env("PATH", server.path("bin")).output().unwrap();
    assert_eq!(ran.status.code(), Some(10));
    let stderr = String::from_utf8(ran.stderr).unwrap();
    assert!(stderr.contains("`docker` can't be started"), "{stderr}");
}

#[test]
fn odd_versions_are_read_and_unreadable_ones_only_warned_of() {
    for version in ["2.26.1-4", "v2.29.2-desktop.2", "5.3.0", "dev"] {
        let server = Server::empty();
        server.say("compose", version);
        let ran = server.xtask(&["deploy"]);
        assert_eq!(ran.code, Some(0), "{version}: {}", ran.stderr);
        assert_eq!(ran.stderr.contains("can't be read"), version == "dev", "{}", ran.stderr);
    }
}

#[test]
fn a_missing_env_file_is_copied_from_the_example() {
    let server = Server::empty();
    fs::remove_file(server.path(".env")).unwrap();
    server.say("fails", "config");
    refused(&server, &["deploy"]).says("cp .env.example .env");
}

#[test]
fn an_env_file_that_others_can_read_is_warned_of() {
    let server = Server::empty();
    fs::set_permissions(server.path(".env"), fs::Permissions::from_mode(0o644)).unwrap();
    let ran = server.xtask(&["deploy"]);
    assert_eq!(ran.code, Some(0));
    ran.says("warning: others on this machine can read `.env`");
    ran.says("hint: `chmod 600 .env`");
}

#[test]
fn a_setting_that_the_environment_overrides_is_named() {
    let server = Server::empty();
    let output = server
        .command(&["deploy", "--dry-run"])
        .env("POSTGRES_PASSWORD", "another-secret")
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("`POSTGRES_PASSWORD` is in the environment and in `.env`"), "{stderr}");
    assert!(!stderr.contains("another-secret"), "{stderr}");
}

#[test]
fn a_compose_file_whose_images_have_other_names_is_refused() {
    let server = Server::empty();
    server.say("image-names", "elsewhere");
    refused(&server, &["deploy"]).says("write `image: places-backend:${APP_TAG:-latest}`");
}

#[test]
fn an_engine_that_can_not_be_read_is_not_taken_for_an_empty_one() {
    let server = Server::deployed();
    let before = server.state();
    server.source("two", &[]);
    server.say("fails", "inspect");
    for words in [&["deploy"][..], &["deploy", "rollback"], &["deploy", "status"]] {
        let ran = server.xtask(words);
        assert_eq!(ran.code, Some(10), "{}", ran.stderr);
        ran.says("what runs on the engine can't be read: template parsing error");
    }
    assert_eq!(server.state(), before);
}

#[test]
fn programs_get_each_problem_as_an_object() {
    let server = Server::empty();
    server.say("engine", "down");
    let ran = server.xtask(&["deploy", "--format", "json"]);
    let events = ran.json();
    assert_eq!((&events[0]["event"], &events[0]["refuses"]), (&"problem".into(), &true.into()));
    assert_eq!(events.last().unwrap()["exit"], 10);
}
