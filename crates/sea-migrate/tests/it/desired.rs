//! Entities as schemas, on each database: what an entity says, what stands beside it, and what is refused.

#![allow(unreachable_pub, missing_docs, reason = "the derives make public items")]

mod beside;
mod errors;
mod generated;
pub(crate) mod models;
mod mysql;
mod policies;

use sea_migrate::Error;
use sea_migrate::author::{Scratch, desired};
use sea_migrate::connect::Target;
use sea_migrate::dialect::Dialect;
use sea_migrate::diff::{self, Answers, Diff};
use sea_migrate::entities::Entities;
use sea_migrate::schema::{Column, Constraint, Name, Pair, Schema, Table};
use sea_migrate::scratch::{mariadb_for_tests, mysql_for_tests, postgres_for_tests};

use crate::place::{Place, block_on};

/// Where scratch databases are made for these tests, on each dialect that is here.
fn scratches() -> Vec<Scratch> {
    let memory = "sqlite::memory:".to_owned();
    let server = postgres_for_tests().map(|it| it.url("postgres"));
    let others = [mariadb_for_tests(), mysql_for_tests()].map(|it| it.map(|it| it.url("mysql")));
    let urls = [Some(memory), server].into_iter().chain(others);
    let target = |url: String| Target::parse(&url, "the test").unwrap();
    urls.flatten().map(|it| Scratch::beside(target(it))).collect()
}

/// Runs `test` with the schema that the entities ask for, which has to be the same every time.
fn on_each(entities: &Entities, test: impl Fn(&Schema)) {
    for dialect in [Dialect::Sqlite, Dialect::Postgres, Dialect::MySql] {
        on(dialect, entities, &test);
    }
}

/// The same without `MariaDB`, of which `mysql.rs` tells the same: its types have other names, a primary key has none, and a
/// foreign key refers to columns in the order of their key.
fn where_keys_have_names(entities: &Entities, test: impl Fn(&Schema)) {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        on(dialect, entities, &test);
    }
}

/// The same on one dialect; nothing where that is not here.
fn on(dialect: Dialect, entities: &Entities, test: impl Fn(&Schema)) {
    for scratch in scratches().into_iter().filter(|it| it.dialect() == dialect) {
        let schema = wanted(entities, &scratch).unwrap_or_else(|error| panic!("{error}"));
        let again = wanted(entities, &scratch).unwrap();
        let bytes = |it: &Schema| serde_json::to_string(it).unwrap();
        assert_eq!(bytes(&schema), bytes(&again), "the same entities gave another schema");
        test(&schema);
    }
}

fn wanted(entities: &Entities, scratch: &Scratch) -> Result<Schema, Error> {
    block_on(desired(entities, scratch))
}

/// What is said of entities that make no schema, on a dialect; nothing where that is not here.
fn refusal(entities: &Entities, dialect: Dialect) -> Option<String> {
    let scratch = scratches().into_iter().find(|it| it.dialect() == dialect)?;
    Some(wanted(entities, &scratch).expect_err("it was not refused").to_string())
}

/// The schema that statements make.
fn made_by(place: &Place, sql: &str) -> Schema {
    use sea_migrate::dialect::introspect::{Scope, read};
    place.sql(sql);
    block_on(async {
        let db = place.connect().await;
        let schema = read(&db, place.dialect(), &Scope::default()).await.unwrap();
        db.close().await.unwrap();
        schema
    })
}

fn difference(before: &Schema, after: &Schema) -> Diff {
    diff::diff(&Pair::new(before.clone(), after.clone()), &Answers::default()).unwrap()
}

/// The sentences of a difference, with their signs.
fn sentences(before: &Schema, after: &Schema) -> Vec<String> {
    let all = difference(before, after).all();
    all.iter()
        .map(|it| format!("{} {}: {}", it.deed().sign(), it.object(), it.sentence()))
        .collect()
}

fn table<'s>(schema: &'s Schema, name: &str) -> &'s Table {
    schema.tables.get(&Name::parse(name)).unwrap_or_else(|| panic!("{name}: {:?}", schema.tables))
}

fn column<'s>(schema: &'s Schema, of: &str, name: &str) -> &'s Column {
    table(schema, of).column(name).unwrap()
}

fn constraint<'s>(schema: &'s Schema, of: &str, name: &str) -> &'s Constraint {
    let table = table(schema, of);
    let found = table.constraints.iter().find(|it| it.name.as_deref() == Some(name));
    found.unwrap_or_else(|| panic!("{name}: {:?}", table.constraints))
}
