//! Every kind of refusal has the shape of RFC 9457, axum's own included, and tells nothing about this side.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::client::{Answer, request, send};
use crate::database;
use crate::locations::{paris, paris_with};
use crate::server::Server;

fn post(server: &Server, media: &str, body: &[u8]) -> Answer {
    send(server.address, &request("POST", "/api/locations", &[("content-type", media)], body))
}

fn fields(problem: &Value) -> Vec<&str> {
    problem["errors"].as_array().unwrap().iter().map(|it| it["field"].as_str().unwrap()).collect()
}

#[test]
fn what_no_route_takes() {
    // Without a database, because none of this needs one.
    let server = Server::start_with(&[]);
    server.get("/").problem(404, "not-found");
    let problem = server.get("/api/nothing?secret=1").problem(404, "not-found");
    assert_eq!(problem["instance"], "/api/nothing");
    let answer = server.delete("/api/countries");
    answer.problem(405, "method-not-allowed");
    assert_eq!(answer.header("allow"), Some("GET,HEAD"));
    server.get("/api/locations/seven").problem(400, "malformed");
    server.get("/api/locations/99999999999999999999").problem(400, "malformed");
    server.get("/api/locations/%ff").problem(400, "malformed");
}

#[test]
fn parameters_that_are_wrong() {
    let server = Server::start_with(&[]);
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("after=x", "after"),
        ("country=FRA", "country"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=0,50,1,40", "bbox"),
    ] {
        let problem = server.get(&format!("/api/locations?{query}")).problem(400, "malformed");
        assert_eq!(fields(&problem), [field], "{query}");
    }
    for query in ["limit=x", "limit=-1", "kind=planet", "featured=maybe", "contry=FR"] {
        let problem = server.get(&format!("/api/locations?{query}")).problem(400, "malformed");
        let word = query.split('=').next().unwrap();
        assert!(problem["detail"].as_str().unwrap().contains(word), "{problem}");
    }
}

#[test]
fn bodies_that_are_wrong() {
    let server = Server::start_with(&[("HTTP_BODY_LIMIT", "1000")]);
    post(&server, "application/json", b"{\"name\": ").problem(400, "malformed");
    let twice = format!("{0} {0}", paris());
    post(&server, "application/json", twice.as_bytes()).problem(400, "malformed");
    post(&server, "application/json", b"\xff").problem(400, "malformed");
    post(&server, "text/plain", b"{}").problem(415, "unsupported-media-type");
    send(server.address, &request("POST", "/api/locations", &[], b"{}"))
        .problem(415, "unsupported-media-type");
    let large = paris_with(&json!({"name": "x".repeat(1000)})).to_string();
    post(&server, "application/json", large.as_bytes()).problem(413, "too-large");
    // The same without saying so beforehand.
    let chunk = format!("{:x}\r\n{large}\r\n0\r\n\r\n", large.len());
    let headers = [("content-type", "application/json"), ("transfer-encoding", "chunked")];
    let mut bytes = request("POST", "/api/locations", &headers, b"");
    bytes.extend_from_slice(chunk.as_bytes());
    send(server.address, &bytes).problem(413, "too-large");
}

#[test]
fn data_that_is_wrong() {
    let server = Server::start_with(&[]);
    for (change, word) in [
        (json!({"kind": "planet"}), "planet"),
        (json!({"latitude": "north"}), "latitude"),
        (json!({"featured": null}), "featured"),
        (json!({"id": 7}), "id"),
    ] {
        let problem = server.post("/api/locations", &paris_with(&change)).problem(422, "invalid");
        assert!(problem["detail"].as_str().unwrap().contains(word), "{problem}");
    }
    let wrong = json!({
        "name": " ", "latitude": 91, "longitude": -181, "time_zone": "noon", "population": -1,
        "country_code": "F1", "region_code": "DE-BY"
    });
    let problem = server.put("/api/locations/1", &paris_with(&wrong)).problem(422, "invalid");
    let all = ["name", "latitude", "longitude", "population", "country_code", "region_code"];
    assert_eq!(fields(&problem), all, "`noon` has the shape of a zone: {problem}");
}

