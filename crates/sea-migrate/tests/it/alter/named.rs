//! Namespaces, which `PostgreSQL` alone has, and what stands behind a new column.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

use super::{SHELF, carefully, is_refused, plainly};
use crate::each::{on_each, on_those};
use crate::place::Place;

#[test]
fn a_namespace_is_part_of_the_name() {
    let Some(place) = Place::postgres() else { return };
    place.sql("CREATE SCHEMA \"de pot\"; CREATE TABLE \"de pot\".shelf (id integer PRIMARY KEY, name text);
        CREATE TABLE shelf (id integer PRIMARY KEY);
        INSERT INTO \"de pot\".shelf VALUES (1, 'a'), (2, 'a')");
    let before = place.dump();
    let shelf = || alter_table(("de pot", "shelf"));
    let index = || {
        let mut index = Index::create();
        index.name("uq_shelf").table(("de pot", "shelf")).col("name").unique().to_owned()
    };
    let build =
        || plainly(&place, async |manager| create_index_concurrently(manager, index()).await);
    build().unwrap_err();
    place.sql("UPDATE \"de pot\".shelf SET name = 'b' WHERE id = 2");
    build().unwrap();
    plainly(&place, async |manager| {
        drop_index_concurrently(manager, ("de pot", "uq_shelf")).await?;
        let lower = Index::create().name("ix_shelf").col(Expr::cust("lower(name)")).to_owned();
        create_index_on(manager, ("de pot", "shelf"), lower).await?;
        create_enum(manager, ("de pot", "mood"), &["sad", "happy"]).await?;
        shelf()
            .add_column_filled(ColumnDef::new("mood").custom("\"de pot\".mood").not_null(), "sad")
            .set_default("mood", "happy")
            .add_foreign_key(
                ForeignKey::create().name("fk").from_col("id").to(("de pot", "shelf"), "id"),
            )
            .apply(manager)
            .await?;
        set_enum_values(
            manager,
            ("de pot", "mood"),
            &["happy", "sad"],
            &[(("de pot", "shelf"), "mood")],
        )
        .await?;
        comment_on_column(manager, ("de pot", "shelf"), "mood", Some("x")).await
    })
    .unwrap();
    place.sql("INSERT INTO \"de pot\".shelf (id) VALUES (3)");
    let moods = place.rows("SELECT mood::text FROM \"de pot\".shelf ORDER BY id");
    assert_eq!(moods, ["sad", "sad", "happy"]);
    plainly(&place, async |manager| {
        shelf().drop_foreign_key("fk", ["id"]).drop_column("mood").apply(manager).await?;
        drop_enum(manager, ("de pot", "mood")).await?;
        manager.get_connection().execute_unprepared("DROP INDEX \"de pot\".ix_shelf").await?;
        Ok(())
    })
    .unwrap();
    place.sql("DELETE FROM \"de pot\".shelf WHERE id = 3; UPDATE \"de pot\".shelf SET name = 'a'");
    assert_eq!(place.dump(), before);
}

#[test]
fn an_index_in_a_namespace_is_refused_where_there_is_none() {
    on_those([Some(Place::sqlite()), Place::mariadb()], |place| {
        place.sql(SHELF);
        let index = || Index::create().name("ix").table(("depot", "shelf")).col("label").to_owned();
        let error =
            plainly(place, async |manager| create_index_concurrently(manager, index()).await);
        assert!(error.unwrap_err().contains("`depot`"));
        let error = plainly(place, async |manager| {
            create_index_on(manager, ("depot", "shelf"), index()).await
        });
        assert!(error.unwrap_err().contains("`depot`"));
    });
}

#[test]
fn a_column_brings_what_stands_behind_it() {
    on_each(|place| {
        place.sql(SHELF);
        let before = place.dump();
        let up = async |manager: &SchemaManager<'_>| {
            alter_table("shelf")
                .add_column(ColumnDef::new("code").integer().unique_key())
                .add_column(ColumnDef::new("size").integer().check(Expr::col("size").gt(0)))
                .add_column(
                    ColumnDef::new("twice").integer().generated(Expr::cust("width * 2"), true),
                )
                .add_column(
                    ColumnDef::new("made")
                        .date_time()
                        .default(Expr::current_timestamp())
                        .not_null(),
                )
                .apply(manager)
                .await
        };
        carefully(place, up).unwrap();
        assert_eq!(place.count("shelf WHERE id = 1 AND made IS NOT NULL AND twice = 20"), 1);
        let refused = |sql: &str| {
            let done = plainly(place, async |manager| {
                manager.get_connection().execute_unprepared(sql).await.map(drop)
            });
            assert!(done.is_err(), "{sql}");
        };
        refused("UPDATE shelf SET size = 0");
        refused("UPDATE shelf SET code = 1");
        is_refused(place, &["width"], alter_table("shelf").drop_column("width"));
        carefully(place, async |manager| {
            alter_table("shelf")
                .drop_column("made")
                .drop_column("twice")
                .drop_column("size")
                .drop_column("code")
                .apply(manager)
                .await
        })
        .unwrap();
        assert_eq!(place.rows("SELECT label FROM shelf ORDER BY id"), ["a", "b"]);
        if place.dialect() != sea_migrate::dialect::Dialect::Sqlite {
            assert_eq!(place.dump(), before);
        }
    });
}

/// Those of `SQLite`, which makes a table again.
#[test]
fn options_of_a_table_stay() {
    let place = Place::sqlite();
    place.sql(
        "CREATE TABLE pot (a text, b integer, PRIMARY KEY (a, b)) STRICT, WITHOUT ROWID;
        INSERT INTO pot VALUES ('1', 1), ('2', 2)",
    );
    plainly(&place, async |manager| {
        alter_table("pot")
            .add_check("ck", Expr::col("b").gt(0))
            .set_type(ColumnDef::new("a").integer())
            .apply(manager)
            .await
    })
    .unwrap();
    let options =
        place.rows("SELECT wr || ' ' || strict FROM pragma_table_list WHERE name = 'pot'");
    assert_eq!(options, ["1 1"]);
    assert_eq!(place.rows("SELECT typeof(a) FROM pot"), ["integer", "integer"]);
    // Rows keep their numbers where they have one.
    place.sql("CREATE TABLE log (text text); INSERT INTO log VALUES ('a'), ('b'); DELETE FROM log WHERE text = 'a'");
    plainly(&place, async |manager| alter_table("log").set_not_null("text").apply(manager).await)
        .unwrap();
    assert_eq!(place.rows("SELECT text || rowid FROM log"), ["b2"]);
}
