//! The film of migrations: what is proven, and what is found in those that do something else than they should.

use std::collections::BTreeSet;

use sea_migrate::apply::{Migrations, Options};
use sea_migrate::author::{Film, Scratch, Take, WayBack};
use sea_migrate::checksum::{Entry, Ledger, of_source};
use sea_migrate::connect::Target;
use sea_migrate::history::Author;
use sea_migrate::scratch::postgres_for_tests;

use crate::engine::{Script, script, scripts};
use crate::place::block_on;

const SHELF: &str =
    "CREATE TABLE shelf (id integer PRIMARY KEY, label varchar(20) NOT NULL, width integer)";
const BOOK: &str = "CREATE TABLE book (id integer PRIMARY KEY, shelf_id integer NOT NULL REFERENCES shelf (id), \
     kind varchar(10) NOT NULL CHECK (kind IN ('novel', 'atlas')), code char(2) NOT NULL UNIQUE)";

/// The films of all, on each database; `effects` is what the ledger says of the newest.
fn films(list: &[Script], effects: &[&str]) -> Vec<Vec<Take>> {
    let urls =
        [Some("sqlite::memory:".to_owned()), postgres_for_tests().map(|it| it.url("postgres"))];
    let migrations = Migrations::of(&scripts(list.to_vec())).unwrap();
    let author = Author { user: "ann".into(), host: "laptop".into(), tool: "test".into() };
    let options = Options::by(author);
    let names: BTreeSet<String> = migrations.names().into_iter().map(str::to_owned).collect();
    let effect = effects.iter().map(|&it| it.to_owned()).collect();
    let name = names.last().unwrap().clone();
    let entry = Entry { name, after: None, checksum: of_source(""), effect };
    let ledger = Ledger { entries: vec![entry] };
    let film = Film {
        migrations: &migrations,
        options: &options,
        entities: None,
        ledger: &ledger,
        names: &names,
    };
    let play = |url: String| {
        let scratch = Scratch::beside(Target::parse(&url, "the test").unwrap());
        block_on(film.play(&scratch)).unwrap_or_else(|error| panic!("{error}"))
    };
    urls.into_iter().flatten().map(play).collect()
}

/// The newest of them on each database.
fn newest(list: &[Script], effects: &[&str]) -> Vec<Take> {
    films(list, effects).into_iter().map(|mut it| it.pop().unwrap()).collect()
}

/// All of them are proven, everywhere.
#[track_caller]
fn proven(list: &[Script]) {
    for take in films(list, &[]).into_iter().flatten() {
        assert_eq!(take.findings, [""; 0], "{} on {}", take.name, take.dialect);
        assert_eq!(take.notices, [""; 0], "{} on {}", take.name, take.dialect);
    }
}

/// Something with each of these parts is found in the newest, everywhere.
#[track_caller]
fn found(list: &[Script], parts: &[&str]) {
    for take in newest(list, &[]) {
        let text = take.findings.join("\n");
        for part in parts {
            assert!(text.contains(part), "{part:?} is not in, on {}:\n{text}", take.dialect);
        }
    }
}

fn base() -> Script {
    script("m1_base", &[SHELF, BOOK]).down(&["DROP TABLE book", "DROP TABLE shelf"])
}

#[test]
fn migrations_that_come_back_are_proven_with_rows() {
    proven(&[
        base(),
        script("m2_more", &["ALTER TABLE shelf ADD COLUMN note text"])
            .down(&["ALTER TABLE shelf DROP COLUMN note"]),
        script("m3_name", &["ALTER TABLE shelf RENAME COLUMN label TO caption"])
            .down(&["ALTER TABLE shelf RENAME COLUMN caption TO label"]),
        script("m4_data", &["INSERT INTO shelf (id, caption) VALUES (4711, 'new')"])
            .down(&["DELETE FROM shelf WHERE id = 4711"]),
        script("m5_index", &["CREATE UNIQUE INDEX by_caption ON shelf (caption)"])
            .down(&["DROP INDEX by_caption"]),
    ]);
}

#[test]
fn without_a_way_back_it_is_said_and_not_failed() {
    for take in
        newest(&[base(), script("m2_more", &["ALTER TABLE shelf ADD COLUMN note text"])], &[])
    {
        assert_eq!((take.findings.len(), take.way_back), (0, WayBack::None));
    }
}

#[test]
fn what_works_only_without_rows_is_found() {
    let sql = "ALTER TABLE shelf ADD COLUMN note text NOT NULL";
    let list = [base(), script("m2_more", &[sql]).down(&["ALTER TABLE shelf DROP COLUMN note"])];
    found(&list, &["up of `m2_more` failed"]);
}

