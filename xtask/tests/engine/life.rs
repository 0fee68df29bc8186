//! The life of a server: the first deploy, the next ones, what goes wrong, and the way back. One story, because each
//! chapter needs what the one before has built.

use std::{collections::BTreeSet, time::Duration};

use crate::{
    client::Client,
    http,
    proxy::Proxy,
    server::{Ran, Server, wait_for},
};

const RATING: &str = "m20991231_000000_add_rating";
const REFUSED: &str = "m20991231_000001_refused";

#[test]
fn a_server_from_its_first_deploy_on() {
    let Some(server) = Server::empty("life") else { return };
    first_deploy(&server);
    without_a_change(&server);
    another_engine(&server);
    new_migration(&server);
    back_and_forth(&server);
    stopped_migration(&server);
    failing_migration(&server);
    a_killed_deploy(&server);
}

/// From nothing to places that are created over HTTP.
fn first_deploy(server: &Server) {
    let ran = server.xtask(&["deploy"]).ended(0).says("4 migrations applied");
    assert_eq!(ran.stdout, "");
    let body = r#"{"name": "Paris", "kind": "city", "latitude": 48.856613, "longitude": 2.352222,
        "time_zone": "Europe/Paris", "country_code": "FR"}"#;
    let (status, created) = http::ask(server.port, "POST", "/api/locations", body).unwrap();
    assert_eq!(status, 201, "{created}");
    assert_eq!(http::status(server.port, "/readyz"), Some(200));
    assert_eq!(server.last_record()["outcome"], "done");
    server
        .xtask(&["migrate", "status", "--prod"])
        .ended(0)
        .says("is current: 4 migrations applied");
    server.xtask(&["deploy", "status"]).ended(0).says("running, healthy");
}

/// In an order of their own: docker's is that of their making, and two may be as old.
fn images(server: &Server) -> BTreeSet<String> {
    let names = format!("{}-*", server.project);
    let format = "{{.Repository}}:{{.Tag}} {{.ID}}";
    let listed = server.docker(&["image", "ls", "--no-trunc", "--format", format, &names]);
    listed.lines().map(str::to_owned).collect()
}

fn without_a_change(server: &Server) {
    let before = ["backend", "db"].map(|service| server.container_of(service));
    let before_images = images(server);
    server.xtask(&["deploy"]).ended(0).says("nothing has changed: ");
    assert_eq!(["backend", "db"].map(|service| server.container_of(service)), before);
    assert_eq!(images(server), before_images);
    // Nor do the commands that look, or those typed by hand.
    server.xtask(&["deploy", "status"]).ended(0);
    server.xtask(&["migrate", "current", "--prod"]).ended(0);
    assert_eq!(["backend", "db"].map(|service| server.container_of(service)), before);
}

/// The same engine by another way: every child goes there, and the lock holds across both.
fn another_engine(server: &Server) {
    let Some(proxy) = Proxy::start() else {
        eprintln!(
            "skipped: the engine of this machine is not behind a socket, so there is no second way to it"
        );
        return;
    };
    // All children but those that go by the flag would find nothing.
    let elsewhere = |words: &[&str]| {
        let words = [words, &["--host", &proxy.url]].concat();
        let mut command = server.command(&words);
        Ran::of(
            command
                .env("DOCKER_HOST", "tcp://127.0.0.1:1")
                .env("DOCKER_CONTEXT", "nowhere")
                .output()
                .unwrap(),
        )
    };
    elsewhere(&["deploy"]).ended(0).says("nothing has changed: ").says(&proxy.url);
    assert_eq!(server.last_record()["engine"], proxy.url.as_str());
    elsewhere(&["migrate", "status", "--prod"]).ended(0).says("is current");
    elsewhere(&["deploy", "status"]).ended(0).says("running, healthy");
    assert!(proxy.n_connections() > 20, "{}", proxy.n_connections());

    // Somebody deploys from another machine: of the folder's lock it knows nothing.
    let name = format!("{}-deploy", server.project);
    let owner = r#"app.deploy.owner={"who":"grace","host":"laptop","pid":7,"since":"2026-11-22T13:15:02Z","tag":"t"}"#;
    let run = ["run", "--detach", "--interactive", "--rm", "--name", &name, "--label", owner];
    server.docker(
        &[&run[..], &["--network", "none", "--entrypoint", "cat", "postgres:17-bookworm"]].concat(),
    );
    for ran in [elsewhere(&["deploy"]), server.xtask(&["deploy"])] {
        ran.ended(11)
            .says("grace@laptop (process 7) has been deploying t since 2026-11-22T13:15:02Z");
    }
    server.docker(&["container", "rm", "--force", &name]);
}

