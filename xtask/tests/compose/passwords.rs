//! Passwords with any character in them, from the environment and from a file, on the whole way; and where none may be.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt as _,
};

use crate::{checkout::Checkout, docker, http};

const SECRET: &str = r##"p@ss/w:o r$d'"#%${HOME}\n"##;
/// As `.env.example` has it: a single quote is in it, so double quotes, and a backslash before three characters.
const IN_DOUBLE_QUOTES: &str = r##""p@ss/w:o r\$d'\"#%\${HOME}\\n""##;

const IN_FILE: &str = "POSTGRES_PASSWORD=\nPOSTGRES_PASSWORD_FILE=./secrets/postgres-password\n";

#[test]
fn any_character_may_stand_in_a_password_of_the_environment() {
    let Some(place) = Checkout::built(&format!("POSTGRES_PASSWORD={IN_DOUBLE_QUOTES}\n")) else {
        return;
    };
    serves(&place);
}

#[test]
fn any_character_may_stand_in_a_password_of_a_file() {
    let Some(place) = Checkout::built(IN_FILE) else { return };
    write_secret(&place, 0o644);
    serves(&place);
    for name in ["db", "backend", "migrations"] {
        let text = place.inspect(&place.container(name)).to_string();
        assert!(!text.contains("p@ss/w:o"), "{name}: {text}");
    }
}

#[test]
fn single_quotes_keep_every_other_character() {
    let secret = r##"p@ss/w:o r$d"#%${HOME}\n $$"##;
    let Some(place) = Checkout::new(&format!("POSTGRES_PASSWORD='{secret}'\n")) else { return };
    let line = "docker compose config --format json";
    let config = place.run(line).json();
    // Printed so that it can be read again: a dollar is two.
    let shown = config["services"]["db"]["environment"]["POSTGRES_PASSWORD"].as_str().unwrap();
    assert_eq!(shown, secret.replace('$', "$$"));
}

#[test]
fn a_password_file_that_the_containers_may_not_read_is_named() {
    let Some(place) = Checkout::built(IN_FILE) else { return };
    write_secret(&place, 0o600);
    let ran = place.run("docker compose run --rm --no-deps -T backend");
    assert_ne!(ran.code, Some(0), "{ran:?}");
    assert!(ran.said().contains("DB_PASSWORD_FILE"), "{ran:?}");
    assert!(!ran.said().contains("p@ss"), "{ran:?}");
}

fn write_secret(place: &Checkout, mode: u32) {
    place.write("secrets/postgres-password", &format!("{SECRET}\n"));
    let path = place.path().join("secrets");
    fs::set_permissions(&path, Permissions::from_mode(0o700)).unwrap();
    fs::set_permissions(path.join("postgres-password"), Permissions::from_mode(mode)).unwrap();
}

/// From nothing to a place that is created over HTTP; and what anybody may look at shows no password.
fn serves(place: &Checkout) {
    place.run("docker compose up -d").ok();
    let ran = place.run("docker compose --profile migrations up migrations").ok();
    assert!(ran.said().contains("4 migrations applied"), "{ran:?}");
    docker::wait_until("the backend is ready", || http::status(place.port, "/readyz") == Some(200));
    let body = r#"{"name": "Paris", "kind": "city", "latitude": 48.856613, "longitude": 2.352222,
        "time_zone": "Europe/Paris", "country_code": "FR"}"#;
    let (status, created) = http::ask(place.port, "POST", "/api/locations", body).unwrap();
    assert_eq!(status, 201, "{created}");
    let path = format!("/api/locations/{}", created["id"]);
    let (status, read) = http::ask(place.port, "GET", &path, "").unwrap();
    assert_eq!((status, &read["name"]), (200, &"Paris".into()));
    assert_eq!(place.sql("SELECT name FROM location"), "Paris");

    // The password is asked for, on this way too: another one is refused.
    let wrong = place.run(
        "docker compose run --rm --no-deps -T -e DB_PASSWORD=wrong -e DB_PASSWORD_FILE= migrations status",
    );
    assert_eq!(wrong.code, Some(5), "{wrong:?}");

    let logs = place.run("docker compose --profile migrations logs").ok();
    assert!(!logs.said().contains("p@ss"), "{}", logs.said());
    for name in ["db", "backend", "migrations"] {
        let container = place.inspect(&place.container(name));
        for told in
            [&container["Config"]["Labels"], &container["Args"], &container["Config"]["Cmd"]]
        {
            assert!(!told.to_string().contains("p@ss"), "{name}: {told}");
        }
        let image = place.inspect(container["Image"].as_str().unwrap());
        assert!(!image.to_string().contains("p@ss"), "{name}");
    }
    let history = place.run(&format!("docker history --no-trunc {}", place.image("backend"))).ok();
    assert!(!history.stdout.contains("p@ss"), "{}", history.stdout);
}
