//! What is in the images, and what gets into them.

use std::fs;

use serde_json::Value;

use crate::checkout::{Checkout, PASSWORD};

const NAMES: [&str; 2] = ["backend", "migrations"];

fn program(image: &str) -> &str {
    if image == "backend" { "backend" } else { "migration" }
}

/// Every file of an image; those that the engine puts into any container are left out.
fn files(place: &Checkout, image: &str) -> Vec<String> {
    let container = place.run(&format!("docker create {image} none")).ok().stdout;
    let (container, archive) = (container.trim(), place.path().join("files.tar"));
    let exported = place.run(&format!("docker export -o {} {container}", archive.display()));
    place.run(&format!("docker rm {container}")).ok();
    exported.ok();
    let listed = place.run(&format!("tar -tf {}", archive.display())).ok().stdout;
    fs::remove_file(archive).unwrap();
    let engines = ["dev/", "etc/", "proc/", "sys/", ".dockerenv"];
    listed
        .lines()
        .filter(|file| !file.ends_with('/') && !engines.iter().any(|it| file.starts_with(it)))
        .map(str::to_owned)
        .collect()
}

#[test]
fn an_image_is_one_program_for_nobody_in_particular() {
    let Some(place) = Checkout::built(PASSWORD) else { return };
    place.run("docker compose --profile migrations build").ok();
    for (name, megabytes) in [("backend", 25), ("migrations", 12)] {
        let image = place.image(name);
        assert_eq!(files(&place, &image), [program(name)]);

        let found = place.inspect(&image);
        let size = found["Size"].as_u64().unwrap();
        eprintln!("{name}: {} kB", size / 1000);
        assert!(size <= megabytes * 1_000_000, "{name}: {size} bytes");
        let config = &found["Config"];
        assert_eq!(config["User"], "65532:65532", "{name}");
        assert_eq!(config["Entrypoint"], serde_json::json!([format!("/{}", program(name))]));

        let shell = place.run(&format!("docker run --rm --entrypoint /bin/sh {image}"));
        assert_eq!(shell.code, Some(127), "{shell:?}");
        let version = place.run(&format!("docker run --rm {image} --version")).ok().stdout;
        assert!(version.contains(env!("CARGO_PKG_VERSION")), "{version}");
    }
    let health = place.inspect(&place.image("backend"))["Config"]["Healthcheck"]["Test"].take();
    assert_eq!(health, serde_json::json!(["CMD", "/backend", "healthcheck"]));
}

#[test]
fn labels_say_what_an_image_is() {
    let Some(place) = Checkout::built(&format!("{PASSWORD}SCHEMA_HEAD=m20261015_120000_x\n"))
    else {
        return;
    };
    place.run("docker compose --profile migrations build").ok();
    for name in NAMES {
        let labels = place.inspect(&place.image(name))["Config"]["Labels"].take();
        let label = |key: &str| labels[key].as_str().unwrap_or_default().to_owned();
        let oci = |key: &str| label(&format!("org.opencontainers.image.{key}"));
        assert_eq!(oci("title"), format!("places-{name}"));
        assert!(!oci("description").is_empty());
        assert_eq!(oci("version"), env!("CARGO_PKG_VERSION"));
        assert_eq!(oci("licenses"), "MIT OR Apache-2.0");
        assert_eq!(label("app.schema.head"), "m20261015_120000_x");
    }
}

/// A deploy decides by the ids whether anything has changed.
#[test]
fn what_is_no_part_of_an_image_does_not_change_it() {
    let Some(place) = Checkout::built(PASSWORD) else { return };
    let ids = || {
        place.run("docker compose --profile migrations build").ok();
        NAMES.map(|name| place.inspect(&place.image(name))["Id"].take())
    };
    let before = ids();
    assert!(before.iter().all(Value::is_string), "{before:?}");
    for path in [
        "README.md",
        "docs/deploy.md",
        "xtask/src/deploy.rs",
        "xtask/tests/it/main.rs",
        "backend/tests/it/main.rs",
        "migration/tests/it/moving.rs",
        ".deploy/history.jsonl",
    ] {
        place.write(path, "changed");
    }
    assert_eq!(ids(), before);
}

/// The whole context as an image of its own, so that what the builder would see is seen.
#[test]
fn no_secret_is_sent_to_the_builder() {
    let Some(place) = Checkout::new(PASSWORD) else { return };
    let secrets = [
        ".env.production",
        ".deploy/history.jsonl",
        "secrets/postgres-password",
        "backend/.env",
        "backend/src/.env",
        "migration/src/.env.local",
        "crates/sea-migrate/.env",
        "places.sqlite",
        "id_ed25519",
    ];
    for path in secrets {
        place.write(path, "secret");
    }
    place.write("context.Dockerfile", "FROM scratch\nCOPY . /\n");
    let image = format!("places-context:{}", place.project);
    place.run(&format!("docker build -q -f context.Dockerfile -t {image} .")).ok();
    let files = files(&place, &image);
    place.run(&format!("docker image rm {image}")).ok();

    assert!(files.contains(&"Cargo.lock".to_owned()), "{files:?}");
    assert!(files.contains(&"migration/src/countries.csv".to_owned()), "{files:?}");
    for file in &files {
        assert!(!secrets.contains(&file.as_str()), "{file}");
        assert!(!file.split('/').any(|part| part.starts_with('.')), "{file}");
        let code = ["backend/", "crates/", "migration/", "xtask/", "Cargo."];
        assert!(code.iter().any(|it| file.starts_with(it)), "{file}");
    }
}

#[test]
fn the_compiler_is_the_one_that_the_repository_names() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let read = |path: &str| fs::read_to_string(format!("{root}/{path}")).unwrap();
    let (dockerfile, toolchain) = (read("Dockerfile"), read("rust-toolchain.toml"));
    let version = dockerfile
        .lines()
        .find_map(|line| line.strip_prefix("FROM rust:")?.split_once('-'))
        .map(|(version, _)| version)
        .unwrap();
    assert!(toolchain.contains(&format!("channel = \"{version}.")), "{version}");
}
