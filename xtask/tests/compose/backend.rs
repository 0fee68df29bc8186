//! The backend's container, whatever state the database is in.

use crate::{
    checkout::{Checkout, PASSWORD},
    docker, http,
};

#[test]
fn the_backend_serves_before_the_migrations_and_without_the_database() {
    let Some(place) = Checkout::built(PASSWORD) else { return };
    place.run("docker compose up -d --wait").ok();
    let state = || place.inspect(&place.container("backend"))["State"].take();
    assert_eq!(state()["Health"]["Status"], "healthy");
    assert_eq!(http::status(place.port, "/livez"), Some(200));
    assert_eq!(http::status(place.port, "/readyz"), Some(503));
    let (status, problem) = http::ask(place.port, "GET", "/api/locations", "").unwrap();
    assert_eq!(status, 503, "{problem}");
    let started = state()["StartedAt"].take();

    place.run("docker compose --profile migrations up migrations").ok();
    docker::wait_until("the backend notices its tables", || {
        http::status(place.port, "/readyz") == Some(200)
    });

    place.run("docker compose stop db").ok();
    assert_eq!(http::status(place.port, "/livez"), Some(200));
    assert_eq!(http::status(place.port, "/api/locations"), Some(503));
    place.run("docker compose start db").ok();
    docker::wait_until("the backend notices its database", || {
        http::status(place.port, "/readyz") == Some(200)
    });
    assert_eq!(state()["StartedAt"], started, "nobody has started it again");
}
