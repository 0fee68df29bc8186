//! The commands that people type, as they type them, and what comes of them.

use crate::{
    checkout::{Checkout, PASSWORD},
    docker, http,
};

const UP: &str = "docker compose --profile migrations up migrations";
const UP_DEV: &str = "docker compose -f docker-compose.dev.yml --profile migrations up migrations";

#[test]
fn the_migrations_run_from_a_fresh_checkout() {
    let Some(place) = Checkout::built(PASSWORD) else { return };
    let ran = place.run(UP).ok();
    assert!(ran.said().contains("4 migrations applied"), "{ran:?}");
    assert_eq!(place.inspect(&place.container("migrations"))["State"]["ExitCode"], 0);
    assert_eq!(place.sql("SELECT count(*) FROM seaql_migrations"), "4");

    let ps = place.run("docker compose ps db").ok().stdout;
    assert!(ps.contains("(healthy)") && !ps.contains("0.0.0.0"), "{ps}");
    let logs = place.run("docker compose logs migrations").ok().stdout;
    assert!(logs.contains("4 migrations applied"), "{logs}");

    let again = place.run(UP).ok();
    assert!(again.said().contains("nothing to do"), "{again:?}");
    assert_eq!(place.sql("SELECT count(*) FROM seaql_migrations"), "4");
}

#[test]
fn development_and_production_run_side_by_side() {
    let Some(place) = Checkout::built(PASSWORD) else { return };
    place.run("docker compose up -d").ok();
    let ours = place.inspect(&place.container("db"))["Id"].take();

    let ran = place.run(UP_DEV).ok();
    assert!(ran.said().contains("4 migrations applied"), "{ran:?}");
    place.run("docker compose -f docker-compose.dev.yml up -d").ok();
    let dev = format!("{}-dev-migrations-1", place.project);
    assert_eq!(place.inspect(&dev)["State"]["ExitCode"], 0);
    docker::wait_until("the developer's backend is ready", || {
        http::status(place.dev_port, "/readyz") == Some(200)
    });

    // The other stack is what it was: the same database, and nothing of these migrations in it.
    assert_eq!(place.inspect(&place.container("db"))["Id"], ours);
    assert_eq!(http::status(place.port, "/readyz"), Some(503));
    let logs = place.run("docker compose -f docker-compose.dev.yml logs migrations").ok().stdout;
    assert!(logs.contains("4 migrations applied"), "{logs}");
}

#[test]
fn the_developers_database_is_reached_from_the_machine() {
    let Some(place) = Checkout::built("") else { return };
    place.run("docker compose -f docker-compose.dev.yml up -d --wait db").ok();
    let port = format!("127.0.0.1:{}", place.dev_db_port);
    let ps = place.run("docker compose -f docker-compose.dev.yml ps db").ok().stdout;
    assert!(ps.contains(&port), "{ps}");
    std::net::TcpStream::connect(&port).unwrap();
}
