//! What the server makes of its environment. Pure: no process, no file.

use super::*;

fn config(world: &[(&str, &str)]) -> Result<Config, ConfigError> {
    Config::from_lookup(|key| {
        world.iter().find(|(name, _)| *name == key).map(|(_, value)| (*value).to_owned())
    })
}

fn error(world: &[(&str, &str)]) -> String {
    config(world).expect_err("the configuration should be refused").to_string()
}

#[test]
fn a_laptop_needs_no_settings() {
    let config = config(&[]).unwrap();
    assert_eq!(config.environment, Environment::Development);
    assert_eq!(config.bind.to_string(), "127.0.0.1:8080");
    assert_eq!(config.database.origin, Origin::Default);
    assert_eq!(config.database.url.to_string(), "sqlite://places.sqlite");
}

#[test]
fn production_names_the_database_or_does_not_start() {
    assert!(error(&[("APP_ENV", "production")]).starts_with("DATABASE_URL is not set"));
    let world = [("APP_ENV", "production"), ("DATABASE_URL", "postgres://app:pw@db/places")];
    assert_eq!(config(&world).unwrap().database.origin, Origin::Given);
}

#[test]
fn an_empty_database_url_is_an_error_and_not_an_absent_one() {
    assert_eq!(error(&[("DATABASE_URL", "")]), "DATABASE_URL is empty");
}

#[test]
fn a_typing_error_in_the_environment_is_not_development() {
    assert_eq!(
        error(&[("APP_ENV", "prod")]),
        "APP_ENV is `prod`, but must be `development` or `production`"
    );
}

#[test]
fn bind_wins_over_host_and_port_and_empty_values_count_as_absent() {
    let bind = |world: &[(&str, &str)]| config(world).map(|it| it.bind.to_string());
    assert_eq!(bind(&[("HOST", "0.0.0.0"), ("PORT", "9")]).unwrap(), "0.0.0.0:9");
    assert_eq!(bind(&[("HOST", "::1"), ("PORT", "")]).unwrap(), "[::1]:8080");
    assert_eq!(bind(&[("HOST", "x"), ("BIND", "localhost:0")]).unwrap(), "localhost:0");
    assert_eq!(bind(&[("BIND", "[::]:80")]).unwrap(), "[::]:80");
    for wrong in ["8080", ":8080", "::1:8080", "host:", "host:99999"] {
        assert!(error(&[("BIND", wrong)]).starts_with("BIND is"), "{wrong}");
    }
    assert_eq!(error(&[("PORT", "http")]), "PORT is `http`, but must be a whole number in range");
}

#[test]
fn a_limit_of_nothing_is_refused() {
    for key in ["DATABASE_MAX_CONNECTIONS", "SHUTDOWN_TIMEOUT", "HTTP_REQUEST_TIMEOUT"] {
        assert!(error(&[(key, "0")]).starts_with(key), "{key}");
    }
}

#[test]
fn no_password_in_a_debug_print() {
    let config = config(&[("DATABASE_URL", "postgres://app:hunter2@db/places")]).unwrap();
    let print = format!("{config:?} {config:#?}");
    assert!(!print.contains("hunter2"), "{print}");
    assert!(print.contains("postgres://app@db/places"), "{print}");
}
