//! Deploys that go well: the first, one without a change, one with, and the choices there are.

use crate::server::{M1, M2, Server};

const M3: &str = "m20261122_120000_rating";

#[test]
fn the_first_deploy_on_an_empty_server() {
    let server = Server::empty();
    let ran = server.xtask(&["deploy"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""), "{}", ran.stderr);
    assert_eq!(server.serves().as_deref(), Some("sha256:b-one"));
    assert_eq!(server.applied(), [M1, M2]);

    let tag = server.last_record()["tag"].as_str().unwrap().to_owned();
    let changes = server.changes();
    let expected = [
        "run --label".to_owned(),
        "build backend migrations".to_owned(),
        "up --detach --no-recreate --wait --wait-timeout 120 db".to_owned(),
        "up --detach --no-build --no-deps --wait --wait-timeout 120 backend".to_owned(),
        format!("image tag places-backend:{tag} places-backend:latest"),
        format!("image tag places-migrations:{tag} places-migrations:latest"),
        "run --rm --no-deps -T --env SEA_MIGRATE_BIN=cargo xtask migrate --prod --name places-migrate migrations up".to_owned(),
    ];
    assert_eq!(changes.len(), expected.len(), "{changes:#?}");
    for (change, expected) in changes.iter().zip(&expected) {
        assert!(change.starts_with(expected.as_str()), "{changes:#?}");
    }
    ran.says("applying m20260901_080000_create …");
    ran.says("deployed: ");
    assert!(server.is_unlocked());
}

#[test]
fn the_record_says_who_what_when_and_how_long() {
    let server = Server::deployed();
    let record = server.last_record();
    assert_eq!(record["outcome"], "done");
    assert_eq!((&record["exit"], &record["who"]), (&0.into(), &"ada".into()));
    assert_eq!(record["schema_before"], serde_json::Value::Null);
    assert_eq!(record["schema_after"], M2);
    assert_eq!(
        (&record["backend_image"], &record["project"]),
        (&"sha256:b-one".into(), &"places".into())
    );
    let steps: Vec<_> =
        record["steps"].as_array().unwrap().iter().map(|it| it["step"].as_str().unwrap()).collect();
    assert_eq!(
        steps,
        ["lock", "build", "compare", "db", "pending", "switch", "adopt", "migrate", "gate"]
    );
}

