//! The command line, the settings and the errors at the start.

use std::net::TcpListener;
use std::process::Output;

use crate::database;
use crate::server::{Server, run};

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn start(settings: &[(&str, &str)]) -> Output {
    run(tempfile::tempdir().unwrap().path(), settings, &[])
}

/// Refused with this exit code, in words that contain `sentence` and no password.
#[track_caller]
fn refused(output: &Output, code: i32, sentence: &str) {
    let said = text(&output.stderr) + &text(&output.stdout);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.contains(sentence), "{said}");
    assert!(!said.contains("hunter2") && !said.contains("panicked"), "{said}");
    assert!(text(&output.stdout).is_empty(), "an error is no data: {said}");
}

#[test]
fn help_and_version_are_data() {
    let directory = tempfile::tempdir().unwrap();
    let help = run(directory.path(), &[("DATABASE_URL", "nonsense")], &["--help"]);
    assert_eq!(help.status.code(), Some(0));
    assert!(text(&help.stdout).contains("Usage: backend [COMMAND]"));
    let version = run(directory.path(), &[], &["--version"]);
    assert_eq!(text(&version.stdout), format!("backend {}\n", env!("CARGO_PKG_VERSION")));
    assert!(version.stderr.is_empty());
}

#[test]
fn an_unknown_argument_is_named() {
    let output = run(tempfile::tempdir().unwrap().path(), &[], &["serve"]);
    refused(&output, 2, "unexpected argument `serve`\nhint: run `backend --help`");
}

#[test]
fn settings_that_cannot_work_stop_the_start_with_one_sentence() {
    let url = |value| start(&[("DATABASE_URL", value)]);
    refused(&url(""), 2, "error: DATABASE_URL is empty\n");
    refused(&url("postgres://app:hunter2@db:port/places"), 2, "DATABASE_URL is not a URL");
    refused(
        &url("oracle://app:hunter2@db/places"),
        2,
        "its scheme must be `postgres`, `mysql` or `sqlite`",
    );
    refused(&url("postgres://app:12/hunter2@db/places"), 2, "percent-encode");
    refused(
        &url("postgres://app:hunter2@db/places?sslmode=maybe"),
        2,
        "DATABASE_URL has an option",
    );
    refused(&start(&[("APP_ENV", "production")]), 2, "DATABASE_URL is not set");
    refused(&start(&[("PORT", "http")]), 2, "PORT is `http`");
    refused(&start(&[("RUST_LOG", "a=b=c")]), 2, "RUST_LOG is `a=b=c`");
    refused(&start(&[("APP_LOG", "xml")]), 2, "APP_LOG is `xml`");
}

#[test]
fn a_port_in_use_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let bind = taken.local_addr().unwrap().to_string();
    let output = start(&[("BIND", &bind), ("APP_LOG", "text")]);
    refused(&output, 1, &format!("cannot listen on {bind}"));
    assert!(text(&output.stderr).contains("hint: another server has this port"));
}

#[test]
fn a_malformed_env_file_is_named_by_its_line() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(
        directory.path().join(".env"),
        "PORT=0\nDATABASE_URL=postgres://app:hunter2 @db\n",
    )
    .unwrap();
    refused(&run(directory.path(), &[], &[]), 2, ".env: line 2 is not `KEY=VALUE`");
}

#[test]
fn the_env_file_of_a_parent_is_read_and_the_environment_wins() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join(".env"), "APP_ENV=production\nPORT=http\n").unwrap();
    let below = directory.path().join("a/b");
    std::fs::create_dir_all(&below).unwrap();
    refused(&run(&below, &[("PORT", "1")], &[]), 2, "DATABASE_URL is not set");
    refused(&run(&below, &[("DATABASE_URL", "sqlite://x")], &[]), 2, "PORT is `http`");
}

#[test]
fn without_a_url_the_embedded_database_is_used_but_not_created() {
    let mut server = Server::start_with(&[]);
    let body = server.until_status("unreachable");
    assert_eq!(body["reason"], "the database does not exist yet");
    let log = server.log();
    assert!(
        log.contains("DATABASE_URL is not set: using the embedded database sqlite://places.sqlite"),
        "{log}"
    );
    server.assert_alive();
    assert!(!server.directory().join("places.sqlite").exists());
}

