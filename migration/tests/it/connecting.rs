//! Databases that can't be reached, entered, found or written: the exit code, the reason and the next step.

use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::sync::OnceLock;

use sea_migrate::scratch::{PostgresServer, postgres_for_tests};

use crate::place::Place;
use crate::program::{Program, Ran, SECRET, migration};

const WORDS: &[&[&str]] = &[&["up"], &["down"], &["status"], &["current", "--format", "json"]];

/// Each command at `url` must end with this code and name all these parts.
fn check(url: &str, code: i32, parts: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    for words in WORDS {
        run(folder.path(), url, words).badly(code, parts);
    }
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert!(left.is_empty(), "{url} left {left:?}");
}

fn run(folder: &std::path::Path, url: &str, words: &[&str]) -> Ran {
    Program::within(folder).set("DATABASE_URL", url).run(words)
}

/// The shared server, with a user whose password is asked for.
fn guarded() -> Option<&'static PostgresServer> {
    static ROLE: OnceLock<()> = OnceLock::new();
    let server = postgres_for_tests()?;
    ROLE.get_or_init(|| {
        let role = format!("CREATE ROLE guarded LOGIN PASSWORD 'a@b/c#{SECRET}%?&'");
        server.sql("postgres", &role).unwrap();
    });
    Some(server)
}

/// A port where nothing listens.
fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

#[test]
fn a_host_where_nothing_listens_is_unreachable() {
    for scheme in ["postgres", "postgresql", "mysql", "mariadb"] {
        let address = format!("127.0.0.1:{}", free_port());
        check(
            &format!("{scheme}://ann:{SECRET}@{address}/shop"),
            5,
            &["can't reach", "ann@", &address, "/shop", "refused"],
        );
    }
}

#[test]
fn an_unknown_host_is_unreachable() {
    check(
        &format!("postgres://ann:{SECRET}@no-such-host.invalid/shop"),
        5,
        &["can't reach", "no-such-host.invalid:5432"],
    );
}

#[test]
fn a_server_that_hangs_up_is_unreachable() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    // Ends with the process of the tests.
    std::thread::spawn(move || listener.incoming().for_each(drop));
    check(&format!("postgres://ann:{SECRET}@127.0.0.1:{port}/shop"), 5, &["can't reach", "ann@"]);
}

#[test]
fn a_server_that_speaks_something_else_is_unreachable() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            // The client may hang up first.
            drop(stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n"));
        }
    });
    check(&format!("postgres://ann:{SECRET}@127.0.0.1:{port}/shop"), 5, &["can't reach", "ann@"]);
}

#[test]
fn a_wrong_password_is_refused_without_being_shown() {
    let Some(server) = guarded() else { return };
    let place = format!("guarded@127.0.0.1:{}/postgres", server.port());
    let url = format!("postgres://guarded:wrong-{SECRET}@127.0.0.1:{}/postgres", server.port());
    check(&url, 5, &["refuses the login", &place, "password"]);
    let url = format!("postgres://guarded@127.0.0.1:{}/postgres", server.port());
    check(&url, 5, &[&place]);
}

#[test]
fn an_unknown_user_is_refused() {
    let Some(server) = guarded() else { return };
    let url = format!("postgres://nobody:{SECRET}@127.0.0.1:{}/postgres", server.port());
    check(&url, 5, &["nobody@127.0.0.1", "nobody"]);
}

#[test]
fn a_password_with_special_characters_works_when_it_is_encoded() {
    let Some(server) = guarded() else { return };
    let database = server.create_database().unwrap();
    server.sql("postgres", &format!("ALTER DATABASE {database} OWNER TO guarded")).unwrap();
    let port = server.port();
    let url =
        format!("postgres://guarded:a%40b%2Fc%23{SECRET}%25%3F%26@127.0.0.1:{port}/{database}");
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &url, &["up"]).well();
    let ran = run(folder.path(), &url, &["status"]).well();
    assert!(
        ran.stdout.contains(&format!("guarded@127.0.0.1:{port}/{database} is current")),
        "{}",
        ran.stdout
    );
}