#[test]
fn data_that_contradicts_other_data() {
    for db in database::full() {
        let server = Server::start(&db.url());
        for nowhere in
            [json!({"country_code": "XX", "region_code": null}), json!({"region_code": "FR-ZZZ"})]
        {
            let problem =
                server.post("/api/locations", &paris_with(&nowhere)).problem(422, "invalid");
            assert_eq!(fields(&problem), ["country_code", "region_code"]);
        }
        let id = server.post("/api/locations", &paris()).ok(201)["id"].clone();
        let path = format!("/api/locations/{id}");
        server.put(&path, &paris_with(&json!({"region_code": "FR-ZZZ"}))).problem(422, "invalid");

        // Constraints that this server knows nothing of.
        db.sql("CREATE UNIQUE INDEX one_name ON location (name)");
        server.post("/api/locations", &paris()).problem(409, "conflict");
        db.sql(
            "CREATE TABLE visit (location bigint, FOREIGN KEY (location) REFERENCES location (id))",
        );
        db.sql(&format!("INSERT INTO visit VALUES ({id})"));
        server.delete(&path).problem(409, "conflict");
        assert_eq!(server.get(&path).ok(200)["region_code"], "FR-IDF");
    }
}

#[test]
fn checks_and_types_of_the_database_are_the_clients_fault_too() {
    let Some(db) = database::postgres() else { return };
    db.migrate();
    db.sql("ALTER TABLE location ADD CHECK (name <> 'Atlantis'), ALTER COLUMN time_zone TYPE varchar(20)");
    let server = Server::start(&db.url());
    server
        .post("/api/locations", &paris_with(&json!({"name": "Atlantis"})))
        .problem(422, "invalid");
    let long = json!({"time_zone": "America/Argentina/Buenos_Aires"});
    server.post("/api/locations", &paris_with(&long)).problem(422, "invalid");
    db.sql("ALTER TABLE location ADD COLUMN owner text NOT NULL");
    server.post("/api/locations", &paris()).problem(422, "invalid");
}

#[test]
fn the_request_id_comes_back_and_is_in_the_log() {
    let server = Server::start_with(&[]);
    let ask =
        |id: &str| send(server.address, &request("GET", "/nowhere", &[("x-request-id", id)], b""));
    let problem = ask("trace-42").problem(404, "not-found");
    assert_eq!(problem["request_id"], "trace-42");
    assert!(server.log().contains("\"request_id\":\"trace-42\""), "{}", server.log());
    let problem = ask("two words").problem(404, "not-found");
    assert_ne!(problem["request_id"], "two words");
    assert!(server.get("/livez").header("x-request-id").is_some());
}

#[test]
fn the_documentation_is_complete_in_itself() {
    let server = Server::start_with(&[("APP_REVISION", "abc123")]);
    let openapi = server.get("/api/openapi.json").ok(200);
    let paths: Vec<_> = openapi["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    let all = [
        "/api/countries",
        "/api/countries/{code}",
        "/api/countries/{code}/regions",
        "/api/locations",
        "/api/locations/{id}",
        "/api/locations/{id}/photos",
        "/api/locations/{id}/photos/{photo}",
        "/livez",
        "/readyz",
        "/version",
    ];
    assert_eq!(paths, all);
    let mut ids = BTreeSet::new();
    for (path, methods) in openapi["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(operation["summary"].is_string(), "{method} {path} has no summary");
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id), "{id} is there twice");
            for (status, response) in operation["responses"].as_object().unwrap() {
                assert!(
                    response["description"].is_string(),
                    "{method} {path} {status} has no description"
                );
            }
        }
    }
    assert!(openapi["components"]["schemas"]["Problem"]["properties"]["missing"].is_object());
    let page = server.get("/api/docs");
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let html = String::from_utf8(page.body).unwrap();
    assert!(!html.contains("http://") && !html.contains("https://"), "the page needs a network");
    assert_eq!(server.get("/version").ok(200)["revision"], "abc123");
}
