//! `new`, `verify` and `rebase` as a developer runs them: in a project of their own, with stand-ins for cargo and for the
//! program that it would build. What is generated is compiled and played elsewhere.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Ended, Program};
use crate::terminal::Terminal;

const FIRST: &str = "m20260101_000000_create_shelf";

const LIST: &str = "\
use sea_orm_migration::prelude::*;

// migrations: begin
mod m20260101_000000_create_shelf;

fn list() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(m20260101_000000_create_shelf::Migration),
    ]
}
// migrations: end
";

/// A migration crate with one migration.
struct Project {
    folder: TempDir,
    settings: Vec<(&'static str, String)>,
}

impl Project {
    fn new() -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap(), settings: Vec::new() };
        fs::create_dir(project.path("src")).unwrap();
        fs::write(project.path("src/lib.rs"), LIST).unwrap();
        fs::write(
            project.path(&format!("src/{FIRST}.rs")),
            format!("//! Made.\nconst NAME: &str = \"{FIRST}\";\n"),
        )
        .unwrap();
        project.run("plain", &["verify", "--all", "--write"]).exits(0);
        project
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.settings.push((name, value.to_owned()));
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn program(&self, wants: &str) -> Program {
        let fixture = |name: &str| format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
        let shown = |path: PathBuf| path.display().to_string();
        let program = Program::of(env!("CARGO_BIN_EXE_author"))
            .set("AUTHOR_FOLDER", &shown(self.folder.path().to_owned()))
            .set("AUTHOR_WANTS", wants)
            .set("SCRATCH_DATABASE_URL", "sqlite::memory:")
            .set("USER", "tester")
            .set("PATH", &std::env::var("PATH").unwrap())
            .set("HOME", &std::env::var("HOME").unwrap_or_default())
            .set("CARGO", &fixture("cargo"))
            .set("FRESH", &fixture("fresh"))
            .set("EDITOR", &fixture("editor"))
            .set("TOLD", &shown(self.path("told")));
        self.settings.iter().fold(program, |program, (name, value)| program.set(name, value))
    }

    #[track_caller]
    fn run(&self, wants: &str, words: &[&str]) -> Ended {
        self.program(wants).run(words)
    }

    /// What the stand-ins were asked to do.
    fn told(&self) -> Vec<String> {
        let told = fs::read_to_string(self.path("told")).unwrap_or_default();
        told.lines().filter(|it| !it.starts_with("cargo metadata")).map(str::to_owned).collect()
    }