#[test]
fn in_parts_any_character_may_stand_in_a_password() {
    let Some(server) = guarded() else { return };
    let database = server.create_database().unwrap();
    server.sql("postgres", &format!("ALTER DATABASE {database} OWNER TO guarded")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let port = server.port().to_string();
    let program = || {
        Program::within(folder.path())
            .set("DB_HOST", "127.0.0.1")
            .set("DB_PORT", &port)
            .set("DB_USER", "guarded")
            .set("DB_NAME", &database)
    };
    let password = format!("a@b/c#{SECRET}%?&");
    program().set("DB_PASSWORD", &password).run(&["up"]).well();
    let file = folder.path().join("password");
    std::fs::write(&file, format!("{password}\n")).unwrap();
    // A compose file passes both, one of them empty.
    let program = || program().set("DB_PASSWORD_FILE", &file);
    let ran = program().set("DB_PASSWORD", "").run(&["status"]).well();
    ran.says(&[]);
    assert!(ran.stdout.contains(&format!("/{database} is current")), "{}", ran.stdout);
    program()
        .set("DB_PASSWORD", SECRET)
        .run(&["status"])
        .badly(2, &["DB_PASSWORD_FILE", "both set"]);
    std::fs::write(&file, format!("wrong-{SECRET}")).unwrap();
    program().run(&["status"]).badly(5, &["refuses the login", "password"]);
}

#[test]
fn a_missing_database_is_named() {
    let Some(server) = guarded() else { return };
    check(&server.url("no_such_database"), 5, &["no_such_database", "does not exist"]);
}

#[test]
fn a_user_without_rights_may_look_but_not_migrate() {
    let Some(server) = postgres_for_tests() else { return };
    let database = server.create_database().unwrap();
    server.sql("postgres", "CREATE ROLE reader LOGIN").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let url = format!("postgres://reader@127.0.0.1:{}/{database}", server.port());
    let run = |words: &[&str]| run(folder.path(), &url, words);
    assert!(run(&["status"]).well().stdout.contains("unversioned"));
    run(&["up"]).badly(1, &["permission denied", &database]);
    let before =
        server.sql(&database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
    assert_eq!(before.unwrap(), "0");
}

#[test]
fn a_read_only_session_may_look_but_not_migrate() {
    let Some(place) = Place::postgres() else { return };
    let database = place.url().rsplit('/').next().unwrap().to_owned();
    place.sql(&format!("ALTER DATABASE {database} SET default_transaction_read_only = on"));
    migration(&place, &["status"]).well();
    migration(&place, &["up"]).badly(1, &[&database, "read-only"]);
}

#[test]
fn a_database_that_is_opened_read_only_may_be_looked_at() {
    let place = Place::sqlite();
    migration(&place, &["up", "1"]).well();
    let before = place.dump();
    let url = place.url().replace("mode=rwc", "mode=ro");
    assert!(run(place.folder(), &url, &["status"]).well().stdout.contains("behind"));
    for words in [&["up"][..], &["down"], &["redo"]] {
        run(place.folder(), &url, words).badly(1, &["read-only", &place.shown()]);
    }
    assert_eq!(place.dump(), before);
}

#[test]
fn a_file_without_write_permission_may_be_looked_at() {
    let place = Place::sqlite();
    migration(&place, &["up", "1"]).well();
    let file = place.folder().join("places.sqlite");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o444)).unwrap();
    if std::fs::OpenOptions::new().append(true).open(&file).is_ok() {
        // Root may write everywhere, and then there is nothing to refuse.
        return;
    }
    assert!(migration(&place, &["status"]).well().stdout.contains("behind"));
    migration(&place, &["up"]).badly(1, &["read-only", &place.shown()]);
}

#[test]
fn a_directory_is_no_database() {
    let place = Place::sqlite();
    let url = format!("sqlite://{}?mode=rwc", place.folder().display());
    check(&url, 5, &["can't open", "directory"]);
}

#[test]
fn a_missing_folder_is_named() {
    check("sqlite://no/such/folder/places.sqlite?mode=rwc", 5, &["can't open", "no/such/folder"]);
}

#[test]
fn a_text_file_is_no_database_and_stays_as_it_is() {
    let place = Place::sqlite();
    let file = place.folder().join("places.sqlite");
    let text = "Dear diary, ".repeat(100);
    std::fs::write(&file, &text).unwrap();
    for words in [&["up"][..], &["status"], &["down"]] {
        migration(&place, words).badly(5, &["can't open", &place.shown(), "not a database"]);
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
}

#[test]
fn a_missing_file_is_only_created_when_the_url_says_so() {
    let place = Place::sqlite();
    let url = place.shown();
    let hint = "mode=rwc";
    run(place.folder(), &url, &["up"]).badly(5, &["does not exist", &place.shown(), hint]);
    run(place.folder(), &url, &["down"]).badly(5, &["does not exist", &place.shown(), hint]);
    assert!(run(place.folder(), &url, &["status"]).well().stdout.contains("unversioned"));
    assert_eq!(std::fs::read_dir(place.folder()).unwrap().count(), 0);
}

#[test]
fn looking_at_a_missing_file_does_not_create_it() {
    let place = Place::sqlite();
    for command in ["status", "current", "history"] {
        migration(&place, &[command]).well();
    }
    assert_eq!(std::fs::read_dir(place.folder()).unwrap().count(), 0);
}

#[test]
fn an_empty_file_is_an_empty_database() {
    let place = Place::sqlite();
    std::fs::write(place.folder().join("places.sqlite"), "").unwrap();
    assert!(migration(&place, &["status"]).well().stdout.contains("unversioned"));
    migration(&place, &["up"]).well();
}

#[test]
fn blanks_and_umlauts_in_a_path_are_no_obstacle() {
    let place = Place::sqlite();
    std::fs::create_dir(place.folder().join("my plätze")).unwrap();
    for name in ["my plätze/a b.sqlite", "my%20pl%C3%A4tze/c.sqlite"] {
        let url = format!("sqlite://{}/{name}?mode=rwc", place.folder().display());
        run(place.folder(), &url, &["up"]).well();
        run(place.folder(), &url, &["status"]).well();
    }
    for name in ["a b.sqlite", "c.sqlite"] {
        assert!(place.folder().join("my plätze").join(name).is_file(), "{name}");
    }
}