/// A migration comes with the deploy, and a client asks all the time.
fn new_migration(server: &Server) {
    server.add_migration(
        RATING,
        "        let rating = ColumnDef::new(\"rating\").integer().to_owned();\n        \
         manager.alter_table(Table::alter().table(\"location\").add_column(rating).to_owned()).await",
    );
    let client = Client::start(server.port);
    let ran = server.xtask(&["deploy", "--backup"]).ended(0).says("1 migration applied");
    let answers = client.end();
    eprintln!(
        "during the deploy {} requests were answered and {} failed; without an answer for {:?}",
        answers.n_good, answers.n_failed, answers.gaps
    );
    assert!(answers.n_good > 0);
    assert!(
        answers.gaps.len() <= 1,
        "more than the one recreation was felt: {answers:?}\n{}",
        ran.stderr
    );
    assert_eq!(
        server.sql("SELECT count(*) FROM location WHERE rating IS NULL"),
        "1",
        "the place is still there"
    );
    let record = server.last_record();
    assert_eq!(record["schema_after"], RATING);
    let backup = server.path(record["backup"].as_str().unwrap());
    assert!(std::fs::read(backup).unwrap().starts_with(b"PGDMP"));
}

/// The older image serves on the newer schema; the newer one comes back without being built.
fn back_and_forth(server: &Server) {
    let newer = server.last_record()["tag"].as_str().unwrap().to_owned();
    server.xtask(&["deploy", "rollback"]).ended(0).says(RATING);
    assert_eq!(http::status(server.port, "/readyz"), Some(200));
    assert_eq!(
        server.sql("SELECT count(*) FROM location WHERE rating IS NULL"),
        "1",
        "the database is as it was"
    );
    server.xtask(&["deploy", "rollback", &newer]).ended(0);
    assert_eq!(http::status(server.port, "/readyz"), Some(200));
}

/// Ctrl-C in the middle of a migration: it is stopped itself, and nothing of it is left.
fn stopped_migration(server: &Server) {
    server.add_migration(
        REFUSED,
        "        let db = manager.get_connection();\n        \
         db.execute_unprepared(\"CREATE TABLE half_done (id integer)\").await?;\n        \
         let slow = \"SELECT pg_sleep(CASE WHEN to_regclass('slow_down') IS NULL THEN 0 ELSE 600 END)\";\n        \
         db.execute_unprepared(slow).await?;\n        \
         db.execute_unprepared(\"SELECT * FROM nowhere\").await?;\n        Ok(())",
    );
    server.sql("CREATE TABLE slow_down (id integer)");
    let sleeping = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'";
    for (words, code) in [(&["deploy"][..], 130), (&["migrate", "up", "--prod"], 143)] {
        let running = server.start(words);
        wait_for("the migration", || server.sql(sleeping) == "1");
        running.signal(if code == 130 { "INT" } else { "TERM" });
        let ran = running.end().ended(code);
        assert!(!server.is_there(&format!("{}-migrate", server.project)), "{ran:?}");
        assert_eq!(server.sql("SELECT to_regclass('half_done')"), "");
        wait_for("the end of its session", || server.sql(sleeping) == "0");
        assert_eq!(http::status(server.port, "/readyz"), Some(200));
    }
    server.sql("DROP TABLE slow_down");
}

fn failing_migration(server: &Server) {
    let before = server.container_of("backend");
    let client = Client::start(server.port);
    server
        .xtask(&["deploy"])
        .ended(30)
        .says("nowhere")
        .says(&format!("the database is at {RATING}, 1 pending"))
        .says("cargo xtask migrate status --prod");
    let answers = client.end();
    assert_eq!(answers.n_failed, 0, "the backend keeps serving: {answers:?}");
    assert_eq!(server.container_of("backend"), before);
    assert_eq!(server.last_record()["failed_step"], "migrate");
    // Mended: here, taken away again. Nothing is built that was not built before.
    std::fs::remove_file(server.path(&format!("migration/src/{REFUSED}.rs"))).unwrap();
    server.edit("migration/src/lib.rs", &format!("mod {REFUSED};\n"), "");
    server.edit("migration/src/lib.rs", &format!("        Box::new({REFUSED}::Migration),\n"), "");
    server.xtask(&["deploy"]).ended(0);
}

/// kill -9: the lock goes with the process, on the engine too.
fn a_killed_deploy(server: &Server) {
    let name = format!("{}-deploy", server.project);
    let running = server.start(&["deploy", "--settle", "10m"]);
    wait_for("the lock", || server.is_there(&name));
    std::thread::sleep(Duration::from_millis(500));
    running.signal("KILL");
    assert_eq!(running.end().code, None);
    wait_for("the end of the lock", || !server.is_there(&name));
    server.xtask(&["deploy"]).ended(0);
}
