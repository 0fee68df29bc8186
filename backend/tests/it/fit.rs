//! `sea_migrate::fit` against real catalogs: names, schemas, search paths and privileges.

use sea_migrate::fit::{Requirement, missing};
use sea_orm::{ConnectOptions, Database as Connect, DbErr};

use crate::database::{self, Database, wait};

fn need(schema: Option<&str>, table: &str, columns: &[&str]) -> Requirement {
    Requirement {
        schema: schema.map(str::to_owned),
        table: table.to_owned(),
        columns: columns.iter().map(|&it| it.to_owned()).collect(),
    }
}

fn sentences(
    options: impl Into<ConnectOptions>,
    needs: &[Requirement],
) -> Result<Vec<String>, DbErr> {
    wait(async {
        let db = Connect::connect(options.into()).await?;
        let found = missing(&db, needs).await?.iter().map(ToString::to_string).collect();
        db.close().await?;
        Ok(found)
    })
}

#[test]
fn the_entities_of_this_server_fit_their_schema() {
    for db in database::full() {
        assert_eq!(sentences(db.url(), &backend::entity::requirements()).unwrap(), [""; 0]);
    }
}

#[test]
fn names_are_found_as_queries_find_them() {
    for db in database::empty() {
        db.sql("CREATE TABLE \"Weird \"\"name\" (\"a b\" integer, \"Q\" integer)");
        db.sql("CREATE VIEW seen AS SELECT \"a b\" AS a FROM \"Weird \"\"name\"");
        let needs = [
            need(None, "Weird \"name", &["a b", "Q"]),
            need(None, "seen", &["a", "b"]),
            need(None, "", &["x"]),
            need(None, "'; DROP TABLE seen; --", &["x"]),
        ];
        let found = sentences(db.url(), &needs).unwrap();
        assert_eq!(found, ["table ``", "table `'; DROP TABLE seen; --`", "column `seen.b`"]);
        assert_eq!(sentences(db.url(), &[]).unwrap(), [""; 0]);
    }
}

#[test]
fn case_matters_where_the_database_says_so() {
    for db in database::empty() {
        db.sql("CREATE TABLE \"Mixed\" (\"Case\" integer)");
        let expected: &[&str] = match db {
            Database::Sqlite(_) => &[],
            Database::Postgres(..) | Database::MySql(..) => &["table `mixed`"],
        };
        assert_eq!(sentences(db.url(), &[need(None, "mixed", &["case"])]).unwrap(), expected);
    }
}

#[test]
fn generated_columns_and_tables_of_another_schema_count_on_sqlite() {
    let db = Database::Sqlite(tempfile::tempdir().unwrap());
    db.sql("CREATE TABLE t (a integer, b integer GENERATED ALWAYS AS (a + 1) VIRTUAL)");
    let needs = [
        need(None, "t", &["a", "b"]),
        need(Some("main"), "t", &["b"]),
        need(Some("temp"), "t", &["b"]),
    ];
    assert_eq!(sentences(db.url(), &needs).unwrap(), ["table `temp.t`"]);
}

#[test]
fn the_search_path_decides_on_postgresql() {
    let Some(db) = database::postgres() else { return };
    db.sql("CREATE SCHEMA geo; CREATE TABLE geo.t (a integer); CREATE TABLE public.u (a integer); CREATE TABLE empty ()");
    db.sql("CREATE INDEX looks_like_a_table ON geo.t (a)");
    let needs = [
        need(None, "t", &["a"]),
        need(None, "u", &["a"]),
        need(Some("geo"), "t", &["a", "b"]),
        need(None, "looks_like_a_table", &["a"]),
        need(Some("public"), "empty", &["a"]),
    ];
    let rest = ["table `looks_like_a_table`", "column `geo.t.b`", "column `public.empty.a`"];
    assert_eq!(
        sentences(db.url(), &needs).unwrap(),
        [&rest[..1], &["table `t`"], &rest[1..]].concat()
    );
    let mut options = ConnectOptions::new(db.url());
    options.set_schema_search_path("geo");
    assert_eq!(
        sentences(options, &needs).unwrap(),
        [&rest[..1], &["table `u`"], &rest[1..]].concat()
    );
}

#[test]
fn a_role_without_privileges_sees_the_schema_on_postgresql() {
    let Some(db) = database::postgres() else { return };
    db.migrate();
    db.sql("CREATE ROLE nobody_in_particular LOGIN; CREATE SCHEMA hidden; CREATE TABLE hidden.t (a integer)");
    let url = db.url().replace("postgres@", "nobody_in_particular@");
    assert_eq!(sentences(url.clone(), &backend::entity::requirements()).unwrap(), [""; 0]);
    assert_eq!(sentences(url, &[need(Some("hidden"), "t", &["a"])]).unwrap(), [""; 0]);
}

#[test]
fn dropped_columns_are_gone_and_long_names_are_cut_on_postgresql() {
    let Some(db) = database::postgres() else { return };
    let long = "x".repeat(70);
    db.sql(&format!(
        "CREATE TABLE {long} (a integer, {long} integer); ALTER TABLE {long} DROP COLUMN a"
    ));
    let found = sentences(db.url(), &[need(None, &long, &["a", &long])]).unwrap();
    assert_eq!(found, [format!("column `{long}.a`")]);
}
