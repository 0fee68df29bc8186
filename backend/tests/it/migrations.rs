//! The real migration program under the real server: before, during and after, with no restart.
//!
//! It is the neighbour in the target folder; this crate must not depend on it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;

use crate::database::{self, Database};
use crate::locations::paris;
use crate::server::{Server, eventually};

/// Runs `migration` on the database of this test.
#[track_caller]
fn migrate(db: &Database, arguments: &[&str]) {
    let program = Path::new(env!("CARGO_BIN_EXE_backend")).with_file_name("migration");
    if !program.exists() {
        // `cargo test --workspace` has built it; `cargo test -p backend` has not.
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "migration"])
            .status();
        assert!(built.unwrap().success(), "the migration program should build");
    }
    let url = match db {
        Database::Sqlite(_) => format!("{}?mode=rwc", db.url()),
        Database::Postgres(..) | Database::MySql(..) => db.url(),
    };
    let output = Command::new(program)
        .args(arguments)
        .env_clear()
        .env("DATABASE_URL", url)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_server_follows_the_migrations_up_and_down() {
    for db in database::empty() {
        let server = Server::start(&db.url());
        server.get("/livez").ok(200);
        assert_ne!(server.get("/readyz").status, 200);
        assert_eq!(server.get("/api/countries").status, 503);

        migrate(&db, &["up", "--to", "create_location_tables"]);
        eventually("only what came later is missing", || {
            let missing = server.get("/readyz").json()["missing"].clone();
            let later = json!([
                "table `location_photo`",
                "column `location.featured`",
                "column `region.local_name`",
            ]);
            (missing == later).then_some(())
        });
        // What is there serves; what is not says so.
        assert!(server.get("/api/countries").ok(200)["items"].as_array().unwrap().is_empty());
        server.get("/api/locations").problem(503, "schema-not-ready");

        migrate(&db, &["up"]);
        server.until_ready();
        assert_eq!(server.get("/api/countries").ok(200)["items"].as_array().unwrap().len(), 249);
        let mut place = paris();
        place["region_code"] = json!(null);
        let id = server.post("/api/locations", &place).ok(201)["id"].clone();
        server.get(&format!("/api/locations/{id}")).ok(200);

        migrate(&db, &["down", "2", "--yes"]);
        server.until_status("schema_not_ready");
        server.get("/api/locations").problem(503, "schema-not-ready");
        migrate(&db, &["up"]);
        server.until_ready();
        assert_eq!(server.get(&format!("/api/locations/{id}")).ok(200)["name"], place["name"]);
    }
}

#[test]
fn nothing_but_503_is_answered_while_migrations_run() {
    for db in database::empty() {
        let server = Server::start(&db.url());
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let asking = scope.spawn(|| {
                let mut seen = Vec::new();
                while !done.load(Ordering::Relaxed) {
                    for path in ["/api/countries", "/api/locations", "/readyz"] {
                        seen.push(server.get(path).status);
                    }
                }
                seen
            });
            for _ in 0..3 {
                migrate(&db, &["up"]);
                migrate(&db, &["down", "--all", "--yes"]);
            }
            done.store(true, Ordering::Relaxed);
            let seen = asking.join().unwrap();
            assert!(seen.len() > 10, "the client should have asked all along");
            assert!(seen.iter().all(|status| [200, 503].contains(status)), "{seen:?}");
        });
    }
}
