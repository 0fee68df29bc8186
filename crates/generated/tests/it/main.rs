//! Every generated migration plays its film on each database that it is for, with rows in the tables.
//!
//! up → is what was wanted → nothing left to do → down → is what it was, and the rows are there → up again.
#![expect(clippy::unwrap_used, reason = "a test that can not be set up has failed")]

#[path = "../../../sea-migrate/tests/it/scenarios/dump.rs"]
mod dump;
mod film;
#[expect(dead_code, reason = "shared with the engine's own tests, which also write pages")]
#[path = "../../../sea-migrate/tests/it/scenarios/page.rs"]
mod page;
#[expect(dead_code, reason = "shared with the engine's own tests, which look at more")]
#[path = "../../../sea-migrate/tests/it/place.rs"]
mod place;
#[path = "../../../sea-migrate/tests/it/scenarios/places.rs"]
mod places;

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use page::{Page, Server};
use place::Place;
use places::{Places, empty};
use sea_migrate::dialect::Dialect;
use sea_orm_migration::MigrationTrait;

/// What stands behind the name of a page where the migration is for one database alone.
const ENDINGS: [(Dialect, &str); 4] = [
    (Dialect::Postgres, "_postgres"),
    (Dialect::Sqlite, "_sqlite"),
    (Dialect::MySql, "_mysql"),
    (Dialect::MySql, ON_MYSQL),
];

/// The ending where `MySQL` needs other words than `MariaDB`.
const ON_MYSQL: &str = "_mysql8";

/// A page, the name of what was generated for it, and that.
type Film = (Page, &'static str, &'static [&'static dyn MigrationTrait]);

fn films() -> Vec<Film> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sea-migrate/scenarios");
    let named = |name: &str| folder.join(format!("{name}.md"));
    let all = generated::FILMS.iter().map(|&(name, migrations)| {
        let stem = ENDINGS.iter().find_map(|(_, it)| name.strip_suffix(it));
        let path = stem.map(named).filter(|it| it.exists()).unwrap_or_else(|| named(name));
        (Page::read(&path), name, migrations)
    });
    all.collect()
}

/// All failures at once.
fn play(server: Server) {
    let is_for = |page: &Page, name: &str| {
        let alone = ENDINGS.iter().find(|it| name.strip_suffix(it.1) == Some(page.name.as_str()));
        alone.is_none_or(|it| it.0 == server.dialect())
    };
    let mut pages = films();
    pages.retain(|(page, name, _)| page.is_about(server) && is_for(page, name));
    let apart: Vec<String> = pages
        .iter()
        .filter(|(_, name, _)| name.ends_with(ON_MYSQL))
        .map(|it| it.0.name.clone())
        .collect();
    pages.retain(|(page, name, _)| match server {
        Server::MySql => name.ends_with(ON_MYSQL) || !apart.contains(&page.name),
        _ => !name.ends_with(ON_MYSQL),
    });
    if let Ok(only) = std::env::var("ONLY") {
        pages.retain(|(_, name, _)| *name == only);
    }
    assert!(!pages.is_empty());
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(BTreeMap::new());
    let work = || {
        // Databases are made once for many pages, and emptied before each.
        let Some(places) = Places::of(server) else { return };
        while let Some((page, name, migrations)) = pages.get(next.fetch_add(1, Ordering::Relaxed)) {
            let own = (Place::sqlite(), Place::sqlite());
            let (a, b) = places.0.as_ref().unwrap_or(&own);
            empty(a);
            empty(b);
            let play = || film::play(page, server, migrations, a, b);
            let outcome = std::panic::catch_unwind(AssertUnwindSafe(play));
            let outcome = outcome.unwrap_or_else(|_| Err("panicked, as shown above".to_owned()));
            if let Err(reason) = outcome {
                failures.lock().unwrap().insert(*name, reason);
            }
        }
    };
    std::thread::scope(|scope| {
        (0..3).for_each(|_| drop(scope.spawn(work)));
    });
    let failures = failures.into_inner().unwrap();
    let count = failures.len();
    let list = failures
        .iter()
        .map(|(page, reason)| format!("\n--- {page} on {}: {reason}\n", server.name()));
    assert!(failures.is_empty(), "{}\n{count} of {}", list.collect::<String>(), pages.len());
}

#[test]
fn every_film_plays_on_postgres() {
    play(Server::Postgres);
}

#[test]
fn every_film_plays_on_sqlite() {
    play(Server::Sqlite);
}

#[test]
fn every_film_plays_on_mariadb() {
    play(Server::MariaDb);
}

#[test]
fn every_film_plays_on_mysql() {
    play(Server::MySql);
}
