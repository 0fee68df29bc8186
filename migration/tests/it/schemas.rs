//! `diff` and `dump`, as a person and as a program see them.

use expect_test::expect;
use sea_migrate::dialect::Dialect;
use serde_json::json;

use crate::each::on_each;
use crate::place::Place;
use crate::program::{Program, Ran, SECRET, migration};

const BEFORE: &str = "CREATE TABLE users (id integer PRIMARY KEY, name varchar(40), age text);
    INSERT INTO users VALUES (1, NULL, '7'), (2, 'b', '8')";
const AFTER: &str =
    "CREATE TABLE users (id integer PRIMARY KEY, name varchar(40) NOT NULL, email text);
    CREATE INDEX by_name ON users (name)";

fn diff(from: &Place, to: &Place, words: &[&str]) -> Ran {
    let (from_url, to_url) = (from.url(), to.url());
    let both = ["diff", "--from", &from_url, "--to", &to_url];
    migration(from, &both.iter().chain(words).copied().collect::<Vec<_>>())
}

#[test]
fn equal_databases_give_empty_lists_and_exit_0() {
    on_each(|place| {
        let other = place.another();
        place.sql(BEFORE);
        other.sql(BEFORE);
        let ran = diff(place, &other, &["--format", "json", "--exit-code"]).well();
        assert_eq!(ran.json(), json!({ "changes": [], "up": [], "down": [], "unsupported": [] }));
        assert_eq!(diff(place, &other, &[]).well().stdout, "no difference\n");
    });
}