#[test]
fn a_way_back_that_leads_elsewhere_is_found() {
    let up = ["ALTER TABLE shelf ADD COLUMN note text", "CREATE TABLE more (id integer)"];
    found(
        &[base(), script("m2_more", &up).down(&["ALTER TABLE shelf DROP COLUMN note"])],
        &["down does not lead back", "- table more", "up again, after down, fails"],
    );
}

#[test]
fn rows_that_nothing_is_said_to_delete_are_missed() {
    let index = "CREATE INDEX by_width ON shelf (width)";
    let list =
        [base(), script("m2_more", &[index]).down(&["DROP INDEX by_width", "DELETE FROM book"])];
    found(&list, &["2 rows of book are not what they were", "\"! book loses rows\""]);
    let list = [base(), script("m2_more", &["UPDATE shelf SET label = 'x'"]).down(&[])];
    found(&list, &["the values of shelf.label are not what they were"]);
    // Where a person has said that it is meant, it is.
    let meant = ["no change of the schema", "! shelf.label is not given back"];
    for take in newest(&list, &meant) {
        assert_eq!(take.findings, [""; 0]);
        assert!(take.is_written_down);
    }
}

#[test]
fn a_rename_is_one_only_if_the_values_arrive() {
    let line = ["~ column shelf.label → caption"];
    let rename = script("m2_name", &["ALTER TABLE shelf RENAME COLUMN label TO caption"])
        .down(&["ALTER TABLE shelf RENAME COLUMN caption TO label"]);
    for take in newest(&[base(), rename.clone()], &line) {
        assert_eq!(take.findings, [""; 0]);
        assert!(take.is_written_down, "{:?}", take.effect);
    }
    // The ledger knows of no rename: the same is a drop and an addition.
    for take in newest(&[base(), rename], &[]) {
        assert!(!take.is_written_down && take.effect.len() == 2, "{:?}", take.effect);
    }
    let copy = script(
        "m2_name",
        &["ALTER TABLE shelf DROP COLUMN width", "ALTER TABLE shelf ADD COLUMN breadth integer"],
    )
    .down(&["ALTER TABLE shelf DROP COLUMN breadth", "ALTER TABLE shelf ADD COLUMN width integer"]);
    for take in newest(&[base(), copy], &["~ column shelf.width → breadth"]) {
        let text = take.findings.join("\n");
        assert!(text.contains("shelf.width is said to become shelf.breadth"), "{text}");
    }
}

#[test]
fn a_migration_that_fails_by_itself_ends_the_film_with_its_name() {
    for takes in
        films(&[base(), script("m2_bad", &["SELECT nonsense"]), script("m3_more", &[])], &[])
    {
        let take = takes.last().unwrap();
        assert_eq!((takes.len(), take.name.as_str()), (2, "m2_bad"));
        assert!(take.findings[0].contains("in an empty database"), "{:?}", take.findings);
        assert!(take.notices[0].contains("could not be played"), "{:?}", take.notices);
    }
}

#[test]
fn rows_are_found_for_difficult_tables() {
    proven(&[script(
        "m1_difficult",
        &[
            "CREATE TABLE tree (id integer PRIMARY KEY, parent integer NOT NULL REFERENCES tree (id))",
            "CREATE TABLE odd (a integer NOT NULL CHECK (a > 100 AND a < 103), b varchar(3) NOT NULL CHECK (length(b) = 2), \
             c numeric(4, 2) NOT NULL, PRIMARY KEY (a, b))",
            "CREATE TABLE lone (id integer PRIMARY KEY CHECK (id = 7))",
            "CREATE TABLE pair (a integer NOT NULL, b varchar(3) NOT NULL, d timestamp, FOREIGN KEY (a, b) REFERENCES odd (a, b), UNIQUE (a, b))",
        ],
    )
    .down(&["DROP TABLE pair", "DROP TABLE lone", "DROP TABLE odd", "DROP TABLE tree"]),
    script("m2_next", &["ALTER TABLE tree ADD COLUMN x integer"]).down(&["ALTER TABLE tree DROP COLUMN x"])]);
}

#[test]
fn a_table_without_rows_is_named() {
    let never = "CREATE TABLE never (id integer NOT NULL CHECK (id = 12345678 AND id = 2))";
    let list = [
        script("m1_never", &[never]).down(&["DROP TABLE never"]),
        script("m2_next", &["CREATE TABLE x (id integer)"]).down(&["DROP TABLE x"]),
    ];
    for take in newest(&list, &[]) {
        assert_eq!(take.findings, [""; 0]);
        assert!(take.notices[0].contains("no row could be put into never"), "{:?}", take.notices);
    }
}
