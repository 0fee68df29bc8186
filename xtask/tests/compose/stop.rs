//! How long it takes to stop a container: each program is process 1 of its own and has to listen to signals itself.

use std::time::{Duration, Instant};

use crate::{
    checkout::{Checkout, PASSWORD},
    docker, http,
};

/// Docker would wait for ten seconds, and then kill. No measurement: a busy machine may take its time.
const BOUND: Duration = Duration::from_secs(5);

#[test]
fn migrations_that_wait_for_a_lock_stop_when_they_are_told() {
    let Some(place) = Checkout::built(PASSWORD) else { return };
    place.run("docker compose --profile migrations up migrations").ok();
    let (db, name) = (place.container("db"), format!("{}-migrate", place.project));
    let hold = "BEGIN; LOCK TABLE seaql_migrations; SELECT pg_sleep(600)";
    let words = ["docker", "exec", "-d", &db, "psql", "-U", "places", "-d", "places", "-c", hold];
    docker::run_words(place.path(), &words).unwrap().ok();
    let waiting = |what: &str| {
        format!(
            "SELECT count(*) FROM pg_locks WHERE relation = 'seaql_migrations'::regclass AND {what}"
        )
    };
    docker::wait_until("the lock is held", || place.sql(&waiting("granted")) == "1");

    let run = format!("docker compose run -d --no-deps -T --name {name} migrations up");
    place.run(&run).ok();
    docker::wait_until("the migrations wait", || place.sql(&waiting("NOT granted")) == "1");
    let begin = Instant::now();
    place.run(&format!("docker stop {name}")).ok();
    let took = begin.elapsed();
    let state = place.inspect(&name)["State"].take();
    let logs = place.run(&format!("docker logs {name}"));
    place.run(&format!("docker rm {name}")).ok();
    assert_eq!(state["ExitCode"], 143, "{}", logs.said());
    eprintln!("migrations stopped in {} ms", took.as_millis());
    assert!(took < BOUND, "{took:?}");
    docker::wait_until("nobody waits any more", || place.sql(&waiting("NOT granted")) == "0");
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
