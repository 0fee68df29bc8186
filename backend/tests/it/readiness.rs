//! The server in every state that its schema can be in, without a restart.

use serde_json::json;

use crate::database::{self, Database};
use crate::locations::paris;
use crate::server::Server;

#[test]
fn each_step_of_the_migrations_makes_more_of_it_work() {
    for db in database::empty() {
        let server = Server::start(&db.url());
        if let Database::Sqlite(directory) = &db {
            assert_eq!(
                server.until_status("unreachable")["reason"],
                "the database does not exist yet"
            );
            server.get("/api/countries").problem(503, "unavailable");
            assert_eq!(
                directory.path().read_dir().unwrap().count(),
                0,
                "the server created a file"
            );
            std::fs::File::create(directory.path().join("places.sqlite")).unwrap();
        }

        let nothing = server.until_status("schema_not_ready");
        assert_eq!(
            nothing["missing"],
            json!([
                "table `country`",
                "table `location`",
                "table `location_photo`",
                "table `region`"
            ])
        );
        let problem = server.get("/api/countries").problem(503, "schema-not-ready");
        assert_eq!(problem["missing"], nothing["missing"]);
        assert_eq!(
            problem["detail"],
            "the database lacks table `country`, table `location`, table `location_photo`, table `region`"
        );
        assert_eq!(server.get("/api/countries").header("retry-after"), Some("30"));

        db.create_countries();
        assert_eq!(server.get("/api/countries").ok(200)["items"], json!([]));
        server.get("/api/countries/FR").problem(404, "not-found");
        server.get("/api/locations").problem(503, "schema-not-ready");
        server.post("/api/locations", &paris()).problem(503, "schema-not-ready");
        server.delete("/api/locations/1").problem(503, "schema-not-ready");

        db.create_regions();
        db.create_locations();
        db.add_photos();
        for answer in [
            server.get("/api/locations"),
            server.get("/api/locations/1"),
            server.post("/api/locations", &paris()),
            server.put("/api/locations/1", &paris()),
        ] {
            let problem = answer.problem(503, "schema-not-ready");
            if problem["missing"] != json!(["column `location.featured`"]) {
                // The list can be one second older than the answer.
                assert!(problem["missing"].to_string().contains("table `location"), "{problem}");
            }
        }
        crate::server::eventually("only the column is missing", || {
            let body = server.until_status("schema_not_ready");
            (body["missing"] == json!(["column `location.featured`"])).then_some(())
        });
        server.delete("/api/locations/1").problem(404, "not-found");

        db.add_featured();
        server.until_ready();
        assert_eq!(server.get("/api/locations").ok(200), json!({"items": [], "next": null}));
        let ready = json!({"status": "ready", "missing": []});
        assert_eq!(server.get("/readyz").ok(200), ready);
    }
}

#[test]
fn more_than_the_entities_need_is_ready() {
    for db in database::full() {
        db.sql("CREATE TABLE later (id integer); ALTER TABLE location ADD COLUMN later varchar(9)");
        let server = Server::start(&db.url());
        server.until_ready();
        let id = server.post("/api/locations", &paris()).ok(201)["id"].clone();
        server.get(&format!("/api/locations/{id}")).ok(200);
    }
}

#[test]
fn the_log_tells_a_change_once() {
    for db in database::empty() {
        db.create_countries();
        let server = Server::start(&db.url());
        for _ in 0..20 {
            server.until_status("schema_not_ready");
        }
        db.create_regions();
        db.create_locations();
        db.add_photos();
        db.add_featured();
        server.until_ready();
        let log = server.log();
        assert_eq!(log.matches("not ready: the schema does not fit").count(), 1, "{log}");
        assert_eq!(log.matches("ready: the schema fits").count(), 1, "{log}");
    }
}

#[test]
fn a_damaged_file_is_said_to_be_one() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("places.sqlite");
    std::fs::write(&file, "this is not a database, and long enough to be seen as none".repeat(100))
        .unwrap();
    let mut server = Server::start(&format!("sqlite://{}", file.display()));
    assert_eq!(server.until_status("unreachable")["reason"], "the database cannot be read");
    server.get("/api/countries").problem(503, "unavailable");
    server.assert_alive();
}
