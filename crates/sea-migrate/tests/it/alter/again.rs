//! `SQLite` makes a table again: what stays, and when it is refused or needless.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

use super::{carefully, is_refused, plainly};
use crate::place::Place;

const FAMILY: &str = "
    CREATE TABLE parent (id integer PRIMARY KEY, name varchar(9), boss integer REFERENCES parent (id) ON DELETE CASCADE);
    CREATE TABLE child (parent integer REFERENCES parent (id) ON DELETE CASCADE);
    INSERT INTO parent (id, name) VALUES (1, 'Ann'), (2, 'Bob')";

#[test]
fn a_parent_is_made_again_where_no_row_is_lost() {
    let parent = || alter_table("parent").add_check("ck_parent", Expr::col("name").ne(""));
    let place = Place::sqlite();
    place.sql(FAMILY);
    // No row refers to it yet.
    plainly(&place, async |manager| parent().apply(manager).await).unwrap();
    assert_eq!(place.count("parent"), 2);
    let again = || alter_table("parent").drop_check("ck_parent");
    place.sql("INSERT INTO child VALUES (1), (NULL)");
    is_refused(&place, &["rows of `child` refer to it", "foreign_keys(false)"], again());
    place.sql("DELETE FROM child; UPDATE parent SET boss = 1 WHERE id = 2");
    is_refused(&place, &["rows of `parent` refer to it"], again());
    // As our runner does it, foreign keys are off.
    place.sql("INSERT INTO child VALUES (1), (2)");
    carefully(&place, async |manager| again().apply(manager).await).unwrap();
    assert_eq!((place.count("parent"), place.count("child")), (2, 2));
    assert_eq!(place.count("pragma_foreign_key_check"), 0);
    place.sql("PRAGMA foreign_keys = on; DELETE FROM parent WHERE id = 1");
    assert_eq!((place.count("parent"), place.count("child")), (0, 0));
}

#[test]
fn counters_triggers_views_and_generated_columns_stay() {
    let place = Place::sqlite();
    place.sql("CREATE TABLE log (id integer PRIMARY KEY AUTOINCREMENT, text varchar(9), long integer AS (length(text)) STORED);
        CREATE TABLE audit (what text);
        CREATE INDEX ix_log ON log (lower(text)) WHERE text IS NOT NULL;
        CREATE TRIGGER tr_log AFTER UPDATE ON log BEGIN INSERT INTO audit VALUES (new.text); END;
        CREATE VIEW last AS SELECT text FROM log ORDER BY id DESC LIMIT 1;
        INSERT INTO log (text) VALUES ('a'), ('bb'), ('ccc'); DELETE FROM log WHERE id = 3");
    plainly(&place, async |manager| {
        alter_table("log")
            .set_not_null("text")
            .set_type(ColumnDef::new("text").text())
            .apply(manager)
            .await
    })
    .unwrap();
    place.sql("INSERT INTO log (text) VALUES ('dddd'); UPDATE log SET text = 'eeeee' WHERE id = 4");
    assert_eq!(
        place.rows("SELECT id || ' ' || text || ' ' || long FROM log"),
        ["1 a 1", "2 bb 2", "4 eeeee 5"]
    );
    assert_eq!(place.rows("SELECT what FROM audit"), ["eeeee"], "once: a rebuild wakes no trigger");
    assert_eq!(place.rows("SELECT text FROM last"), ["eeeee"]);
    assert_eq!(place.rows("SELECT name FROM sqlite_schema WHERE type = 'index'"), ["ix_log"]);
    // What a view, a trigger or a generated column reads is not dropped under it.
    is_refused(
        &place,
        &["`long` is generated from `text`"],
        alter_table("log").drop_column("text"),
    );
    let both = alter_table("log").drop_column("long").drop_column("text");
    is_refused(&place, &["text"], both.clone());
    place.sql("DROP VIEW last");
    is_refused(&place, &["trigger `tr_log`"], both.clone().set_nullable("id"));
    is_refused(&place, &["tr_log"], both);
    place.sql("CREATE VIEW last AS SELECT text FROM log; DROP TRIGGER tr_log");
    let rebuilt =
        alter_table("log").drop_column("long").drop_column("text").add_unique("u", ["id"]);
    is_refused(&place, &["view `last`", "DROP VIEW \"last\""], rebuilt);
}

#[test]
fn a_type_that_is_the_same_there_makes_no_table_again() {
    let place = Place::sqlite();
    place.sql(FAMILY);
    place.sql("INSERT INTO child VALUES (1)");
    // With foreign keys on and rows that refer to it, a rebuild would be refused.
    plainly(&place, async |manager| {
        alter_table("parent")
            .set_type(ColumnDef::new("boss").big_integer())
            .add_column(ColumnDef::new("age").integer().not_null().default(30))
            .add_column_filled(ColumnDef::new("nick").text(), Expr::col("name"))
            .validate("anything")
            .apply(manager)
            .await
    })
    .unwrap();
    let rows = place.rows("SELECT name || age || nick FROM parent");
    assert_eq!(rows, ["Ann30Ann", "Bob30Bob"]);
    assert_eq!(place.count("child"), 1);
}
