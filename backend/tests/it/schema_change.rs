//! The schema changes under a server that is ready and has connections open.

use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::{ConnectionTrait, Database as Connect, TransactionTrait};
use serde_json::json;

use crate::database::{self, Database};
use crate::locations::paris;
use crate::server::Server;

#[test]
fn what_is_dropped_is_missed_at_once_and_only_there() {
    for db in database::full() {
        let server = Server::start(&db.url());
        server.until_ready();
        server.get("/api/locations").ok(200);

        db.sql("ALTER TABLE location RENAME COLUMN featured TO promoted");
        let problem = server.get("/api/locations").problem(503, "schema-not-ready");
        assert_eq!(problem["missing"], json!(["column `location.featured`"]));
        server.get("/api/countries").ok(200);

        db.sql("DROP TABLE location_photo");
        db.sql("DROP TABLE location");
        server.get("/api/locations/1").problem(503, "schema-not-ready");
        server.get("/api/countries/FR/regions").ok(200);
        server.until_status("schema_not_ready");

        if let Database::Postgres(..) = db {
            db.sql("DROP TYPE location_kind; DROP TYPE photo_license");
        }
        db.create_locations();
        db.create_photos();
        db.add_featured();
        server.until_ready();
        server.post("/api/locations", &paris()).ok(201);
        server.get("/api/locations?kind=city").ok(200);
    }
}

#[test]
fn a_column_changes_its_type_under_prepared_statements() {
    let Some(db) = database::postgres() else { return };
    db.migrate();
    let server =
        Server::start_with(&[("DATABASE_URL", &db.url()), ("DATABASE_MAX_CONNECTIONS", "1")]);
    let id = server.post("/api/locations", &paris()).ok(201)["id"].clone();
    let path = format!("/api/locations/{id}");
    for _ in 0..3 {
        server.get(&path).ok(200);
    }
    db.sql("ALTER TABLE location ALTER COLUMN name TYPE varchar(300)");
    // At most one client is asked to try again.
    let first = server.get(&path);
    if first.status != 200 {
        first.problem(503, "unavailable");
    }
    server.get(&path).ok(200);
    server.put(&path, &paris()).ok(200);
    server.get("/api/locations").ok(200);
}

#[test]
fn a_file_that_is_made_again_is_the_new_one() {
    let db = Database::Sqlite(tempfile::tempdir().unwrap());
    db.migrate();
    let server = Server::start(&db.url());
    server.until_ready();
    server.post("/api/locations", &paris()).ok(201);
    let file = db.url().replace("sqlite://", "");

    std::fs::remove_file(&file).unwrap();
    server.get("/api/locations").problem(503, "unavailable");
    db.migrate();
    server.until_ready();
    assert_eq!(server.get("/api/locations").ok(200)["items"], json!([]));
}

#[test]
fn an_expand_while_clients_work_is_not_noticed() {
    for db in database::full() {
        let server = Server::start(&db.url());
        server.until_ready();
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    while !done.load(Ordering::Relaxed) {
                        server.post("/api/locations", &paris()).ok(201);
                        server.get("/api/locations?limit=2").ok(200);
                    }
                });
            }
            for step in 0..5 {
                db.sql(&format!("ALTER TABLE location ADD COLUMN later_{step} varchar(9)"));
            }
            done.store(true, Ordering::Relaxed);
        });
        server.get("/readyz").ok(200);
    }
}

#[test]
fn a_lock_held_too_long_is_an_answer_and_not_a_hang() {
    let Some(db) = database::postgres() else { return };
    db.migrate();
    let server =
        Server::start_with(&[("DATABASE_URL", &db.url()), ("DATABASE_STATEMENT_TIMEOUT", "1")]);
    server.until_ready();
    database::wait(async {
        let migration = Connect::connect(db.url()).await.unwrap();
        let transaction = migration.begin().await.unwrap();
        transaction
            .execute_unprepared("LOCK TABLE location IN ACCESS EXCLUSIVE MODE")
            .await
            .unwrap();
        server.get("/api/locations").problem(503, "timeout");
        server.get("/api/countries").ok(200);
        server.get("/readyz").ok(200);
        transaction.rollback().await.unwrap();
    });
    server.get("/api/locations").ok(200);
}
