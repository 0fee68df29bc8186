//! Entities that make no schema: each message names the entity and says what to write.

use std::fs;

use sea_migrate::dialect::Dialect;
use sea_migrate::entities::{Entities, entities, table_of};
use sea_orm::sea_query::{Expr, ExprTrait, Index};

use super::models::{author, post, seat, types};
use super::{on, on_each, refusal, table};

mod unsigned {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "unsigned")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: u32,
        pub year: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod elsewhere {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(schema_name = "sales", table_name = "order")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        #[sea_orm(indexed, column_type = "Inet")]
        pub address: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod other_state {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "other_state")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub state: State,
    }

    #[derive(Clone, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
    #[sea_orm(rs_type = "String", db_type = "Enum", enum_name = "PostState")]
    pub enum State {
        #[sea_orm(string_value = "draft")]
        Draft,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

fn says(entities: &Entities, dialect: Dialect, parts: &[&str]) {
    let Some(text) = refusal(entities, dialect) else { return };
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
}

#[test]
fn one_table_in_two_entries() {
    let entities = entities![author::Entity, post::Entity, author::Entity];
    says(&entities, Dialect::Sqlite, &["`author` is listed twice", "models::author::Entity"]);
}

#[test]
fn a_foreign_key_to_an_entity_that_is_not_listed() {
    says(
        &entities![post::Entity],
        Dialect::Sqlite,
        &["models::post::Entity", "the table `author`, whose entity is not listed", "skip_fk"],
    );
}

#[test]
fn a_column_that_is_not_there() {
    let index = Index::create().name("typo").col("bdy").to_owned();
    says(
        &entities![author::Entity, table_of(post::Entity).index(index)],
        Dialect::Sqlite,
        &["the index `typo` is on `bdy`, which is no column", "there are: id, title, slug"],
    );
    // An expression is the server's to read.
    let check = Expr::col("bdy").gt(1);
    let entities = entities![author::Entity, table_of(post::Entity).check("ck", check)];
    says(
        &entities,
        Dialect::Postgres,
        &["models::post::Entity", "\"bdy\" does not exist", "in: CREATE TABLE"],
    );
    let nowhere = table_of(post::Entity).foreign_key("x", [post::Column::Title]);
    says(&entities![author::Entity, nowhere], Dialect::Sqlite, &["no relation of it", "(title)"]);
    let order = table_of(seat::Entity).primary_key_order([seat::Column::Row]);
    says(&entities![order], Dialect::Sqlite, &["primary_key_order has row, but", "row, number"]);
    let check = table_of(seat::Entity).enum_check("ck", seat::Column::Row);
    says(&entities![check], Dialect::Sqlite, &["`ck` checks `row`, which is no enumeration"]);
}

#[test]
fn names_that_are_missing_or_taken() {
    let unnamed = Index::create().col(seat::Column::Row).to_owned();
    says(
        &entities![table_of(seat::Entity).index(unnamed)],
        Dialect::Sqlite,
        &["(row) has no name"],
    );
    let same = || Index::create().name("same").col("id").to_owned();
    let entities =
        entities![table_of(author::Entity).index(same()), table_of(post::Entity).index(same())];
    says(&entities, Dialect::Sqlite, &["the name `same` is given twice", "models::author::Entity"]);
    let checks =
        table_of(seat::Entity).check("ck", Expr::val(1).eq(1)).check("ck", Expr::val(1).eq(1));
    says(&entities![checks], Dialect::Sqlite, &["the name `ck` is given twice"]);
}

#[test]
fn what_a_database_does_not_have() {
    let numbered = entities![unsigned::Entity];
    says(&numbered, Dialect::Postgres, &["unsigned::Entity: `id` is an auto-increment key", "i64"]);
    on(Dialect::Sqlite, &entities![types::Entity], |_| {});
    says(
        &entities![elsewhere::Entity],
        Dialect::Sqlite,
        &["elsewhere::Entity: `address` has the type Inet, which SQLite", "schema_name `sales`"],
    );
    on(Dialect::Postgres, &entities![elsewhere::Entity], |schema| {
        assert_eq!(table(schema, "sales.order").indexes.len(), 1);
    });
}

#[test]
fn one_enumeration_with_two_sets_of_values() {
    let entities = entities![author::Entity, post::Entity, other_state::Entity];
    says(
        &entities,
        Dialect::Postgres,
        &["other_state::Entity", "`PostState`", "models::post::Entity"],
    );
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let entities = entities![post::Entity, elsewhere::Entity, elsewhere::Entity];
    says(&entities, Dialect::Sqlite, &["`author`", "listed twice", "Inet", "`sales`"]);
}

#[test]
fn the_sources_are_read_for_what_seaorm_swallows() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("seat.rs");
    fs::write(&file, "#[sea_orm(table_name = \"seat\")]\nstruct Model {\n    #[sea_orm(uniqe)]\n    a: i32,\n}\n").unwrap();
    let listed = || entities![seat::Entity].sources(folder.path());
    says(
        &listed(),
        Dialect::Sqlite,
        &["seat.rs:3: `uniqe` is no attribute", "did you mean `unique`?"],
    );
    fs::write(&file, "#[sea_orm(table_name = \"seat\")]\nstruct Model;\n").unwrap();
    on_each(&listed(), |_| {});
    fs::write(folder.path().join("tag.rs"), "#[sea_orm(table_name = \"tag\")]\nstruct Model;\n")
        .unwrap();
    says(
        &listed(),
        Dialect::Sqlite,
        &["tag.rs:1: the entity of the table `tag` is not listed", "leave_out"],
    );
    on_each(&listed().leave_out("tag"), |_| {});
    let missing = entities![seat::Entity].sources(folder.path().join("nowhere"));
    says(&missing, Dialect::Sqlite, &["nowhere: "]);
}
