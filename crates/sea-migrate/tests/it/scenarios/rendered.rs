//! What the renderer makes of every page: a module of `crates/generated`, where it is compiled and played.
//!
//! Here it is only compared; so that it can be written anew when what was there does not compile.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sea_migrate::diff::{self, Diff};
use sea_migrate::plan::Plan;
use sea_migrate::render::{self, Draft};
use sea_migrate::schema::Pair;

use super::page::{Page, Server};
use super::{Places, empty, film, is_blessing, pages};
use crate::place::Place;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/src")
}

/// As it stands in a project: in the formatter's layout.
fn formatted(source: &str) -> String {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(config)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), source.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "rustfmt refuses:\n{source}");
    String::from_utf8(output.stdout).unwrap()
}

/// What the page is on the dialect; nothing where that is refused.
fn side(page: &Page, server: Server, places: &Places) -> Option<Diff> {
    if !page.is_about(server) {
        return None;
    }
    let own = (Place::sqlite(), Place::sqlite());
    let (a, b) = places.0.as_ref().unwrap_or(&own);
    empty(a);
    empty(b);
    a.sql(&page.block("Before", server).unwrap());
    b.sql(&page.block("After", server).unwrap());
    let schemas = Pair::new(film::read(a).unwrap(), film::read(b).unwrap());
    let diff = diff::diff(&schemas, &page.answers()).unwrap();
    Plan::of(&diff).refusals.is_empty().then_some(diff)
}

/// What a migration does, without its name and its comment.
fn code(sides: &[Diff]) -> String {
    let source = render::module(&Draft { name: "name", sides }).source;
    source.split_once("pub(crate) struct").unwrap().1.to_owned()
}

/// The files, by name.
fn files() -> Option<BTreeMap<String, String>> {
    let places = [
        (Server::Postgres, "postgres", Places::of(Server::Postgres)?),
        (Server::Sqlite, "sqlite", Places::of(Server::Sqlite)?),
        (Server::MariaDb, "mysql", Places::of(Server::MariaDb)?),
    ];
    let mysql = Places::of(Server::MySql)?;
    let mut files = BTreeMap::new();
    let mut modules = String::new();
    let mut entries = String::new();
    for page in pages() {
        let sides: Vec<(&str, Diff)> = places
            .iter()
            .filter_map(|(server, ending, places)| Some((*ending, side(&page, *server, places)?)))
            .collect();
        let code_of = |side: &Diff| -> String {
            render::parts(std::slice::from_ref(side)).iter().map(|it| code(it)).collect()
        };
        let usual = sides.iter().find(|it| it.0 == "mysql").map(|it| code_of(&it.1));
        let all: Vec<Diff> = sides.iter().map(|it| it.1.clone()).collect();
        let mut variants = vec![(page.name.clone(), all)];
        if sides.len() > 1 {
            let alone = |(ending, it)| (format!("{}_{ending}", page.name), vec![it]);
            variants.extend(sides.into_iter().map(alone));
        }
        // A migration is for both servers of a dialect, unless one of them needs other words.
        if let Some(own) =
            side(&page, Server::MySql, &mysql).filter(|it| Some(code_of(it)) != usual)
        {
            variants.push((format!("{}_mysql8", page.name), vec![own]));
        }
        let mut known: Vec<String> = Vec::new();
        for (name, sides) in variants {
            if sides.iter().all(Diff::is_empty) {
                continue;
            }
            // Alone a dialect mostly gets the same; what is the same need not be compiled twice.
            let code: String = render::parts(&sides).iter().map(|it| code(it)).collect();
            if known.contains(&code) {
                continue;
            }
            known.push(code);
            let mut parts = Vec::new();
            for (at, sides) in render::parts(&sides).iter().enumerate() {
                let module = format!("m20260101_00000{at}_{name}");
                let draft = Draft { name: &module, sides };
                let rendered = render::module(&draft);
                assert_eq!(rendered, render::module(&draft), "the second time it is another one");
                files.insert(format!("{module}.rs"), formatted(&rendered.source));
                writeln!(modules, "mod {module};").unwrap();
                parts.push(format!("&crate::{module}::Migration"));
            }
            writeln!(entries, "(\"{name}\", &[{}]),", parts.join(", ")).unwrap();
        }
    }
    let list = format!(
        "//! What the renderer writes for every page of the scenarios. `cargo xtask bless` writes it; nobody edits it.\n\n\
        #![allow(clippy::too_many_lines, reason = \"a page may change many tables\")]\n\n\
        mod films;\n{modules}\n\
        pub use films::FILMS;\n"
    );
    let entries = format!(
        "//! The migrations of each page. `cargo xtask bless` writes it; nobody edits it.\n\n\
        use sea_orm_migration::prelude::*;\n\n\
        /// The migrations of each page, one after the other.\n\
        pub const FILMS: &[(&str, &[&dyn MigrationTrait])] = &[{entries}];\n"
    );
    files.insert("lib.rs".to_owned(), formatted(&list));
    files.insert("films.rs".to_owned(), formatted(&entries));
    Some(files)
}

#[test]
fn every_page_is_rendered_as_its_golden_file() {
    let Some(files) = files() else { return };
    let folder = folder();
    let there = std::fs::read_dir(&folder).unwrap().map(|it| it.unwrap().file_name());
    let gone = there.map(|it| it.into_string().unwrap()).filter(|it| !files.contains_key(it));
    let mut differing: Vec<String> = gone.collect();
    for (name, text) in &files {
        let path = folder.join(name);
        if std::fs::read_to_string(&path).is_ok_and(|it| it == *text) {
            continue;
        }
        if is_blessing() {
            std::fs::write(&path, text).unwrap();
        } else {
            differing.push(name.clone());
        }
    }
    if is_blessing() {
        for name in differing.drain(..) {
            std::fs::remove_file(folder.join(name)).unwrap();
        }
    }
    assert!(differing.is_empty(), "run `cargo xtask bless`: {}", differing.join(", "));
}
