//! Every page of `helpers/` is a migration that uses a helper of the prelude, played on each database that is here: up → is
//! what was said → down → is what it was → up again, under the engine and under `SeaORM` alone, with rows in the tables. What
//! `sql` writes down of it does the same.
//!
//! `cargo xtask bless` rewrites what stands below the line on each page, and the index.

mod mariadb;
mod page;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use page::Page;
use sea_migrate::apply::{Consent, Direction, DownTo, Migrations, UpTo};
use sea_migrate::dialect::Dialect;
use sea_migrate::history::Author;
use sea_migrate::record::{Recording, Script, Selection, Wish};
use sea_migrate::scratch::mariadb_for_tests;
use sea_orm::{ConnectOptions, ConnectionTrait, Database};
use sea_orm_migration::{MigrationTrait, MigratorTraitSelf};

use crate::engine::{down, script, up, up_to};
use crate::place::{Place, block_on};
use crate::scenarios::{EMPTY, dump, is_blessing};

/// A migration with its source.
struct Case {
    name: &'static str,
    source: &'static str,
    migration: fn() -> Box<dyn MigrationTrait>,
}

macro_rules! cases {
    ($($name:ident),* $(,)?) => {
        $(mod $name;)*

        const CASES: &[Case] = &[$(Case {
            name: stringify!($name),
            source: include_str!(concat!("helpers/", stringify!($name), ".rs")),
            migration: || Box::new($name::Migration),
        }),*];
    };
}

cases![
    add_column,
    checks,
    comments,
    concurrent_index,
    defaults,
    drop_column,
    enum_values,
    enumerations,
    execute_on,
    expression_index,
    foreign_keys,
    keys,
    not_null,
    not_valid,
    rename_constraint,
    rename_index,
    restate,
    set_type,
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("helpers")
}

/// What was there before, and then the migration.
struct Film<'f> {
    before: String,
    case: &'f Case,
}

const BEFORE: &str = "m0_before";

impl MigratorTraitSelf for Film<'_> {
    fn migrations(&self) -> Vec<Box<dyn MigrationTrait>> {
        let before = Some(self.before.as_str()).filter(|it| !it.is_empty());
        vec![
            Box::new(script(BEFORE, &before.into_iter().collect::<Vec<_>>())),
            (self.case.migration)(),
        ]
    }
}

/// A step of the film, and what the database is then.
fn is_like(
    place: &Place,
    wanted: &(String, Vec<String>),
    page: &Page,
    when: &str,
) -> Result<(), String> {
    let found = state(place, page);
    if found == *wanted {
        return Ok(());
    }
    Err(format!("{when} it is another one:\n{}\nwanted:\n{}", shown(&found), shown(wanted)))
}

fn shown((schema, rows): &(String, Vec<String>)) -> String {
    format!("{schema}\n{}", rows.join("\n"))
}

/// The schema as a witness tells it, and the rows.
fn state(place: &Place, page: &Page) -> (String, Vec<String>) {
    let witness = dump::of(place);
    let lines = witness
        .lines()
        .filter(|it| !it.contains("sea_migrate_history") && !it.contains("seaql_migrations"));
    let rows = page
        .tables(place.dialect())
        .into_iter()
        .map(|it| format!("{it}: {} rows", place.count(&it)));
    (lines.collect::<Vec<_>>().join("\n"), rows.collect())
}

fn film(page: &Page, case: &Case, place: impl Fn() -> Rc<Place>) -> Result<String, String> {
    let a = place();
    let dialect = a.dialect();
    let before = page.before(dialect).ok_or("the page has nothing before")?;
    let film = Film { before, case };
    let step = |result: Result<Vec<String>, sea_migrate::Error>| {
        result.map(drop).map_err(|it| it.to_string())
    };

    // Under the engine.
    let run = || up_to(&a, &film, &UpTo::Steps(1)).result;
    step(run())?;
    let was = state(&a, page);
    step(run())?;
    page.answers(&a, "Afterwards")?;
    let is = state(&a, page);
    let reverted = down(&a, &film, &DownTo::Steps(1), Consent::Given);
    // What makes a table again loses nothing; only a column that goes does.
    let goes = ["add_column", "concurrent_index"].contains(&case.name);
    if reverted.losses.is_empty() == goes {
        return Err(format!("down was said to lose {:?}", reverted.losses));
    }
    step(reverted.result)?;
    is_like(&a, &was, page, "after down")?;
    page.answers(&a, "And back")?;
    step(up(&a, &film).result)?;
    is_like(&a, &is, page, "after up again")?;

    // Under SeaORM.
    drop(a);
    let b = place();
    for (steps, wanted) in [(2, &is), (-1, &was), (1, &is)] {
        plainly(&b, &film, steps)?;
        is_like(&b, wanted, page, &format!("under SeaORM, after {steps} steps,"))?;
    }

    // As somebody runs it by hand.
    drop(b);
    let c = place();
    c.sql(&film.before);
    let (there, back) =
        (written(&film, dialect, Direction::Up)?, written(&film, dialect, Direction::Down)?);
    for (recording, wanted) in [(&there, &is), (&back, &was)] {
        by_hand(&c, recording)?;
        is_like(&c, wanted, page, "by hand")?;
    }
    Ok(describe(&there, &back))
}

