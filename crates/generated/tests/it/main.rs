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

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use page::Page;
use place::Place;
use sea_migrate::dialect::Dialect;
use sea_orm_migration::MigrationTrait;

/// Empties a database of everything that a page can make.
const EMPTY: &str = "DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', name);
    END LOOP; END $$; CREATE SCHEMA public";

/// A page, the name of what was generated for it, and that.
type Film = (Page, &'static str, Vec<Box<dyn MigrationTrait>>);

fn films() -> Vec<Film> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sea-migrate/scenarios");
    let named = |name: &str| folder.join(format!("{name}.md"));
    let all = generated::films().into_iter().map(|(name, migrations)| {
        let stem = ["_postgres", "_sqlite"].iter().find_map(|it| name.strip_suffix(it));
        let path = stem.map(named).filter(|it| it.exists()).unwrap_or_else(|| named(name));
        (Page::read(&path), name, migrations)
    });
    all.collect()
}

/// All failures at once.
fn play(dialect: Dialect) {
    let ending = match dialect {
        Dialect::Postgres => "_sqlite",
        _ => "_postgres",
    };
    let mut pages = films();
    pages.retain(|(page, name, _)| {
        page.is_about(dialect) && name.strip_suffix(ending).is_none_or(|it| it != page.name)
    });
    if let Ok(only) = std::env::var("ONLY") {
        pages.retain(|(_, name, _)| *name == only);
    }
    assert!(!pages.is_empty());
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(BTreeMap::new());
    let work = || {
        let places = match dialect {
            Dialect::Postgres => {
                let (Some(a), Some(b)) = (Place::postgres(), Place::postgres()) else { return };
                Some((a, b))
            }
            _ => None,
        };
        while let Some((page, name, migrations)) = pages.get(next.fetch_add(1, Ordering::Relaxed)) {
            let own = (Place::sqlite(), Place::sqlite());
            let (a, b) = places.as_ref().unwrap_or(&own);
            if dialect == Dialect::Postgres {
                a.sql(EMPTY);
                b.sql(EMPTY);
            }
            let play = || film::play(page, dialect, migrations, a, b);
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
    let list =
        failures.iter().map(|(page, reason)| format!("\n--- {page} on {dialect}: {reason}\n"));
    assert!(failures.is_empty(), "{}\n{count} of {}", list.collect::<String>(), pages.len());
}

#[test]
fn every_film_plays_on_postgres() {
    play(Dialect::Postgres);
}

#[test]
fn every_film_plays_on_sqlite() {
    play(Dialect::Sqlite);
}
