//! Many clients at once: nothing is lost, nothing answers an error.

use std::collections::BTreeSet;

use crate::database;
use crate::locations::paris;
use crate::server::Server;

#[test]
fn many_clients_write_and_read_at_once() {
    for db in database::full() {
        let server =
            Server::start_with(&[("DATABASE_URL", &db.url()), ("DATABASE_MAX_CONNECTIONS", "4")]);
        let work = || -> Vec<i64> {
            let once = |_| {
                let id = server.post("/api/locations", &paris()).ok(201)["id"].as_i64().unwrap();
                let path = format!("/api/locations/{id}");
                server.get("/api/locations?country=FR&limit=3").ok(200);
                server.put(&path, &paris()).ok(200);
                server.get(&path).ok(200);
                server.get("/readyz").ok(200);
                id
            };
            (0..10).map(once).collect()
        };
        let ids: Vec<i64> = std::thread::scope(|scope| {
            let clients: Vec<_> = (0..12).map(|_| scope.spawn(work)).collect();
            clients.into_iter().flat_map(|it| it.join().unwrap()).collect()
        });
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 120);
    }
}
