//! What an entity leaves open is compared, or kept as it is: of a list, of a table, of a column, or by name.

use sea_migrate::dialect::Dialect;
use sea_migrate::entities::{Entities, Part, entities, table_of};

use super::{made_by, scratches, sentences, wanted};
use crate::each::on_each;
use crate::place::Place;

/// An entity that leaves everything open.
mod item {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "item")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        pub name: String,
        pub place: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A table with all that the entity leaves open.
const TABLE: &str = "CREATE TABLE item (id integer NOT NULL, \
     name varchar(40) NOT NULL DEFAULT 'x', place varchar(9) NOT NULL DEFAULT 'here', extra integer, \
     CONSTRAINT item_key PRIMARY KEY (id), CONSTRAINT item_check CHECK (name <> '')); \
     CREATE INDEX item_place ON item (place); CREATE INDEX item_name ON item (name)";

/// What differs between the table and the entities, with their policy.
fn differences(place: &Place, entities: &Entities) -> Vec<String> {
    let scratch = scratches().into_iter().find(|it| it.dialect() == place.dialect()).unwrap();
    let current = made_by(place, &format!("DROP TABLE IF EXISTS item; {TABLE}"));
    let desired = wanted(entities, &scratch).unwrap();
    let desired = entities.keep_from(desired, &current);
    sentences(&current, &desired)
}

fn names(place: &Place, entities: &Entities) -> String {
    differences(place, entities).join("\n")
}

#[test]
fn without_a_policy_everything_is_compared() {
    on_each(|place| {
        let found = names(place, &entities![item::Entity]);
        for part in
            ["item.name", "item.place", "item.extra", "item_place", "item_name", "item_check"]
        {
            assert!(found.contains(part), "{part}: {found}");
        }
    });
}

#[test]
fn what_generate_entity_loses_is_kept_at_once() {
    on_each(|place| {
        let entities = entities![item::Entity].made_by_generate_entity();
        assert_eq!(differences(place, &entities), [""; 0]);
    });
}

#[test]
fn a_list_a_table_and_a_column_each_have_their_say() {
    on_each(|place| {
        let rest = |it: Entities| {
            [Part::Indexes, Part::Checks, Part::Names, Part::Columns, Part::Lengths]
                .into_iter()
                .fold(it, Entities::keep)
        };
        // Of the list.
        let found = differences(place, &rest(entities![item::Entity].keep(Part::Defaults)));
        assert_eq!(found, [""; 0]);
        // The table takes it back, the column gives it again.
        let table = table_of(item::Entity)
            .compare(Part::Defaults)
            .keep_in(item::Column::Place, Part::Defaults);
        let found = differences(place, &rest(entities![table].keep(Part::Defaults)));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("~ item.name"), "{found:?}");
        let table = table_of(item::Entity)
            .keep(Part::Defaults)
            .compare_in(item::Column::Place, Part::Lengths);
        let found = differences(place, &rest(entities![table]));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("~ item.place"), "{found:?}");
    });
}

#[test]
fn one_thing_is_kept_by_its_name() {
    on_each(|place| {
        let table = table_of(item::Entity)
            .keep(Part::Defaults)
            .keep(Part::Lengths)
            .keep(Part::Names)
            .keep_named("item_check")
            .keep_named("extra")
            .keep_named("item_place");
        let found = differences(place, &entities![table]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("item_name"), "{found:?}");
    });
}

#[test]
fn what_the_entity_does_say_is_never_kept() {
    on_each(|place| {
        let entities = entities![item::Entity].made_by_generate_entity();
        let scratch = scratches().into_iter().find(|it| it.dialect() == place.dialect()).unwrap();
        let current = made_by(
            place,
            "CREATE TABLE item (id integer NOT NULL PRIMARY KEY, name text NOT NULL, place varchar(9))",
        );
        let desired = entities.keep_from(wanted(&entities, &scratch).unwrap(), &current);
        let found = sentences(&current, &desired).join("\n");
        assert!(found.contains("item.name") && found.contains("item.place"), "{found}");
        assert_eq!(place.dialect() == Dialect::Postgres, found.contains("character varying"));
    });
}

#[test]
fn renames_are_asked_for_until_they_happened() {
    let entities = entities![
        table_of(item::Entity)
            .renamed_from("thing")
            .column_renamed_from(item::Column::Name, "title")
    ];
    let asked = |place: &Place, sql: &str| {
        let current = made_by(place, sql);
        let renames = entities.renames(&current);
        renames.into_iter().map(|it| format!("{}:{}", it.from, it.to)).collect::<Vec<_>>()
    };
    on_each(|place| {
        let before = "CREATE TABLE thing (id integer PRIMARY KEY, title text, place text)";
        assert_eq!(asked(place, before), ["thing:item", "thing.title:name"]);
        let half = "ALTER TABLE thing RENAME TO item";
        assert_eq!(asked(place, half), ["item.title:name"]);
        assert_eq!(asked(place, "ALTER TABLE item RENAME COLUMN title TO name"), [""; 0]);
    });
}
