//! What is told and what is done by name: status, history, rollback, `migrate --prod`, `dev`, and the help of each.

use crate::server::{M1, M2, Server};

const M3: &str = "m20261122_120000_rating";

/// Two versions, the newer one with a migration that the older doesn't know.
fn twice_deployed() -> Server {
    let server = Server::deployed();
    server.source("two", &[M1, M2, M3]);
    assert_eq!(server.xtask(&["deploy"]).code, Some(0));
    Server::next_second();
    server.forget_calls();
    server
}

#[test]
fn status_says_what_runs_and_changes_nothing() {
    let server = twice_deployed();
    let before = server.state();
    // The source has moved on; looking must not build it.
    server.source("three", &[M1, M2, M3, "m4_more"]);
    let ran = server.xtask(&["deploy", "status"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    for part in [
        "backend   20",
        "running, healthy",
        "schema    current, at m20261122_120000_rating",
        "last      ",
        "runs",
    ] {
        ran.says(part);
    }
    assert_eq!(server.state()["images"], before["images"]);
    assert_eq!(server.changes(), [""; 0]);
    let it = server.xtask(&["deploy", "status", "--format", "json"]).json().remove(0);
    assert_eq!(
        (&it["schema"]["current"], &it["backend"]["health"]),
        (&M3.into(), &"healthy".into())
    );
    assert_eq!(it["versions"].as_array().unwrap().len(), 2);
}

#[test]
fn status_of_an_empty_server_is_an_answer() {
    let ran = Server::empty().xtask(&["deploy", "status"]);
    assert_eq!(ran.code, Some(0));
    ran.says("backend   not there");
}

#[test]
fn history_is_newest_first() {
    let server = twice_deployed();
    let ran = server.xtask(&["deploy", "history"]);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!((ran.code, lines.len()), (Some(0), 2));
    assert!(
        lines[0].contains("schema to m20261122_120000_rating") && lines[0] > lines[1],
        "{lines:?}"
    );
    assert_eq!(server.xtask(&["deploy", "history", "-n", "1", "--format", "json"]).json().len(), 1);
}

#[test]
fn rollback_goes_to_the_version_before_and_leaves_the_database() {
    let server = twice_deployed();
    let ran = server.xtask(&["deploy", "rollback"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(server.serves().as_deref(), Some("sha256:b-one"));
    assert_eq!(server.applied(), [M1, M2, M3], "down migrations never run by themselves");
    ran.says("does not contain: m20261122_120000_rating");
    assert_eq!(server.state()["images"]["places-backend:latest"]["id"], "sha256:b-one");
    let record = server.last_record();
    assert_eq!((&record["kind"], &record["outcome"]), (&"rollback".into(), &"done".into()));
    assert!(
        !server.changes().iter().any(|it| it.contains(" down") || it.contains("migrations up"))
    );

    let ran = server.xtask(&["deploy", "rollback"]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    ran.says("there is no version older than");
    // And forward again, by name.
    let newest = server.history()[1]["tag"].as_str().unwrap().to_owned();
    assert_eq!(server.xtask(&["deploy", "rollback", &newest]).code, Some(0));
    assert_eq!(server.serves().as_deref(), Some("sha256:b-two"));
}

#[test]
fn a_rollback_to_what_does_not_come_up_brings_back_what_was_there() {
    let server = twice_deployed();
    server.say("unhealthy", "sha256:b-one");
    let ran = server.xtask(&["deploy", "rollback", "--timeout", "2s"]);
    assert_eq!(ran.code, Some(40), "{}", ran.stderr);
    assert_eq!(server.serves().as_deref(), Some("sha256:b-two"));
}

#[test]
fn a_rollback_can_be_shown_first_and_an_unknown_version_is_refused() {
    let server = twice_deployed();
    let ran = server.xtask(&["deploy", "rollback", "--dry-run"]);
    assert_eq!((ran.code, server.changes().len()), (Some(0), 0), "{}", ran.stderr);
    let ran = server.xtask(&["deploy", "rollback", "20200101-000000"]);
    assert_eq!(ran.code, Some(2));
    ran.says("there is no version `20200101-000000` on this engine");
}

#[test]
fn migrate_in_the_container_builds_first_and_ends_as_the_program_does() {
    for (flag, project) in [("--prod", "places"), ("--dev", "places-dev")] {
        let server = Server::empty();
        let ran = server.xtask(&["migrate", "up", flag]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert_eq!(server.applied(), [M1, M2]);
        let calls = server.calls();
        let at = |what: &str| calls.iter().position(|it| it.words.contains(what)).unwrap();
        assert!(at(" build --quiet migrations") < at("up --detach --no-recreate --wait"));
        let run = &calls[at(" run --rm --no-deps -T")];
        assert!(run.words.contains(&format!("--name {project}-migrate --env")), "{}", run.words);
        // stdout is the program's alone.
        let ran = server.xtask(&["migrate", flag, "status", "--format", "json"]);
        assert_eq!((ran.stderr.as_str(), ran.json().len()), ("", 1));
        // Nothing typed is help, and never the container's own default, which migrates.
        assert_eq!(server.xtask(&["migrate", flag]).stdout, "--help\n");
        for code in [1, 2, 3, 5, 6] {
            server.say("code", &code.to_string());
            assert_eq!(server.xtask(&["migrate", "plan", "--down", flag]).code, Some(code));
        }
    }
}

#[test]
fn migrate_in_the_container_never_touches_what_was_deployed() {
    let server = Server::deployed();
    let before = server.state();
    server.source("two", &[M1, M2, M3]);
    assert_eq!(server.xtask(&["migrate", "status", "--prod"]).code, Some(0));
    let now = server.state();
    assert_eq!(now["containers"], before["containers"]);
    for name in ["places-backend:latest", "places-migrations:latest"] {
        assert_eq!(now["images"][name], before["images"][name]);
    }
}

#[test]
fn what_fails_before_the_migration_has_a_code_of_its_own() {
    for (what, code) in [("config", 10), ("build", 20), ("db", 25)] {
        let server = Server::empty();
        server.say("fails", what);
        let ran = server.xtask(&["migrate", "up", "--prod"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(code), ""), "{}", ran.stderr);
        ran.says(if what == "config" {
            "POSTGRES_PASSWORD is missing"
        } else {
            "because the test says so"
        });
        ran.says("hint: ");
    }
}

#[test]
fn an_authoring_command_is_refused_with_the_way_that_works() {
    let server = Server::empty();
    let ran = server.xtask(&["migrate", "new", "add_rating", "--prod"]);
    assert_eq!(ran.code, Some(2));
    ran.says("hint: `cargo xtask migrate new`, without `--prod`, runs it here");
    assert!(server.calls().is_empty());
}

#[test]
fn the_development_stack_is_another_project_and_keeps_its_data() {
    let server = Server::empty();
    let ran = server.xtask(&["dev", "up"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let ran = server.xtask(&["dev", "down", "--volumes"]);
    assert_eq!(ran.code, Some(1));
    ran.says("there is nobody to ask");
    assert!(!server.calls().iter().any(|it| it.words.contains(" down")));
    assert_eq!(server.xtask(&["dev", "down"]).code, Some(0));
    assert_eq!(server.xtask(&["dev", "down", "--volumes", "--yes"]).code, Some(0));
    let calls = server.calls();
    assert!(
        calls
            .iter()
            .all(|it| it.words.contains("--project-name places-dev --file docker-compose.dev.yml"))
    );
    let downs: Vec<_> =
        calls.iter().filter_map(|it| it.words.split(" migrations down").nth(1)).collect();
    assert_eq!(downs, ["", " --volumes"]);
    assert_eq!(server.xtask(&["dev", "psql", "-c", "select 1"]).code, Some(0));
    assert!(server.calls().last().unwrap().words.ends_with("\"$@\" psql -c select 1"));
}

#[test]
fn the_doctor_finds_what_is_wrong_with_the_containers() {
    let server = twice_deployed();
    server.source("three", &[M1, M2, M3, "m20261123_more"]);
    let ran = server.xtask(&["doctor"]);
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    for part in [
        "ok    db          places: running, healthy",
        "ok    schema      places: current, at m20261122_120000_rating",
        "MEND  image       places: the migrations' image knows them up to m20261122_120000_rating, the source up to m20261123_more",
    ] {
        ran.says(part);
    }
    assert_eq!(server.changes(), [""; 0]);
    server.say("engine", "down");
    server.xtask(&["doctor"]).says("not looked at: no docker engine answers");
}

#[test]
fn the_doctor_proposes_a_baseline_where_tables_are_and_nothing_is_recorded() {
    let server = Server::deployed();
    let mut state = server.state();
    state["applied"] = serde_json::json!([]);
    server.write("engine/state.json", &state.to_string());
    let ran = server.xtask(&["doctor"]);
    assert_eq!(ran.code, Some(3));
    ran.says("at the beginning, 2 migrations pending");
    ran.says("hint: `cargo xtask migrate up --prod`");
    server.say("tables", "7");
    let ran = server.xtask(&["doctor"]);
    ran.says("7 tables are there already, and nothing is recorded as applied");
    ran.says("hint: `cargo xtask migrate baseline m20260901_090000_load --prod`");
}

#[test]
fn the_doctor_shows_the_end_of_a_migration_that_failed_and_a_database_that_does_not_run() {
    let server = Server::deployed();
    let mut state = server.state();
    let containers = state["containers"].as_array_mut().unwrap();
    for it in containers.iter_mut().filter(|it| it["service"] == "db") {
        it["state"] = "exited".into();
    }
    let failed = serde_json::json!({ "id": "failed", "name": "places-migrations-1", "project": "places", "service": "migrations",
        "image": "i", "image_name": "places-migrations:latest", "state": "exited", "health": null, "restarts": 0, "exit_code": 1,
        "owner": null, "config_hash": null });
    containers.push(failed);
    server.write("engine/state.json", &state.to_string());
    let ran = server.xtask(&["doctor"]);
    assert_eq!(ran.code, Some(3));
    for part in [
        "MEND  db          places: exited",
        "`docker compose logs --tail 50 db` says why it does not run",
        "MEND  migrations  places: the last container ended with 1\n      error: relation does not exist",
        "cargo xtask migrate status --prod",
    ] {
        ran.says(part);
    }
}

#[test]
fn each_help_teaches_by_example() {
    let server = Server::empty();
    for (words, part) in [
        (&["deploy", "--help"][..], "cargo xtask deploy --host ssh://deploy@server"),
        (&["deploy", "--help"], "  129, 130, 143"),
        (&["deploy", "rollback", "--help"], "cargo xtask deploy rollback 20261122-131502"),
        (&["dev", "--help"], "cargo xtask dev down --volumes"),
        (&["help", "migrate"], "cargo xtask migrate up --dev"),
    ] {
        let ran = server.xtask(words);
        assert_eq!(ran.code, Some(0));
        ran.says(part);
    }
    assert!(server.calls().is_empty());
}