fn plainly(place: &Place, film: &Film<'_>, steps: i32) -> Result<(), String> {
    block_on(async {
        let db = place.connect().await;
        let n = Some(steps.unsigned_abs());
        let done = if steps > 0 { film.up(&db, n).await } else { film.down(&db, n).await };
        db.close().await.unwrap();
        done.map_err(|it| format!("under SeaORM: {it}"))
    })
}

fn written(film: &Film<'_>, dialect: Dialect, direction: Direction) -> Result<Recording, String> {
    let author = Author { user: "ann".into(), host: "laptop".into(), tool: "test".into() };
    let migrations = Migrations::of(film).unwrap();
    let (from, wish) = match direction {
        Direction::Up => (BEFORE, Wish::Up(UpTo::Newest)),
        Direction::Down => (film.case.name, Wish::Down(DownTo::Steps(1))),
    };
    let selection = Selection::unasked(&migrations, dialect, from, &wish).unwrap();
    let script = block_on(Script::record(&migrations, selection, &author));
    let mut script = script.map_err(|it| format!("written down: {it}"))?;
    Ok(script.migrations.remove(0))
}

fn by_hand(place: &Place, recording: &Recording) -> Result<(), String> {
    block_on(async {
        let mut options = ConnectOptions::new(place.url());
        options.max_connections(1).map_sqlx_sqlite_opts(|it| it.foreign_keys(false));
        let db = Database::connect(options).await.unwrap();
        let around = |word| Some(word).filter(|_| recording.is_transactional);
        let (begin, commit) = (around("BEGIN"), around("COMMIT"));
        let statements = recording.statements.iter().map(String::as_str);
        for sql in begin.into_iter().chain(statements).chain(commit) {
            let done = db.execute_unprepared(sql).await;
            done.map_err(|it| format!("by hand: {it}\n  in: {sql}"))?;
        }
        db.close().await.unwrap();
        Ok(())
    })
}

fn describe(up: &Recording, down: &Recording) -> String {
    let mut text = String::new();
    for (title, it) in [("Up", up), ("Down", down)] {
        write!(text, "### {title}\n\n").unwrap();
        let is_shown = |it: &&String| !it.contains("SAVEPOINT");
        let statements: Vec<&String> = it.statements.iter().filter(is_shown).collect();
        if statements.is_empty() {
            text.push_str("Nothing.\n\n");
            continue;
        }
        text.push_str("```sql\n");
        for sql in statements {
            let note = if it.is_transactional { "" } else { "-- outside a transaction\n" };
            writeln!(text, "{note}{sql};").unwrap();
        }
        text.push_str("```\n\n");
    }
    text.trim_end().to_owned()
}

/// Plays every page that is about the dialect; `film` gives the text for it.
fn play(dialect: Dialect, film: impl Fn(&Page, &Case) -> Result<String, String>) {
    let mut failures = String::new();
    for case in CASES {
        let page = Page::read(&folder(), case.name);
        if page.before(dialect).is_none() {
            continue;
        }
        let played = film(&page, case).and_then(|text| page.agrees(dialect, case.source, &text));
        if let Err(reason) = played {
            write!(failures, "\n--- {} on {dialect}: {reason}\n", case.name).unwrap();
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn every_helper_works_on_postgres() {
    let Some(place) = Place::postgres().map(Rc::new) else { return };
    // Making a database takes longer than emptying it.
    let fresh = || {
        place.sql(EMPTY);
        Rc::clone(&place)
    };
    play(Dialect::Postgres, |page, case| film(page, case, fresh));
}

#[test]
fn every_helper_works_on_sqlite() {
    play(Dialect::Sqlite, |page, case| film(page, case, || Rc::new(Place::sqlite())));
}

#[test]
fn every_helper_works_on_mariadb() {
    let Some(server) = mariadb_for_tests() else { return };
    play(Dialect::MySql, |page, case| mariadb::film(page, case, server));
}

#[test]
fn the_index_of_helpers_lists_every_page() {
    let mut index = "# What a migration may use\n\n\
        `sea_migrate::prelude` has these helpers for what sea-query can't say. They work in any SeaORM migration, also under\n\
        `sea-orm-cli`. Each page is a migration with its SQL, and a test: it is played on real databases with rows in the tables.\n\
        What stands below the line of a page, and this table, is written by `cargo xtask bless`.\n\n\
        | page | helpers |\n| --- | --- |\n"
        .to_owned();
    for case in CASES {
        let page = Page::read(&folder(), case.name);
        writeln!(
            index,
            "| [{}]({}.md) | {} |",
            page.title(),
            case.name,
            page::helpers(case.source)
        )
        .unwrap();
    }
    let path = folder().join("README.md");
    if is_blessing() {
        std::fs::write(&path, &index).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), index, "run `cargo xtask bless`");
    let pages = std::fs::read_dir(folder()).unwrap().count();
    assert_eq!(pages, CASES.len() + 1, "each page has a case, and each case a page");
}