#[test]
fn a_second_deploy_without_a_change_changes_nothing() {
    let server = Server::deployed();
    let before = (server.state()["containers"].clone(), server.state()["images"].clone());
    let ran = server.xtask(&["deploy"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    ran.says("nothing has changed: ");
    assert_eq!((server.state()["containers"].clone(), server.state()["images"].clone()), before);
    assert_eq!(server.last_record()["outcome"], "unchanged");
    assert_eq!(
        server.last_record()["tag"],
        server.history()[0]["tag"],
        "what serves is the first one"
    );
    let changes = server.changes();
    assert!(
        !changes.iter().any(|it| it.contains("migrations up") || it.starts_with("image tag")),
        "{changes:#?}"
    );
}

#[test]
fn a_new_migration_comes_after_the_new_backend() {
    let server = Server::deployed();
    server.source("two", &[M1, M2, M3]);
    let ran = server.xtask(&["deploy"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(server.serves().as_deref(), Some("sha256:b-two"));
    assert_eq!(server.applied(), [M1, M2, M3]);
    ran.says("1 migration: m20261122_120000_rating");
    let at = |what: &str| server.changes().iter().position(|it| it.contains(what)).unwrap();
    assert!(at(" backend") < at("migrations up"));
    assert_eq!(
        (&server.last_record()["schema_before"], &server.last_record()["schema_after"]),
        (&M2.into(), &M3.into())
    );
    // The newest migration travels into the images' label.
    let build = server.calls().into_iter().find(|it| it.words.contains(" build ")).unwrap();
    assert_eq!(build.set["SCHEMA_HEAD"], M3);
}

#[test]
fn migrate_first_is_the_other_way_round() {
    let server = Server::deployed();
    server.source("two", &[M1, M2, M3]);
    let ran = server.xtask(&["deploy", "--order", "migrate-first"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let at = |what: &str| server.changes().iter().position(|it| it.contains(what)).unwrap();
    assert!(at("migrations up") < at("--no-build --no-deps"));
}

#[test]
fn new_migrations_alone_leave_the_backends_container_as_it_is() {
    let server = Server::deployed();
    let before = server.container("places-backend-1");
    server.source("one", &[M1, M2, M3]);
    let ran = server.xtask(&["deploy"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(server.container("places-backend-1"), before);
    assert_eq!(server.applied(), [M1, M2, M3]);
}

#[test]
fn a_backup_is_made_before_migrating_and_read_back() {
    let server = Server::deployed();
    assert_eq!(server.xtask(&["deploy", "--backup"]).code, Some(0));
    assert!(server.last_record()["backup"].is_null(), "nothing is pending, nothing is in danger");
    Server::next_second();
    server.source("two", &[M1, M2, M3]);
    let ran = server.xtask(&["deploy", "--backup"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let path = server.last_record()["backup"].as_str().unwrap().to_owned();
    assert_eq!(server.read(&path), "PGDMP\n");
    ran.says("2 entries");
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &server.path(&path).metadata().unwrap().permissions(),
    );
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn the_database_is_made_anew_only_when_asked_for() {
    let server = Server::deployed();
    let before = server.container("places-db-1");
    server.say("db-config", "another");
    let ran = server.xtask(&["deploy"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    ran.says("warning: the configuration of `db` is not the one");
    ran.says("--recreate-db");
    assert_eq!(server.container("places-db-1"), before);
    let ran = server.xtask(&["deploy", "--recreate-db"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_ne!(server.container("places-db-1"), before);
}

#[test]
fn five_versions_stay_and_the_running_one_always() {
    let server = Server::empty();
    for n in 0..7 {
        server.source(&format!("v{n}"), &[M1]);
        assert_eq!(server.xtask(&["deploy"]).code, Some(0));
        Server::next_second();
    }
    let images = server.state()["images"].clone();
    let tags =
        images.as_object().unwrap().keys().filter(|it| it.starts_with("places-backend:2")).count();
    assert_eq!(tags, 5, "{images:#}");
    assert_eq!(server.serves().as_deref(), Some("sha256:b-v6"));
}

#[test]
fn a_dry_run_prints_commands_and_changes_nothing() {
    let server = Server::deployed();
    server.source("two", &[M1, M2, M3]);
    let before = server.state();
    let ran = server.xtask(&["deploy", "--dry-run", "--backup"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert_eq!(server.state(), before);
    assert_eq!(server.changes(), [""; 0]);
    assert_eq!(server.history().len(), 1);
    for part in [
        "docker compose --project-name places --file docker-compose.yml --profile migrations build backend migrations",
        "# migrate: apply what is pending (only if a migration is pending)",
        "--name places-migrate migrations up",
        "> .deploy/backups/",
    ] {
        ran.says(part);
    }
}

#[test]
fn programs_read_one_object_a_line() {
    let server = Server::deployed();
    server.source("two", &[M1, M2, M3]);
    let ran = server.xtask(&["deploy", "--format", "json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let events = ran.json();
    let names: Vec<&str> = events.iter().map(|it| it["event"].as_str().unwrap()).collect();
    assert_eq!((names[0], names[names.len() - 1]), ("plan", "result"));
    assert!(events.iter().all(|it| it["v"] == 1));
    assert!(events.iter().any(|it| it["event"] == "log" && it["of_migration"] == true));
    let result = &events[events.len() - 1];
    assert_eq!((&result["exit"], &result["outcome"]), (&0.into(), &"done".into()));
    assert_eq!(result["record"]["schema_after"], M3);
}

#[test]
fn remote_flags_reach_every_child() {
    for (flag, value, set, unset) in [
        ("--host", "ssh://deploy@server", "DOCKER_HOST", "DOCKER_CONTEXT"),
        ("--context", "prod", "DOCKER_CONTEXT", "DOCKER_HOST"),
    ] {
        let server = Server::empty();
        let mut command = server.command(&["deploy", flag, value, "--backup"]);
        // What is in the environment must not win.
        command.env("DOCKER_HOST", "tcp://elsewhere").env("DOCKER_CONTEXT", "elsewhere");
        command.env("COMPOSE_PROJECT_NAME", "elsewhere").env("APP_TAG", "elsewhere");
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let calls = server.calls();
        assert!(calls.len() > 20);
        for call in calls {
            assert_eq!(call.set[set], value, "{}", call.words);
            assert!(call.set[unset].is_null(), "{}", call.words);
            assert!(call.set["COMPOSE_PROJECT_NAME"].is_null(), "{}", call.words);
            assert_ne!(call.set["APP_TAG"], "elsewhere", "{}", call.words);
        }
        assert!(server.last_record()["engine"].as_str().unwrap().contains(value));
    }
}
