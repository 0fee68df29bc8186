//! Is a migration missing? And do list, order and ledger say what the sources are?

use std::fs;
use std::path::Path;

use sea_migrate::apply::{Migrations, Options};
use sea_migrate::author::{Check, Findings, Place as Folder, Scratch};
use sea_migrate::checksum::{Entry, Ledger, of_folder};
use sea_migrate::connect::Target;
use sea_migrate::entities::{Entities, Part, entities, table_of};
use sea_migrate::history::Author;
use sea_migrate::scratch::postgres_for_tests;

use crate::desired::models::seat;
use crate::engine::{Script, script, scripts};
use crate::place::block_on;

/// What `seat` asks for, by hand.
const SEAT: &str = "CREATE TABLE seat (\"row\" integer NOT NULL, number integer NOT NULL, beside_row integer, \
     beside_number integer, caption varchar, CONSTRAINT \"pk-seat\" PRIMARY KEY (\"row\", number), \
     CONSTRAINT \"fk-seat-beside_row-beside_number\" FOREIGN KEY (beside_row, beside_number) REFERENCES seat (\"row\", number))";

fn check(
    entities: &Entities,
    list: impl Fn() -> Vec<Script>,
    folder: Option<&Path>,
) -> Vec<Findings> {
    let memory = Some("sqlite::memory:".to_owned());
    let urls = [memory, postgres_for_tests().map(|it| it.url("postgres"))];
    let migrations = Migrations::of(&scripts(list())).unwrap();
    let author = Author { user: "ann".into(), host: "laptop".into(), tool: "test".into() };
    let options = Options::by(author);
    let folder = folder.map(|it| Folder { folder: it.to_owned() });
    let check =
        Check { entities, migrations: &migrations, options: &options, place: folder.as_ref() };
    let findings = urls.into_iter().flatten().map(|url| {
        let scratch = Scratch::beside(Target::parse(&url, "the test").unwrap());
        block_on(check.run_on(scratch)).unwrap_or_else(|error| panic!("{error}"))
    });
    findings.collect()
}

/// What is missing, as signs and objects, the same on each database.
fn missing(entities: &Entities, sql: &[&str]) -> Vec<String> {
    let found = check(entities, || vec![script("m1_seat", sql)], None);
    let said = |it: &Findings| {
        let all = it.missing[0].all();
        all.iter().map(|it| format!("{} {}", it.deed().sign(), it.object())).collect::<Vec<_>>()
    };
    for other in &found {
        assert_eq!(said(other), said(&found[0]));
    }
    said(&found[0])
}

/// `seat`, but for what `SQLite` has no words for.
fn seats() -> Entities {
    entities![table_of(seat::Entity).keep(Part::Names).column_comment(seat::Column::Caption, "")]
}

#[test]
fn what_no_migration_does_is_found() {
    let plain = seats;
    assert_eq!(missing(&plain(), &[SEAT]), [""; 0]);
    assert_eq!(missing(&plain(), &["SELECT 1"]), ["+ seat"]);
    assert_eq!(missing(&plain(), &[&SEAT.replace("caption varchar,", "")]), ["+ seat.caption"]);
    let more = ["CREATE TABLE left_over (id integer)"];
    assert_eq!(missing(&plain(), &[SEAT, more[0]]), ["- left_over"]);
    assert_eq!(missing(&plain().leave_out("left_*"), &[SEAT, more[0]]), [""; 0]);
}

#[test]
fn a_rename_that_an_entity_asks_for_is_one() {
    let plain = seats();
    // `#[sea_orm(renamed_from = "label")]`
    let before = SEAT.replace("caption", "label");
    let found = check(&plain, || vec![script("m1_seat", &[&before])], None);
    for it in &found {
        let kinds: Vec<_> =
            it.missing[0].all().iter().map(sea_migrate::change::Change::kind).collect();
        assert_eq!(kinds, ["rename_column"]);
    }
    assert!(
        check(&plain, || vec![script("m1_seat", &[SEAT])], None).iter().all(Findings::is_empty)
    );
}

#[test]
fn list_order_and_ledger_are_held_against_the_sources() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("src");
    fs::create_dir(&source).unwrap();
    let write = |name: &str, text: &str| fs::write(source.join(name), text).unwrap();
    let bless = || {
        let now = of_folder(&source).unwrap().into_iter();
        let effect = vec!["something".to_owned()];
        let entries = now.map(|(name, checksum)| {
            let effect = effect.clone();
            Entry { name, after: None, checksum, effect }
        });
        fs::write(
            folder.path().join("ledger.toml"),
            Ledger { entries: entries.collect() }.render(),
        )
        .unwrap();
    };
    let books = |list: &dyn Fn() -> Vec<Script>| {
        check(&seats(), list, Some(folder.path())).swap_remove(0).books
    };
    let two = || vec![script("m1_seat", &[SEAT]), script("m2_more", &[])];
    write("m1_seat.rs", "fn a() {}");
    write("m2_more.rs", "fn b() {}");
    bless();
    assert_eq!(books(&two), [""; 0]);

    write("m2_more.rs", "fn b() { 1 }");
    assert!(
        books(&two)[0].ends_with("ledger.toml: `m2_more` was edited since it was written down")
    );
    bless();

    let text = fs::read_to_string(folder.path().join("ledger.toml")).unwrap();
    let fork = text.replace("name = \"m2_more\"", "name = \"m2_more\"\nafter = \"m0_else\"");
    fs::write(folder.path().join("ledger.toml"), fork).unwrap();
    assert!(books(&two)[0].contains("`rebase m2_more` makes it one line"));
    fs::write(folder.path().join("ledger.toml"), text.replace("    \"something\",\n", "")).unwrap();
    assert!(books(&two)[1].contains("`verify m2_more --write` finds out"));
    bless();

    let block = "// migrations: begin\nmod m1_seat;\nfn list() -> Vec<Box<dyn MigrationTrait>> {\n    vec![Box::new(m1_seat::Migration)]\n}\n// migrations: end\n";
    write("lib.rs", block);
    let found = books(&two);
    assert!(found[0].ends_with("`m2_more` has no `mod` line in the block"), "{found:?}");
    assert!(found[1].ends_with("`m2_more` has no place in the list in the block"), "{found:?}");
    fs::remove_file(source.join("lib.rs")).unwrap();

    let found = books(&|| vec![script("m1_seat", &[SEAT])]);
    assert!(found[0].contains("m2_more.rs is in no list: add its `mod` line"), "{found:?}");
    let found = books(&|| vec![script("m2_more", &[]), script("m1_seat", &[SEAT])]);
    assert!(found[0].starts_with("`m1_seat` comes behind `m2_more`"), "{found:?}");

    fs::write(folder.path().join("ledger.toml"), "[[migration]]\nwhat = 1\n").unwrap();
    assert!(books(&two)[0].contains("ledger.toml: "));
    fs::remove_file(folder.path().join("ledger.toml")).unwrap();
    assert_eq!(books(&two).len(), 2);
}
