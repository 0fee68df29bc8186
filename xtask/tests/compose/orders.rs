//! Commands in an order that nobody planned.

use crate::checkout::{Checkout, PASSWORD};

const UP: &str = "docker compose --profile migrations up migrations";

/// `down` without the profile leaves the migrations' container and takes the network away.
#[test]
fn the_migrations_start_after_a_down_that_forgot_them() {
    let Some(place) = Checkout::built(PASSWORD) else { return };
    place.run(UP).ok();
    for between in [
        &["docker compose down"][..],
        &["docker compose down", "docker compose up -d"],
        &["docker compose stop"],
        &["docker compose up -d", "docker compose down"],
        &["docker compose up -d --force-recreate db"],
    ] {
        for line in between {
            place.run(line).ok();
        }
        let ran = place.run(UP).ok();
        assert!(ran.said().contains("nothing to do"), "after {between:?}: {ran:?}");
        assert_eq!(place.inspect(&place.container("migrations"))["State"]["ExitCode"], 0);
    }
}

/// Compose builds what is missing, and by itself nothing that is only old.
#[test]
fn no_command_runs_an_image_that_is_older_than_the_source() {
    let Some(place) = Checkout::built(PASSWORD) else { return };
    // The cheapest change of an image: what its label says.
    let head_of = |container: &str| {
        place.inspect(container)["Config"]["Labels"]["app.schema.head"].as_str().unwrap().to_owned()
    };
    let change = |head: &str| place.set(&format!("{PASSWORD}SCHEMA_HEAD={head}\n"));

    change("m1");
    place.run(UP).ok();
    assert_eq!(head_of(&place.container("migrations")), "m1");
    change("m2");
    place.run(UP).ok();
    assert_eq!(head_of(&place.container("migrations")), "m2");
    change("m3");
    place.run("docker compose run --rm -T migrations status").ok();
    assert_eq!(head_of(&place.image("migrations")), "m3");
    place.run("docker compose up -d").ok();
    assert_eq!(head_of(&place.container("backend")), "m3");

    // A deploy says when to build, and a rollback must not make the old image from today's source.
    place.set(&format!("{PASSWORD}SCHEMA_HEAD=m4\nAPP_PULL_POLICY=never\n"));
    place.run("docker compose run --rm -T migrations status").ok();
    place.run("docker compose up -d --no-build").ok();
    assert_eq!(head_of(&place.image("migrations")), "m3");
    assert_eq!(head_of(&place.container("backend")), "m3");
}
