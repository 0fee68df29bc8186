//! The photos of a location: what clients read and write, and what the database promises about them.

use serde_json::{Value, json};

use crate::database::{self, Database};
use crate::locations::paris;
use crate::server::Server;

fn photo(url: &str, is_cover: bool) -> Value {
    json!({
        "url": url, "caption": "The Seine", "license": "share_alike",
        "width": 1600, "height": 900, "is_cover": is_cover
    })
}

#[test]
fn a_photo_is_added_listed_and_deleted() {
    for db in database::full() {
        let server = Server::start(&db.url());
        let id = server.post("/api/locations", &paris()).ok(201)["id"].clone();
        let photos = format!("/api/locations/{id}/photos");
        assert_eq!(server.get(&photos).ok(200), json!({"items": []}));
        let plain = server.post(&photos, &photo("https://a.example/1.jpg", false));
        let first = plain.ok(201);
        assert_eq!(plain.header("location"), Some(format!("{photos}/{}", first["id"]).as_str()));
        let cover = server.post(&photos, &photo("https://a.example/2.jpg", true)).ok(201);
        for (key, value) in photo("https://a.example/2.jpg", true).as_object().unwrap() {
            assert_eq!(&cover[key], value, "{key}");
        }
        assert_eq!(server.get(&photos).ok(200)["items"], json!([cover, first]));

        // Of each location one is the cover; any number is not. MariaDB has no index of some rows that would say so.
        if !matches!(db, Database::MySql(..)) {
            let second = server.post(&photos, &photo("https://a.example/3.jpg", true));
            let problem = second.problem(409, "conflict");
            assert_eq!(problem["detail"], format!("location {id} has a cover already"));
        }
        server.post(&photos, &photo("https://a.example/3.jpg", false)).ok(201);

        let path = format!("{photos}/{}", cover["id"]);
        server
            .delete(&format!("/api/locations/{}/photos/{}", 4711, cover["id"]))
            .problem(404, "not-found");
        assert!(server.delete(&path).ok(204).is_null());
        server.delete(&path).problem(404, "not-found");
        server.post(&photos, &photo("https://a.example/2.jpg", true)).ok(201);
    }
}

#[test]
fn photos_go_with_their_location() {
    for db in database::full() {
        let server = Server::start(&db.url());
        let id = server.post("/api/locations", &paris()).ok(201)["id"].clone();
        let photos = format!("/api/locations/{id}/photos");
        server.post(&photos, &photo("https://a.example/1.jpg", true)).ok(201);
        server.delete(&format!("/api/locations/{id}")).ok(204);
        for answer in
            [server.get(&photos), server.post(&photos, &photo("https://a.example/1.jpg", true))]
        {
            answer.problem(404, "not-found");
        }
    }
}

#[test]
fn bad_photos_are_refused_with_their_fields() {
    for db in database::full() {
        let server = Server::start(&db.url());
        let id = server.post("/api/locations", &paris()).ok(201)["id"].clone();
        let photos = format!("/api/locations/{id}/photos");
        let mut bad = photo("ftp://a.example/1.jpg", false);
        bad["width"] = json!(0);
        let problem = server.post(&photos, &bad).problem(422, "invalid");
        let fields: Vec<_> =
            problem["errors"].as_array().unwrap().iter().map(|it| &it["field"]).collect();
        assert_eq!(fields, ["url", "width"]);
        bad["license"] = json!("mine");
        server.post(&photos, &bad).problem(422, "invalid");
        server.get("/api/locations/x/photos").problem(400, "malformed");
    }
}