#[test]
fn not_even_a_url_that_asks_for_it_makes_this_server_create_a_database() {
    let server = Server::start("sqlite://places.sqlite?mode=rwc");
    server.until_status("unreachable");
    server.get("/api/countries").problem(503, "unavailable");
    assert!(!server.directory().join("places.sqlite").exists());
}

#[test]
fn the_log_is_json_where_no_person_reads_it() {
    let server = Server::start_with(&[]);
    server.get("/version").ok(200);
    for line in server.log().lines() {
        let entry: serde_json::Value = serde_json::from_str(line).expect(line);
        assert!(entry["timestamp"].is_string() && entry["level"].is_string(), "{line}");
    }
    let server = Server::start_with(&[("APP_LOG", "text")]);
    assert!(!server.log().starts_with('{'));
}

#[test]
fn the_health_check_tells_a_living_server_from_a_dead_one() {
    let server = Server::start_with(&[]);
    let bind = server.address.to_string();
    // Nothing but the address matters, and not even a database URL that is wrong.
    let settings = [("BIND", bind.as_str()), ("APP_ENV", "production")];
    let directory = tempfile::tempdir().unwrap();
    let check = || run(directory.path(), &settings, &["healthcheck"]);
    let alive = check();
    assert_eq!((alive.status.code(), text(&alive.stderr)), (Some(0), String::new()));
    drop(server);
    refused(&check(), 1, &format!("no answer from {bind}"));
    refused(&run(directory.path(), &[("BIND", "[::]:0")], &["healthcheck"]), 1, "the port is 0");
}

#[test]
fn the_health_check_tells_a_server_that_is_ready_from_one_that_is_not() {
    let server = Server::start_with(&[]);
    let settings = [("BIND", server.address.to_string())];
    let settings: Vec<_> = settings.iter().map(|(key, it)| (*key, it.as_str())).collect();
    let directory = tempfile::tempdir().unwrap();
    let check = || run(directory.path(), &settings, &["healthcheck", "--ready"]);
    server.until_status("unreachable");
    refused(&check(), 1, "503");
    assert!(text(&check().stderr).contains("unreachable"), "what is missing is said");
    for db in database::full() {
        let server = Server::start(&db.url());
        server.until_ready();
        let settings = [("BIND", server.address.to_string())];
        let settings: Vec<_> = settings.iter().map(|(key, it)| (*key, it.as_str())).collect();
        let ready = run(directory.path(), &settings, &["healthcheck", "--ready"]);
        assert_eq!((ready.status.code(), text(&ready.stderr)), (Some(0), String::new()));
    }
}

#[test]
fn the_database_may_come_in_a_file_or_in_parts() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("url");
    let file = file.to_str().unwrap();
    for db in database::full() {
        std::fs::write(file, db.url() + "\n").unwrap();
        Server::start_with(&[("DATABASE_URL_FILE", file), ("APP_ENV", "production")]).until_ready();
    }
    if let Some(db) = database::postgres() {
        let url: url::Url = db.url().parse().unwrap();
        let port = url.port().unwrap().to_string();
        let name = url.path().trim_start_matches('/');
        let server = Server::start_with(&[
            ("DB_HOST", url.host_str().unwrap()),
            ("DB_PORT", &port),
            ("DB_USER", url.username()),
            ("DB_PASSWORD", "p@ss/w:o r$d'\"#%"),
            ("DB_NAME", name),
        ]);
        server.until_status("schema_not_ready");
    }
    let wrong = [("DATABASE_URL_FILE", "/nowhere/url")];
    refused(&run(directory.path(), &wrong, &[]), 2, "DATABASE_URL_FILE names a file that can't");
    refused(&run(directory.path(), &[("DB_HOST", "db")], &[]), 2, "DB_USER is not set");
}

#[test]
fn everywhere_means_here_for_a_health_check() {
    let server = Server::start_with(&[]);
    let port = server.address.port().to_string();
    let settings = [("HOST", "0.0.0.0"), ("PORT", port.as_str())];
    let output = run(tempfile::tempdir().unwrap().path(), &settings, &["healthcheck"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}