#[test]
fn a_difference_is_told_with_what_it_loses_and_what_is_in_the_way() {
    on_each(|place| {
        let other = place.another();
        place.sql(BEFORE);
        other.sql(AFTER);
        let before = place.dump();
        let ran = diff(place, &other, &["--exit-code"]);
        assert_eq!(ran.code, 3, "{ran:?}");
        let shown = ran.stdout.clone();
        expect![[r"
            users
              ~ column name: not null
              - column age text  loses its values
              + column email text
              + index by_name (name)
        "]]
        .assert_eq(&shown);
        ran.says(&[
            "not done: users.name: it is NOT NULL, and 1 row has NULL; say what they get: --fill users.name=VALUE",
            "was column `users.age` renamed to `email`? they are the same but for the name; if so: --rename users.age:email",
        ]);
        assert_eq!(place.dump(), before, "a command that only looks has written");
    });
}

#[test]
fn a_program_gets_both_ways_and_every_answer_is_obeyed() {
    on_each(|place| {
        let other = place.another();
        place.sql(BEFORE);
        other.sql(AFTER);
        let answers =
            ["--rename", "users.age:email", "--fill", "users.name=nobody", "--format", "json"];
        let json = diff(place, &other, &answers).well().json();
        let kinds: Vec<&str> = json["changes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["kind"].as_str().unwrap())
            .collect();
        assert_eq!(kinds, ["rename_column", "alter_column", "create_index"]);
        assert_eq!(json["unsupported"], json!([]));
        assert_eq!(json["changes"][0]["loses_data"], json!(false));
        let run = |list: &str| {
            // The statements as they stand there, on one connection.
            let statements = json[list].as_array().unwrap().iter();
            let sql: Vec<&str> = statements.map(|it| it["sql"].as_str().unwrap()).collect();
            place.sql(&sql.join(";\n"));
        };
        run("up");
        assert_eq!(diff(place, &other, &["--exit-code"]).code, 0);
        assert_eq!(place.rows("SELECT name || email FROM users ORDER BY id"), ["nobody7", "b8"]);
        run("down");
        assert_eq!(diff(place, &other, &["--exit-code"]).code, 3);
        assert_eq!(place.rows("SELECT name || age FROM users ORDER BY id"), ["nobody7", "b8"]);
    });
}

#[test]
fn the_script_leads_there() {
    on_each(|place| {
        let other = place.another();
        place.sql(BEFORE);
        other.sql(AFTER);
        let fill = ["--fill", "users.name=nobody", "--format", "sql"];
        place.sql(&diff(place, &other, &fill).well().stdout);
        assert_eq!(diff(place, &other, &["--exit-code"]).code, 0);
    });
}

#[test]
fn rows_in_the_way_of_keys_are_counted() {
    on_each(|place| {
        let other = place.another();
        place.sql("CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE c (p_id integer, code integer); INSERT INTO c VALUES (1, 5), (2, 5)");
        other.sql("CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE c (p_id integer, code integer, CONSTRAINT fk FOREIGN KEY (p_id) REFERENCES p (id), CONSTRAINT small CHECK (code < 5), CONSTRAINT once UNIQUE (code))");
        let json = diff(place, &other, &["--format", "json"]).well().json();
        let mut reasons: Vec<&str> = json["unsupported"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["reason"].as_str().unwrap())
            .collect();
        reasons.sort_unstable();
        assert_eq!(
            reasons,
            ["1 value is there more than once", "2 rows break it", "2 rows refer to nothing"]
        );
        // On MariaDB the index behind the foreign key is one like any other, and nothing is in its way.
        let done: Vec<&str> =
            json["up"].as_array().unwrap().iter().map(|it| it["sql"].as_str().unwrap()).collect();
        let index = "ALTER TABLE `c` ADD INDEX `fk` (`p_id`), ALGORITHM=INPLACE, LOCK=NONE";
        assert_eq!(done, place.fitting(&[][..], &[], &[index]));
    });
}

#[test]
fn what_hangs_on_what_is_not_done_is_not_done_either() {
    on_each(|place| {
        let other = place.another();
        place.sql("CREATE TABLE t (id integer); INSERT INTO t VALUES (1)");
        other.sql(
            "CREATE TABLE t (id integer, a varchar(9) NOT NULL, b text); CREATE INDEX i ON t (a)",
        );
        let json = diff(place, &other, &["--format", "json"]).well().json();
        let objects: Vec<&str> = json["unsupported"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["object"].as_str().unwrap())
            .collect();
        assert_eq!(objects, ["t.a", "t.i"]);
        let up = json["up"].as_array().unwrap();
        assert_eq!(up.len(), 1, "{up:?}");
        place.sql(up[0]["sql"].as_str().unwrap());
    });
}

#[test]
fn a_dump_makes_the_database_again() {
    on_each(|place| {
        let other = place.another();
        migration(place, &["up"]).well();
        other.sql(&migration(place, &["dump", "--format", "sql"]).well().stdout);
        // What keeps the books is no part of the schema.
        let ran = diff(place, &other, &["--exit-code"]);
        assert_eq!(ran.code, 0, "{}", ran.stdout);
        let text = migration(place, &["dump"]).well().stdout;
        assert!(text.contains("table location\n") && !text.contains("seaql"), "{text}");
        let drawn = migration(place, &["dump", "--format", "mermaid"]).well().stdout;
        assert!(drawn.starts_with("erDiagram\n"), "{drawn}");
        let left_out = migration(place, &["dump", "--exclude", "loc*"]).well().stdout;
        assert!(!left_out.contains("table location"), "{left_out}");
        let json = migration(place, &["dump", "--format", "json"]).well().stdout;
        assert!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["tables"].is_array());
    });
}

#[test]
fn bad_input_is_named_with_what_to_type() {
    let place = Place::sqlite();
    place.sql(BEFORE);
    let url = place.url();
    let run = |words: &[&str]| migration(&place, words);
    run(&["diff", "--from", "sqlite://nowhere.sqlite", "--to", &url]).badly(5, &["no such file"]);
    run(&["diff", "--from", &url, "--to", "postgres://127.0.0.1:1/x"])
        .badly(2, &["SQLite schema", "PostgreSQL schema"]);
    run(&["diff", "--from", &url, "--to", &url, "--rename", "x"])
        .badly(2, &["`x` is not a rename"]);
    run(&["diff", "--from", &url, "--to", &url, "--rename", "x:y"])
        .badly(2, &["nothing called `x`"]);
    run(&["diff", "--from", &url, "--to", &url, "--rename", "users.age:y"])
        .badly(2, &["no such column afterwards"]);
    run(&["diff", "--from", &url, "--to", &url, "--fill", "x.y=1"]).badly(2, &["no such column"]);
    run(&["diff", "--from", &url, "--to", &url, "--schema", "app"]).badly(1, &["no schema `app`"]);
    run(&["diff", "--from", "env:UNSET", "--to", &url]).badly(2, &["`env:UNSET`"]);
    run(&["dump", "mysql://127.0.0.1:1/x"]).badly(5, &["127.0.0.1"]);
    run(&["status", "--format", "sql"]).usage(&["no such --format"]);
    run(&["diff", "--from", &url]).usage(&["--to"]);
}

#[test]
fn a_password_stays_in_its_variable() {
    let place = Place::sqlite();
    let secret = format!("postgres://ann:{SECRET}@127.0.0.1:1/x");
    let ran = Program::within(place.folder()).set("OTHER", &secret).run(&["dump", "env:OTHER"]);
    // The program under test is searched for the password wherever it speaks.
    ran.badly(5, &["ann@127.0.0.1"]);
}

#[test]
fn what_is_only_in_one_may_be_left_alone() {
    on_each(|place| {
        let other = place.another();
        place.sql("CREATE TABLE users (id integer PRIMARY KEY); CREATE TABLE theirs (id integer REFERENCES users (id))");
        other.sql("CREATE TABLE users (id integer PRIMARY KEY, name text)");
        let ran = diff(place, &other, &[]).well();
        assert!(ran.stdout.contains("- table theirs"), "{}", ran.stdout);
        let ran = diff(place, &other, &["--keep-unmanaged"]).well();
        ran.says(&["left alone as asked: table theirs"]);
        assert_eq!(ran.stdout, "users\n  + column name text\n");
        let ran = diff(place, &other, &["--exclude", "th*"]).well();
        ran.says(&["left alone as asked: table theirs"]);
        // What they need of ours is not taken away.
        other.sql("DROP TABLE users; CREATE TABLE users (no integer PRIMARY KEY)");
        let json = diff(place, &other, &["--keep-unmanaged", "--format", "json"]).well().json();
        let refused = json["unsupported"][0]["reason"].as_str().unwrap();
        assert!(refused.contains("of theirs needs it"), "{refused}");
    });
}

#[test]
fn tables_in_use_are_asked_for_and_what_is_locked_all_the_same_is_said() {
    on_each(|place| {
        let other = place.another();
        place.sql("CREATE TABLE users (id integer PRIMARY KEY, age text)");
        other.sql("CREATE TABLE users (id integer PRIMARY KEY, age integer); CREATE INDEX by_age ON users (age)");
        let ran = diff(place, &other, &["--online", "--format", "sql"]).well();
        if place.dialect() == Dialect::Postgres {
            ran.says(&["users.age is locked meanwhile: every row is written again"]);
            let alone = "COMMIT;\nCREATE INDEX CONCURRENTLY \"by_age\" ON \"users\" (\"age\");\n";
            assert!(ran.stdout.ends_with(alone), "{}", ran.stdout);
        } else {
            ran.says(&[&format!("--online changes nothing on {}", place.dialect())]);
        }
        let usual = diff(place, &other, &["--format", "sql"]).well().stdout;
        assert!(!usual.contains("CONCURRENTLY"), "{usual}");
    });
}

#[test]
fn who_may_not_read_rows_is_told_what_nobody_looked_at() {
    let (Some(place), Some(other)) = (Place::postgres(), Place::postgres()) else { return };
    place.sql("CREATE TABLE t (a integer, b integer); INSERT INTO t VALUES (1, 1), (1, 1)");
    other.sql("CREATE TABLE t (a integer UNIQUE, b integer)");
    let role = place.rows("SELECT 'blind_' || current_database()").remove(0);
    place.sql(&format!("CREATE ROLE {role} LOGIN"));
    let blind = place.url().replace("postgres://postgres@", &format!("postgres://{role}@"));
    let ran = migration(&place, &["diff", "--from", &blind, "--to", &other.url()]).well();
    ran.says(&[
        "the rows behind t.t_a_key may not be read, so nobody looked whether they are in the way",
    ]);
    assert!(ran.stdout.contains("+ unique constraint t_a_key (a)"), "{}", ran.stdout);
    assert!(!ran.stderr.contains("not done"), "{}", ran.stderr);
    // Who may, is told that they are.
    let ran = diff(&place, &other, &[]).well();
    ran.says(&["not done: t.t_a_key: 1 value is there more than once"]);
    place.sql(&format!("DROP ROLE {role}"));
}

#[test]
fn entities_and_migrations_are_sides_like_databases() {
    on_each(|place| {
        migration(place, &["up"]).well();
        let url = place.url();
        let before = place.dump();
        let compared = |from: &str, to: &str| {
            migration(place, &["diff", "--from", from, "--to", to, "--exit-code"])
        };
        for (from, to) in [
            ("entities", "migrations"),
            (&url, "migrations"),
            (&url, "entities"),
            ("entities", &url),
        ] {
            let ran = compared(from, to);
            assert_eq!((ran.code, ran.stdout.as_str()), (0, "no difference\n"), "{from} {to}");
        }
        place.sql("ALTER TABLE country ADD COLUMN anthem text");
        for side in ["entities", "migrations"] {
            let ran = compared(&url, side);
            assert_eq!(
                (ran.code, ran.stdout.as_str()),
                (3, "country\n  - column anthem text  loses its values\n")
            );
            let ran = compared(side, &url);
            assert_eq!((ran.code, ran.stdout.as_str()), (3, "country\n  + column anthem text\n"));
            let text = migration(place, &["dump", side]).well().stdout;
            assert!(text.contains("table country\n") && !text.contains("anthem"), "{text}");
            let json = migration(place, &["dump", side, "--format", "json"]).well().stdout;
            let json: serde_json::Value = serde_json::from_str(&json).unwrap();
            assert_eq!(json["dialect"], place.fitting("sqlite", "postgres", "mysql"));
            assert_eq!(json["tables"].as_array().unwrap().len(), 4);
        }
        place.sql("ALTER TABLE country DROP COLUMN anthem");
        // Made on databases of their own, of which nothing is left.
        assert_eq!(place.dump(), before);
    });
}
