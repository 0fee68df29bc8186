//! What the compose files say, once Compose has read them.

use serde_json::{Value, json};

use crate::checkout::{Checkout, PASSWORD};

const PRODUCTION: &str = "docker-compose.yml";
const DEVELOPMENT: &str = "docker-compose.dev.yml";

fn config(place: &Checkout, file: &str) -> Value {
    place.run(&format!("docker compose -f {file} --profile migrations config --format json")).json()
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn both_files_are_complete_and_define_the_same_services() {
    let Some(place) = Checkout::new(PASSWORD) else { return };
    for file in [PRODUCTION, DEVELOPMENT] {
        let config = config(&place, file);
        assert_eq!(keys(&config["services"]), ["backend", "db", "migrations"], "{file}");
        let services = &config["services"];
        assert_eq!(services["db"]["image"], "postgres:17-bookworm", "{file}");
        assert_eq!(services["migrations"]["profiles"], json!(["migrations"]), "{file}");
        assert_eq!(services["migrations"]["command"], json!(["up"]), "{file}");
        for target in ["backend", "migrations"] {
            assert_eq!(services[target]["build"]["target"], target, "{file}");
        }
        let depends = |service: &str| services[service]["depends_on"]["db"]["condition"].clone();
        assert_eq!(depends("backend"), "service_started", "{file}");
        assert_eq!(depends("migrations"), "service_healthy", "{file}");
    }
}

#[test]
fn our_containers_may_do_no_more_than_they_need() {
    let Some(place) = Checkout::new(PASSWORD) else { return };
    for file in [PRODUCTION, DEVELOPMENT] {
        let config = config(&place, file);
        for (name, service) in config["services"].as_object().unwrap() {
            assert_eq!(service["read_only"], true, "{file}: {name}");
            assert_eq!(service["cap_drop"], json!(["ALL"]), "{file}: {name}");
            assert_eq!(
                service["security_opt"],
                json!(["no-new-privileges:true"]),
                "{file}: {name}"
            );
            assert!(service["pids_limit"].as_u64().is_some_and(|it| it > 0), "{file}: {name}");
            let options = &service["logging"]["options"];
            assert!(options["max-size"].is_string() && options["max-file"].is_string(), "{name}");
            if name != "db" {
                assert!(service["mem_limit"].is_string(), "{file}: {name}");
                assert!(service.get("cap_add").is_none(), "{file}: {name}");
                assert!(service.get("volumes").is_none(), "{file}: {name}");
            }
        }
    }
}

#[test]
fn only_this_machine_is_listened_to() {
    let Some(place) = Checkout::new(PASSWORD) else { return };
    let ports = |file: &str, service: &str| {
        let ports = config(&place, file)["services"][service]["ports"].take();
        let ports = ports.as_array().cloned().unwrap_or_default();
        ports.iter().map(|it| (it["host_ip"].clone(), it["published"].clone())).collect::<Vec<_>>()
    };
    let here = |port: u16| vec![(json!("127.0.0.1"), json!(port.to_string()))];
    assert_eq!(ports(PRODUCTION, "db"), []);
    assert_eq!(ports(PRODUCTION, "migrations"), []);
    assert_eq!(ports(PRODUCTION, "backend"), here(place.port));
    assert_eq!(ports(DEVELOPMENT, "db"), here(place.dev_db_port));
    assert_eq!(ports(DEVELOPMENT, "backend"), here(place.dev_port));

    let config = config(&place, PRODUCTION);
    assert_eq!(keys(&config["services"]["db"]["networks"]), ["internal"]);
    assert_eq!(config["networks"]["internal"]["internal"], true);
}

#[test]
fn a_missing_password_is_named_with_what_to_do() {
    let Some(place) = Checkout::new("") else { return };
    for line in [
        "docker compose config -q",
        "docker compose --profile migrations up migrations",
        "docker compose up -d",
        "docker compose ps db",
    ] {
        let ran = place.run(line);
        assert!(ran.code.is_some_and(|code| code != 0), "{ran:?}");
        assert!(ran.stderr.contains("POSTGRES_PASSWORD is missing a value"), "{ran:?}");
        assert!(ran.stderr.contains(".env.example"), "{ran:?}");
    }
    // On a developer's machine there is one to begin with.
    let dev = config(&place, DEVELOPMENT);
    assert_eq!(dev["services"]["db"]["environment"]["POSTGRES_PASSWORD"], "places");
    assert_eq!(dev["services"]["backend"]["environment"]["DB_PASSWORD"], "places");
}

#[test]
fn what_a_work_place_sets_for_itself_stays_out_of_the_containers() {
    let own = "DATABASE_URL=postgres://elsewhere\nBIND=127.0.0.1:1\nAPP_ENV=nonsense\nPORT=1\nDB_HOST=elsewhere\n";
    let Some(place) = Checkout::new(&format!("{PASSWORD}{own}")) else { return };
    for file in [PRODUCTION, DEVELOPMENT] {
        let config = config(&place, file);
        for (name, service) in config["services"].as_object().unwrap() {
            let environment = &service["environment"];
            for (key, value) in environment.as_object().unwrap() {
                let value = value.as_str().unwrap();
                assert!(
                    !value.contains("elsewhere") && value != "nonsense",
                    "{file}: {name}: {key}"
                );
            }
            assert!(environment.get("DATABASE_URL").is_none(), "{file}: {name}");
            assert_ne!(environment["BIND"], "127.0.0.1:1", "{file}: {name}");
        }
    }
}
