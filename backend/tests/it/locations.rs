//! Countries, regions and locations on a schema that fits: what clients read and write.

use serde_json::{Value, json};

use crate::database::{self, Database};
use crate::server::Server;

/// A valid body.
pub(crate) fn paris() -> Value {
    json!({
        "name": "Paris", "kind": "city", "latitude": 48.856_613, "longitude": 2.352_222,
        "time_zone": "Europe/Paris", "population": 2_102_650,
        "country_code": "FR", "region_code": "FR-IDF", "featured": true
    })
}

/// The same body with some fields replaced.
pub(crate) fn paris_with(fields: &Value) -> Value {
    let mut body = paris();
    for (key, value) in fields.as_object().unwrap() {
        body[key] = value.clone();
    }
    body
}

#[test]
fn reference_data_is_read() {
    for db in database::full() {
        let server = Server::start(&db.url());
        let countries = server.get("/api/countries").ok(200);
        let codes: Vec<_> =
            countries["items"].as_array().unwrap().iter().map(|it| &it["alpha2"]).collect();
        assert_eq!(codes, ["DE", "FJ", "FR"]);
        let france =
            json!({"alpha2": "FR", "alpha3": "FRA", "numeric_code": "250", "name": "France"});
        assert_eq!(server.get("/api/countries/fr").ok(200), france);
        let regions = server.get("/api/countries/FR/regions").ok(200);
        assert_eq!(
            regions["items"][1],
            json!({"code": "FR-IDF", "country_code": "FR", "name": "Île-de-France"})
        );
        assert_eq!(server.get("/api/countries/FJ/regions").ok(200), json!({"items": []}));
        for unknown in [
            "/api/countries/XX",
            "/api/countries/XX/regions",
            "/api/countries/FRA",
            "/api/countries/%00x",
        ] {
            server.get(unknown).problem(404, "not-found");
        }
    }
}

#[test]
fn a_location_is_created_read_replaced_and_deleted() {
    for db in database::full() {
        let server = Server::start(&db.url());
        let created = server.post("/api/locations", &paris());
        let mut location = created.ok(201);
        let path = created.header("location").unwrap().to_owned();
        assert_eq!(path, format!("/api/locations/{}", location["id"]));
        assert_eq!(server.get(&path).ok(200), location);
        for (key, value) in paris().as_object().unwrap() {
            assert_eq!(&location[key], value, "{key}");
        }
        for key in ["created_at", "updated_at"] {
            let text = location[key].as_str().unwrap();
            assert!(
                sea_orm::prelude::DateTimeWithTimeZone::parse_from_rfc3339(text).is_ok(),
                "{text}"
            );
        }

        // Absent optional fields are emptied; the id and the time of creation stay.
        let less = json!({
            "name": "Lutetia", "kind": "landmark", "latitude": -0.000_001, "longitude": 180,
            "time_zone": "UTC", "country_code": "FR"
        });
        let replaced = server.put(&path, &less).ok(200);
        // MariaDB's `timestamp` has whole seconds, as the migrations make it.
        if !matches!(db, Database::MySql(..)) {
            assert_ne!(replaced["updated_at"], location["updated_at"]);
        }
        location["updated_at"] = replaced["updated_at"].clone();
        for (key, value) in less.as_object().unwrap() {
            location[key] = value.clone();
        }
        location["longitude"] = json!(180.0);
        for key in ["population", "region_code"] {
            location[key] = Value::Null;
        }
        location["featured"] = json!(false);
        assert_eq!(replaced, location);
        assert_eq!(server.get(&path).ok(200), replaced);

        let deleted = server.delete(&path);
        assert!(deleted.ok(204).is_null());
        for gone in [server.get(&path), server.delete(&path), server.put(&path, &paris())] {
            gone.problem(404, "not-found");
        }
    }
}

#[test]
fn coordinates_come_back_as_they_went() {
    for db in database::full() {
        let server = Server::start(&db.url());
        for (latitude, longitude) in
            [(90.0, -180.0), (-90.0, 180.0), (0.0, 0.1), (12.345_678, -123.456_789)]
        {
            let body = paris_with(&json!({"latitude": latitude, "longitude": longitude}));
            let created = server.post("/api/locations", &body).ok(201);
            assert_eq!(
                (&created["latitude"], &created["longitude"]),
                (&json!(latitude), &json!(longitude))
            );
        }
        let body = paris_with(&json!({"latitude": 1.234_567_89, "longitude": 100}));
        assert_eq!(server.post("/api/locations", &body).ok(201)["latitude"], json!(1.234_568));
    }
}

#[test]
fn each_filter_keeps_what_it_says() {
    for db in database::full() {
        let server = Server::start(&db.url());
        let places = [
            ("Paris", json!({})),
            (
                "München",
                json!({"country_code": "DE", "region_code": "DE-BY", "latitude": 48.137, "longitude": 11.575}),
            ),
            (
                "Giverny",
                json!({"kind": "village", "latitude": 49.077, "longitude": 1.533, "featured": false}),
            ),
            (
                "Suva",
                json!({"country_code": "FJ", "region_code": null, "latitude": -18.141, "longitude": 178.441}),
            ),
            (
                "Taveuni",
                json!({
                    "country_code": "FJ", "region_code": null, "kind": "landmark",
                    "latitude": -16.8, "longitude": -179.95, "featured": false
                }),
            ),
        ];
        for (name, fields) in &places {
            let mut body = paris_with(fields);
            body["name"] = json!(name);
            server.post("/api/locations", &body).ok(201);
        }
        for (query, names) in [
            ("", vec!["Paris", "München", "Giverny", "Suva", "Taveuni"]),
            ("?country=fr", vec!["Paris", "Giverny"]),
            ("?kind=city", vec!["Paris", "München", "Suva"]),
            ("?featured=false", vec!["Giverny", "Taveuni"]),
            ("?bbox=1,48,3,50", vec!["Paris", "Giverny"]),
            ("?bbox=2.352222,48.856613,2.352222,48.856613", vec!["Paris"]),
            ("?bbox=2.352223,48.856613,3,49", vec![]),
            ("?bbox=177,-20,-179,-10", vec!["Suva", "Taveuni"]),
            ("?bbox=-180,-90,180,90&country=DE", vec!["München"]),
            ("?country=FR&kind=village&featured=false&bbox=1,48,3,50", vec!["Giverny"]),
            ("?country=XX", vec![]),
        ] {
            let page = server.get(&format!("/api/locations{query}")).ok(200);
            let found: Vec<_> =
                page["items"].as_array().unwrap().iter().map(|it| &it["name"]).collect();
            assert_eq!(found, names, "{query}");
        }
    }
}