    /// The migrations on the disk but for the first.
    fn new_ones(&self) -> Vec<String> {
        let files = fs::read_dir(self.path("src")).unwrap();
        let names = files.map(|it| it.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> =
            names.filter_map(|it| it.strip_suffix(".rs").map(str::to_owned)).collect();
        names.retain(|it| it != FIRST && it != "lib");
        names.sort();
        names
    }

    /// Nothing was written: list, ledger and folder are what they were.
    #[track_caller]
    fn is_as(&self, before: &(String, String)) {
        assert_eq!(self.new_ones(), [""; 0]);
        assert_eq!((self.text("src/lib.rs"), self.text("ledger.toml")), *before);
        assert_eq!(self.told(), [""; 0]);
    }

    fn books(&self) -> (String, String) {
        (self.text("src/lib.rs"), self.text("ledger.toml"))
    }
}

/// The answer for a program.
#[track_caller]
fn json(ended: &Ended) -> Value {
    let line = ended.said.lines().find(|it| it.starts_with('{')).unwrap();
    serde_json::from_str(line).unwrap()
}

#[test]
fn a_migration_is_written_listed_noted_and_proven() {
    let project = Project::new();
    let ended = project.run("wider", &["new", "add_width"]);
    ended.exits(0);
    let [name] = <[String; 1]>::try_from(project.new_ones()).unwrap();
    assert!(name.starts_with("m20") && name.ends_with("_add_width"), "{name}");
    assert!(ended.said.contains("+ shelf: column width integer"), "{}", ended.said);
    let source = project.text(&format!("src/{name}.rs"));
    assert!(
        source.starts_with("//! Add width.\n") && source.contains(&format!("\"{name}\"")),
        "{source}"
    );
    let list = project.text("src/lib.rs");
    assert!(list.contains(&format!("mod {FIRST};\nmod {name};\n")), "{list}");
    assert!(list.contains(&format!("        Box::new({name}::Migration),\n    ]")), "{list}");
    let ledger = project.text("ledger.toml");
    assert!(ledger.contains(&format!("name = \"{name}\"\nafter = \"{FIRST}\"\n")), "{ledger}");
    assert!(ledger.contains("\"+ shelf: column width integer\""), "{ledger}");
    let told = project.told();
    assert!(
        told[0].starts_with("cargo build") && told[0].contains("--features author"),
        "{told:?}"
    );
    assert_eq!(told[1..], [format!("fresh verify {name}")]);

    // This program does not contain it yet, so nothing can be said about what is missing.
    project
        .run("counted", &["new", "add_width"])
        .exits(2)
        .says("there is a migration called `add_width` already");
    let ended = project.run("counted", &["new", "more"]);
    ended.exits(3);
    ended.says(&format!("mod {name};"));
}

#[test]
fn what_can_not_share_a_transaction_comes_as_two_files() {
    let Some(server) = sea_migrate::scratch::postgres_for_tests() else { return };
    let project = Project::new()
        .with("AUTHOR_HAS", "moody")
        .with("SCRATCH_DATABASE_URL", &server.url("postgres"));
    // A value of an enumerated type, and a default that uses it.
    let ended = project.run("moodier", &["new", "be_merry"]);
    ended.exits(0);
    let names = project.new_ones();
    let [first, second] = <[String; 2]>::try_from(names).unwrap();
    assert!(first.ends_with("_be_merry") && second.ends_with("_be_merry_2"), "{first} {second}");
    let source = |name: &str| project.text(&format!("src/{name}.rs"));
    assert!(source(&first).contains("\"merry\"") && !source(&first).contains("alter_table"));
    assert!(source(&second).contains("\"shelf\""), "{}", source(&second));
    let list = project.text("src/lib.rs");
    assert!(list.contains(&format!("mod {FIRST};\nmod {first};\nmod {second};\n")), "{list}");
    let ledger = project.text("ledger.toml");
    assert!(ledger.contains(&format!("name = \"{second}\"\nafter = \"{first}\"\n")), "{ledger}");
    assert_eq!(project.told().last(), Some(&format!("fresh verify {first} {second}")));
}

#[test]
fn the_same_wish_gives_the_same_file() {
    let source = || {
        let project = Project::new();
        let json = json(
            project.run("wider", &["new", "add_width", "--dry-run", "--format", "json"]).exits(0),
        );
        let name = json["migrations"][0]["name"].as_str().unwrap().to_owned();
        assert_eq!(project.new_ones(), [""; 0]);
        json["migrations"][0]["source"].as_str().unwrap().replace(&name, "NAME")
    };
    assert_eq!(source(), source());
}

#[test]
fn what_can_not_be_proven_stays_and_is_said() {
    let project = Project::new().with("DOES_NOT_COMPILE", "cannot find value `x`");
    let ended = project.run("wider", &["new", "add_width"]);
    ended.exits(3);
    ended.says("error[E0425]: cannot find value `x`");
    ended.says("it does not compile, and stays for you to mend");
    assert_eq!(project.new_ones().len(), 1);

    let project = Project::new().with("ENDS_WITH", "3");
    let ended = project.run("wider", &["new", "add_width"]);
    ended.exits(3);
    ended.says("does not do what it should; mend it, then:");
    assert_eq!(project.new_ones().len(), 1);
    let project = Project::new().with("ENDS_WITH", "3");
    let json = json(project.run("wider", &["new", "a", "--format", "json"]).exits(3));
    assert_eq!(json["proof"]["verdict"], "differs");
}

#[test]
fn nothing_to_do_writes_nothing() {
    let project = Project::new();
    let before = project.books();
    let ended = project.run("plain", &["new", "more"]);
    ended.exits(0);
    ended.says("nothing to do: the migrations do all that the entities ask for\n");
    project.is_as(&before);
    let terminal = Terminal::new();
    let running = project.program("plain").start_at(&terminal, &["new", "more"]);
    terminal.until_shown("Write an empty one");
    terminal.type_line("y");
    running.wait().exits(0);
    assert_eq!(project.new_ones().len(), 1);
}

#[test]
fn what_only_a_person_knows_is_asked_or_refused_with_the_words() {
    let project = Project::new();
    let before = project.books();
    let ended = project.run("renamed", &["new", "title"]);
    ended.exits(2);
    ended.says("--rename shelf.label:title");
    ended.says("--drop shelf.label");
    project.run("counted", &["new", "count"]).exits(2).says("--fill shelf.amount=VALUE");
    project.run("renamed", &["new", "title", "--rename", "shelf.nothing:title"]).exits(2);
    project.is_as(&before);

    let rename = ["new", "title", "--dry-run", "--rename", "shelf.label:title"];
    assert!(project.run("renamed", &rename).exits(0).said.contains("rename_column"));
    let fill = ["new", "count", "--dry-run", "--fill", "shelf.amount=7"];
    assert!(project.run("counted", &fill).exits(0).said.contains('7'));
    // It is dropped, then: and what comes has no value for the rows that are there.
    project
        .run("renamed", &["new", "title", "--drop", "shelf.label"])
        .exits(2)
        .says("--fill shelf.title=VALUE");
    project.is_as(&before);

    for (wants, shown, typed, wanted) in [
        ("renamed", "Was column `shelf.label` renamed?", "1", "~ column shelf.label → title"),
        (
            "counted",
            "what do rows of `shelf` get in `amount`?",
            "7",
            "+ shelf: column amount integer",
        ),
    ] {
        let project = Project::new();
        let terminal = Terminal::new();
        let running = project.program(wants).start_at(&terminal, &["new", "it"]);
        terminal.until_shown(shown);
        terminal.type_line(typed);
        running.wait().exits(0);
        assert!(project.text("ledger.toml").contains(wanted), "{}", project.text("ledger.toml"));
    }
}

#[test]
fn a_list_that_is_not_ours_is_never_damaged() {
    for (from, to, says) in [
        ("mod m20260101", "pub mod m20260101", "line 4"),
        ("// migrations: end\n", "", "once each"),
        ("    vec![\n", "    // mine\n    vec![\n", "`// mine` is not of this program's writing"),
    ] {
        let project = Project::new();
        fs::write(project.path("src/lib.rs"), LIST.replace(from, to)).unwrap();
        let before = project.books();
        project.run("wider", &["new", "add_width"]).exits(1).says(says);
        project.is_as(&before);
    }
    let project = Project::new();
    fs::write(project.path("src/lib.rs"), "mod own;\n").unwrap();
    let before = project.books();
    project
        .run("wider", &["new", "add_width"])
        .exits(1)
        .says("Box::new(m20260101_000000_create_shelf::Migration)");
    project.is_as(&before);
}

#[test]
fn names_are_looked_at_first() {
    let project = Project::new();
    let before = project.books();
    for (name, says) in [
        ("Add-Width", "new add_width"),
        ("../out", "new out"),
        ("create_shelf", "already: m20260101_000000_create_shelf"),
    ] {
        project.run("wider", &["new", name]).exits(2).says(says);
    }
    project.is_as(&before);
}

#[test]
fn an_empty_one_and_one_that_was_edited_have_their_checksum() {
    let project = Project::new();
    project.run("plain", &["new", "by_hand", "--empty"]).exits(0).says("verify by_hand --write");
    assert_eq!((project.new_ones().len(), project.told().len()), (1, 0));

    let project = Project::new();
    project.run("wider", &["generate", "add_width", "--edit"]).exits(0);
    let [name] = <[String; 1]>::try_from(project.new_ones()).unwrap();
    assert!(project.text(&format!("src/{name}.rs")).ends_with("const EDITED: bool = true;\n"));
    let sum = sea_migrate::checksum::of_file(&project.path(&format!("src/{name}.rs"))).unwrap();
    assert!(project.text("ledger.toml").contains(sum.as_str()));
}

#[test]
fn two_branches_become_one_line() {
    let project = Project::new();
    let other = "m20250101_000000_other";
    fs::write(
        project.path(&format!("src/{other}.rs")),
        format!("const NAME: &str = \"{other}\";\n"),
    )
    .unwrap();
    let list = LIST.replace("mod m2026", &format!("mod {other};\nmod m2026"));
    let list = list.replace(
        "        Box::new(m2026",
        &format!("        Box::new({other}::Migration),\n        Box::new(m2026"),
    );
    fs::write(project.path("src/lib.rs"), list).unwrap();
    project.run("plain", &["rebase", "other"]).exits(0);
    let [name] = <[String; 1]>::try_from(project.new_ones()).unwrap();
    assert!(name.as_str() > FIRST && name.ends_with("_other"), "{name}");
    assert_eq!(
        project.text(&format!("src/{name}.rs")),
        format!("const NAME: &str = \"{name}\";\n")
    );
    assert!(
        project.text("ledger.toml").contains(&format!("name = \"{name}\"\nafter = \"{FIRST}\""))
    );
    assert!(project.text("src/lib.rs").contains(&format!("mod {FIRST};\nmod {name};\n")));
    assert!(project.told().last().unwrap().ends_with(&format!("verify {name}")));
}

#[test]
fn what_ran_on_the_database_at_hand_stays() {
    let project = Project::new();
    let url = format!("sqlite://{}?mode=rwc", project.path("x.sqlite").display());
    let project = project.with("DATABASE_URL", &url);
    project.run("plain", &["up"]).exits(0);
    let later = "m20270101_000000_later";
    fs::write(project.path(&format!("src/{later}.rs")), "").unwrap();
    let before = project.books();
    project.run("plain", &["rebase", "create_shelf"]).exits(1).says("is applied to sqlite://");
    assert_eq!(project.books(), before);
}

#[test]
fn the_ledger_is_held_against_what_a_migration_does() {
    let project = Project::new();
    let good = project.text("ledger.toml");
    assert!(good.contains("\"+ table shelf (id, label)\""), "{good}");
    let bad = good.replace("(id, label)", "(id)");
    fs::write(project.path("ledger.toml"), &bad).unwrap();
    let ended = project.run("plain", &["verify"]);
    ended.exits(3);
    assert!(ended.said.contains("the ledger does not say what it does"), "{}", ended.said);
    project.run("plain", &["verify", "create_shelf", "--write"]).exits(0);
    assert_eq!(project.text("ledger.toml"), good);
    // The newest one has to lead to what the entities want.
    let ended = project.run("wider", &["verify", "--all"]);
    ended.exits(3);
    assert!(ended.said.contains("the entities still ask for more"), "{}", ended.said);
}
