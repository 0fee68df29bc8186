//! Every page of `scenarios/` plays its film on each database that it is about, with rows in the tables:
//! up → is what was wanted → nothing left to do → down → is what it was → up again.
//!
//! `cargo xtask bless` rewrites what stands below the line on each page, and the index. `PAGE=online` plays those alone that
//! have it in their names.

pub(crate) mod dump;
pub(crate) mod film;
mod page;
mod places;
mod rendered;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

pub(crate) use film::read;
use page::{Page, Server};
pub(crate) use places::EMPTY;
use places::{Places, empty};

use crate::place::Place;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

fn pages() -> Vec<Page> {
    let entries = std::fs::read_dir(folder()).unwrap().map(|it| it.unwrap().path());
    let is_page = |it: &PathBuf| {
        it.extension().is_some_and(|it| it == "md") && it.file_name().unwrap() != "README.md"
    };
    let mut paths: Vec<PathBuf> = entries.filter(is_page).collect();
    paths.sort();
    assert!(!paths.is_empty(), "there are no pages in {}", folder().display());
    paths.iter().map(|it| Page::read(it)).collect()
}

pub(crate) fn is_blessing() -> bool {
    std::env::var_os("UPDATE_EXPECT").is_some()
}

/// All failures at once: who changes a rule wants to see every page that it touches. Several play at a time, for most
/// of a film is waiting for processes.
fn play(server: Server) {
    let wanted = std::env::var("PAGE").ok();
    let is_wanted = |it: &Page| wanted.as_ref().is_none_or(|name| it.name.contains(name));
    let pages = pages().into_iter().filter(|it| it.is_about(server) && is_wanted(it));
    let pages: Vec<Page> = pages.collect();
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(BTreeMap::new());
    let work = || {
        // Databases are made once for many pages, and emptied before each.
        let Some(places) = Places::of(server) else { return };
        while let Some(page) = pages.get(next.fetch_add(1, Ordering::Relaxed)) {
            let played = std::panic::catch_unwind(AssertUnwindSafe(|| one(page, server, &places)));
            let outcome = played.unwrap_or_else(|_| Err("panicked, as shown above".to_owned()));
            if let Err(reason) = outcome {
                failures.lock().unwrap().insert(page.name.clone(), reason);
            }
        }
    };
    std::thread::scope(|scope| {
        (0..3).for_each(|_| drop(scope.spawn(work)));
    });
    // Written directly: the test harness swallows what goes through `eprintln!`.
    let said = format!("{} behaviours on {}\n", pages.len(), server.name());
    drop(std::io::Write::write_all(&mut std::io::stderr(), said.as_bytes()));
    let failures = failures.into_inner().unwrap();
    let list = failures
        .iter()
        .map(|(page, reason)| format!("\n--- {page} on {}: {reason}\n", server.name()));
    assert!(failures.is_empty(), "{}", list.collect::<String>());
}

fn one(page: &Page, server: Server, places: &Places) -> Result<(), String> {
    let own = (Place::sqlite(), Place::sqlite());
    let (a, b) = places.0.as_ref().unwrap_or(&own);
    empty(a);
    empty(b);
    let text = film::play(page, server, a, b)?;
    if page.written(server).is_some_and(|it| it == text) {
        return Ok(());
    }
    if is_blessing() {
        page.bless(server, &text);
        return Ok(());
    }
    let hint = "its text is no longer what the engine does; `cargo xtask bless` rewrites it";
    Err(format!("{hint}:\n{text}"))
}

#[test]
fn every_page_plays_on_postgres() {
    play(Server::Postgres);
}

#[test]
fn every_page_plays_on_sqlite() {
    play(Server::Sqlite);
}

#[test]
fn every_page_plays_on_mariadb() {
    play(Server::MariaDb);
}

#[test]
fn every_page_plays_on_mysql() {
    play(Server::MySql);
}

#[test]
fn every_page_is_about_mariadb_and_mysql_or_says_why_not() {
    for server in [Server::MariaDb, Server::MySql] {
        let is_silent = |it: &Page| {
            !it.is_about(server) && it.why_not(server).is_none() && !it.name.contains("sqlite")
        };
        let silent: Vec<String> =
            pages().iter().filter(|it| is_silent(it)).map(|it| it.name.clone()).collect();
        assert_eq!(silent, [""; 0], "{}", server.name());
    }
}

#[test]
fn the_index_lists_every_page() {
    let mut index = "# What is detected\n\n\
        Each page is a behaviour with its SQL, and a test: its film is played on real databases with rows in the tables.\n\
        What stands below the line of a page, and this table, is written by `cargo xtask bless`.\n\n\
        | behaviour | PostgreSQL | SQLite | MariaDB | MySQL |\n| --- | --- | --- | --- | --- |\n"
        .to_owned();
    for page in pages() {
        let marks = Server::ALL.map(|it| format!(" {} |", page.verdict(it)));
        writeln!(index, "| [{}]({}.md) |{}", page.title(), page.name, marks.concat()).unwrap();
    }
    let path = folder().join("README.md");
    if is_blessing() {
        std::fs::write(&path, &index).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), index, "run `cargo xtask bless`");
}

/// The table of the workspace's own README: how many pages end how, on each database.
#[test]
fn the_readme_counts_the_pages() {
    let pages = pages();
    let row = |title: &str, fits: &dyn Fn(&str) -> bool| {
        let count = |server| pages.iter().filter(|it| fits(&it.verdict(server))).count();
        let counts = Server::ALL.map(|it| format!(" {} |", count(it)));
        format!("| {title} |{}\n", counts.concat())
    };
    let table = [
        format!("| |{}\n", Server::ALL.map(|it| format!(" {} |", it.name())).concat()),
        "| --- | --- | --- | --- | --- |\n".to_owned(),
        row("there and back, with the rows still there", &|it| it == "there and back"),
        row("refused before anything runs, with the reason", &|it| it.starts_with("refused")),
        row("found to be no difference", &|it| it == "no difference"),
        row("concerns another database", &|it| it.is_empty() || it.starts_with('—')),
    ];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once("<!-- behaviours -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- /behaviours -->").unwrap();
    let wanted =
        format!("{before}<!-- behaviours -->\n{}<!-- /behaviours -->{after}", table.concat());
    if is_blessing() {
        std::fs::write(&path, &wanted).unwrap();
    }
    assert!(text == wanted || is_blessing(), "run `cargo xtask bless`");
}
