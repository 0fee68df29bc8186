//! How long it takes to stop a container: each program is process 1 of its own and has to listen to signals itself.

use std::time::{Duration, Instant};

use crate::{
    checkout::{Checkout, PASSWORD},
    docker, http,
};

/// Docker would wait for ten seconds, and then kill. No measurement: a busy machine may take its time.
const BOUND: Duration = Duration::from_secs(5);

#[test]
fn a_migration_that_waits_for_a_lock_stops_when_it_is_told() {
    let Some(place) = Checkout::built(PASSWORD) else { return };
    place.run("docker compose up -d --wait db").ok();
    place.run("docker compose run --rm --no-deps -T migrations up --to load_countries").ok();
    let (db, name) = (place.container("db"), format!("{}-migrate", place.project));
    let hold = "BEGIN; LOCK TABLE location; SELECT pg_sleep(600)";
    let words = ["docker", "exec", "-d", &db, "psql", "-U", "places", "-d", "places", "-c", hold];
    docker::run_words(place.path(), &words).unwrap().ok();
    let sessions = |state: &str| {
        let count = "SELECT count(*) FROM pg_locks WHERE relation = 'location'::regclass AND";
        place.sql(&format!("{count} {state}"))
    };
    docker::wait_until("the lock is held", || sessions("granted") == "1");

    let up = format!("docker compose run -d --no-deps -T --name {name} migrations up");
    place.run(&up).ok();
    docker::wait_until("the migration waits", || sessions("NOT granted") == "1");
    let begin = Instant::now();
    place.run(&format!("docker stop {name}")).ok();
    let took = begin.elapsed();
    let state = place.inspect(&name)["State"].take();
    let logs = place.run(&format!("docker logs {name}"));
    place.run(&format!("docker rm {name}")).ok();
    assert_eq!(state["ExitCode"], 143, "{}", logs.said());
    eprintln!("migrations stopped in {} ms", took.as_millis());
    assert!(took < BOUND, "{took:?}");

    // Nothing of it waits in the database, and nothing is half done.
    docker::wait_until("no session waits any more", || sessions("NOT granted") == "0");
    place.sql("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE relation = 'location'::regclass AND granted");
    let again = place.run("docker compose run --rm --no-deps -T migrations up").ok();
    assert!(again.said().contains("2 migrations applied"), "{again:?}");
}

#[test]
fn the_backend_stops_when_it_is_told() {
    let Some(place) = Checkout::built(PASSWORD) else { return };
    place.run("docker compose up -d --wait").ok();
    assert_eq!(http::status(place.port, "/livez"), Some(200));
    let begin = Instant::now();
    place.run("docker compose stop backend").ok();
    let took = begin.elapsed();
    assert_eq!(place.inspect(&place.container("backend"))["State"]["ExitCode"], 0);
    eprintln!("backend stopped in {} ms", took.as_millis());
    assert!(took < BOUND, "{took:?}");
}
