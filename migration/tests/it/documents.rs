//! The walks in `docs/` are played: each command of a `console` block runs, in order, and has to say what stands there.
//!
//! `cargo xtask bless` rewrites what they say.

use std::fmt::Write as _;
use std::path::Path;

use crate::place::Place;
use crate::program::{Program, without_elapsed};

/// What the documents call the database.
const SHOWN: &str = "postgres://places@localhost:5432/places";

const PROMPT: &str = "$ cargo xtask migrate ";

/// Plays all commands of a document on the database of `place`.
fn play(document: &str, place: &Place) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(document);
    let text = std::fs::read_to_string(&path).unwrap();
    let (mut played, mut rest) = (String::new(), text.as_str());
    let mut amiss = String::new();
    while let Some((before, after)) = rest.split_once("```console\n") {
        let (block, after) = after.split_once("```\n").unwrap();
        let (command, told) = block.split_once('\n').unwrap();
        let words: Vec<&str> = command.strip_prefix(PROMPT).unwrap().split(' ').collect();
        let program = Program::within(place.folder())
            .set("DATABASE_URL", place.url())
            .set("SCRATCH_DATABASE_URL", place.url());
        let said = program.run_as_shown(&words).replace(&place.shown(), SHOWN);
        let is_same = without_elapsed(&said) == without_elapsed(told);
        if !is_same {
            write!(amiss, "\n{command}\n{said}").unwrap();
        }
        let said = if is_same { told } else { &said };
        write!(played, "{before}```console\n{command}\n{said}```\n").unwrap();
        rest = after;
    }
    played.push_str(rest);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, played).unwrap();
    } else {
        assert_eq!(amiss, "", "{document} says otherwise; `cargo xtask bless` rewrites it");
    }
}

#[test]
fn a_database_that_alembic_made_is_taken_over() {
    let Some(place) = Place::postgres() else { return };
    // What Alembic 1.20 wrote for models of the same tables.
    place.sql(include_str!("alembic.sql"));
    place.sql(
        "INSERT INTO country VALUES ('DE', 'DEU', '276', 'Germany'); INSERT INTO location VALUES
        (1, 'Ulm', 'city', 48.4, 9.98, 'Europe/Berlin', NULL, 'DE', NULL)",
    );
    play("from-alembic.md", &place);
    assert_eq!(place.rows("SELECT name FROM location"), ["Ulm"]);
    assert_eq!(place.count("alembic_version"), 1);
    // The statements that the walk ends with lead to what the migrations make.
    let program = || Program::within(place.folder()).set("DATABASE_URL", place.url());
    let compare = ["diff", "--from", "env:DATABASE_URL", "--to", "migrations"];
    let sql = program().run(&[&compare[..], &["--format", "sql"]].concat()).well().stdout;
    place.sql(&sql);
    assert_eq!(program().run(&[&compare[..], &["--exit-code"]].concat()).code, 0);
    assert_eq!(place.rows("SELECT name FROM location"), ["Ulm"]);
}
