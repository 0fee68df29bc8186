//! Pages by key: nobody sees a row twice or misses one, whatever is written meanwhile.

use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;

use crate::database;
use crate::locations::{paris, paris_with};
use crate::server::Server;

/// The ids on all pages, in the order in which they come.
fn walk(server: &Server, query: &str) -> Vec<i64> {
    let mut ids = Vec::new();
    let mut after = String::new();
    loop {
        let page = server.get(&format!("/api/locations?{query}{after}")).ok(200);
        ids.extend(page["items"].as_array().unwrap().iter().map(|it| it["id"].as_i64().unwrap()));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return ids,
        }
    }
}

#[test]
fn pages_have_neither_duplicates_nor_holes_while_rows_come_and_go() {
    for db in database::full() {
        let server = Server::start(&db.url());
        let create = |name: &str| {
            server.post("/api/locations", &paris_with(&json!({"name": name}))).ok(201)["id"]
                .as_i64()
                .unwrap()
        };
        let there: Vec<i64> = (0..60).map(|_| create("there before")).collect();
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    let id = create("comes and goes");
                    create("comes and stays");
                    server.delete(&format!("/api/locations/{id}")).ok(204);
                }
            });
            for _ in 0..3 {
                // Rows of the writer may be on the pages or not; those that were there before must be.
                let seen = walk(&server, "limit=7");
                assert!(seen.is_sorted_by(|a, b| a < b), "{seen:?}");
                assert!(there.iter().all(|it| seen.binary_search(it).is_ok()), "{seen:?}");
            }
            done.store(true, Ordering::Relaxed);
        });
    }
}

#[test]
fn the_last_page_says_so() {
    for db in database::full() {
        let server = Server::start(&db.url());
        for _ in 0..4 {
            server.post("/api/locations", &paris()).ok(201);
        }
        assert_eq!(walk(&server, "limit=2").len(), 4);
        let page = server.get("/api/locations?limit=4").ok(200);
        assert_eq!((page["items"].as_array().unwrap().len(), page["next"].is_null()), (4, true));
        let page = server.get("/api/locations?limit=3").ok(200);
        assert_eq!(page["next"].as_str().unwrap(), page["items"][2]["id"].to_string());
        assert_eq!(walk(&server, "after=9223372036854775807"), [0; 0]);
    }
}
