//! What is refused: by whom, with what words, and that everything is as it was.

use sea_migrate::dialect::Dialect;
use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

use super::{SHELF, carefully, is_refused};
use crate::each::{on_each, on_those};
use crate::place::Place;

#[test]
fn what_is_not_there_is_named() {
    on_each(|place| {
        place.sql(SHELF);
        let shelf = || alter_table("shelf");
        is_refused(place, &["rack"], alter_table("rack").set_not_null("a"));
        for work in [
            shelf().set_not_null("hight"),
            shelf().set_nullable("hight"),
            shelf().set_default("hight", 1),
            shelf().drop_default("hight"),
            shelf().drop_column("hight"),
            shelf().add_unique("u", ["hight"]),
            shelf().set_type(ColumnDef::new("hight").text()),
            shelf().add_foreign_key(ForeignKey::create().from_col("hight").to("shelf", "id")),
            shelf().drop_check("hight"),
        ] {
            is_refused(place, &["hight"], work);
        }
        // On `SQLite` a constraint may have no name; on `MariaDB` a primary key never has one, and is what is meant.
        if place.dialect() == Dialect::Postgres {
            let work = shelf().rename_constraint("hight", "height");
            is_refused(place, &["hight"], work);
        }
    });
}

/// In the engine's own words on `SQLite`; the others say it themselves.
#[test]
fn what_is_not_there_is_named_with_what_is() {
    let place = Place::sqlite();
    place.sql(SHELF);
    place.sql("CREATE VIEW wide AS SELECT * FROM shelf");
    let shelf = || alter_table("shelf");
    is_refused(&place, &["`rack`", "no such table"], alter_table("rack").set_not_null("a"));
    is_refused(&place, &["`wide`", "view"], alter_table("wide").set_not_null("a"));
    is_refused(
        &place,
        &["`depot`", "SQLite has none"],
        alter_table(("depot", "shelf")).set_not_null("a"),
    );
    for work in [
        shelf().set_not_null("hight"),
        shelf().set_nullable("hight"),
        shelf().set_default("hight", 1),
        shelf().drop_default("hight"),
        shelf().drop_column("hight"),
        shelf().add_unique("u", ["hight"]),
        shelf().set_type(ColumnDef::new("hight").text()),
        shelf().add_foreign_key(ForeignKey::create().from_col("hight").to("shelf", "id")),
    ] {
        is_refused(&place, &["no column `hight`", "id, label, width, depth"], work);
    }
    is_refused(&place, &["`ck`", "it has no checks"], shelf().drop_check("ck"));
    is_refused(&place, &["`uq`", "it has no unique"], shelf().drop_unique("uq"));
    is_refused(&place, &["`fk`", "it has no foreign"], shelf().drop_foreign_key("fk", ["width"]));
    is_refused(&place, &["primary key already", "(id)"], shelf().set_primary_key("pk", ["label"]));
    is_refused(
        &place,
        &["column `width` already"],
        shelf().add_column(ColumnDef::new("Width").text()),
    );
    let twice =
        shelf().add_check("ck", Expr::col("id").gt(0)).add_check("ck", Expr::col("id").gt(1));
    is_refused(&place, &["constraint `ck` already"], twice);
    let all = shelf().drop_column("id").drop_column("label").drop_column("width");
    is_refused(&place, &["last column"], all.drop_column("depth"));
}

#[test]
fn what_can_t_be_said_is_refused_and_no_panic() {
    on_each(|place| {
        place.sql(SHELF);
        let shelf = || alter_table("shelf");
        let ty = place.fitting(ColumnType::Year, ColumnType::Year, ColumnType::Inet);
        let no_type = format!("no type {ty:?}");
        let made = || ColumnDef::new_with_type("made", ty.clone());
        is_refused(place, &["`made`", &no_type], shelf().add_column(made()));
        is_refused(place, &[&no_type], shelf().set_type(made()));
        let more = ColumnDef::new("label").text().not_null().to_owned();
        is_refused(place, &["NOT NULL", "set_not_null"], shelf().set_type(more));
        let other = ForeignKey::create().from("rack", "id").to("shelf", "id").to_owned();
        is_refused(place, &["one of the table `rack`"], shelf().add_foreign_key(other));
        let nowhere = ForeignKey::create().name("fk_x").from_col("width").to_owned();
        is_refused(place, &["`fk_x`", "which table"], shelf().add_foreign_key(nowhere));
    });
    // `SQLite` needs no type.
    on_those([Place::postgres(), Place::mariadb()], |place| {
        place.sql(SHELF);
        let shelf = || alter_table("shelf");
        is_refused(place, &["`n` has no type"], shelf().add_column(ColumnDef::new("n")));
        let numbered = ColumnDef::new("n").integer().auto_increment().to_owned();
        is_refused(place, &["`n`", "by itself"], shelf().add_column_filled(numbered, 1));
    });
    let Some(place) = Place::postgres() else { return };
    place.sql(SHELF);
    let numbered = ColumnDef::new("n").unsigned().auto_increment().to_owned();
    is_refused(&place, &["`n`", "number itself"], alter_table("shelf").add_column(numbered));
    let place = Place::sqlite();
    place.sql(SHELF);
    let strange = Expr::cust("1), extra text, (2");
    is_refused(&place, &["can't be read"], alter_table("shelf").add_check("ck", strange));
}

#[test]
fn rows_that_do_not_fit_stop_it_and_nothing_is_changed() {
    on_each(|place| {
        place.sql(SHELF);
        let shelf = || alter_table("shelf");
        let atomically = |work: AlterTable| {
            let before = place.dump();
            let done = carefully(place, async |manager| work.clone().apply(manager).await);
            let error = done.expect_err("it was done");
            assert!(!error.contains("shelf__new"), "{error}");
            assert_eq!(place.dump(), before);
            error.to_lowercase()
        };
        let words = if place.server() == "MariaDB" { "'width'" } else { "null" };
        assert!(atomically(shelf().set_not_null("width")).contains(words));
        assert!(atomically(shelf().add_check("ck", Expr::col("width").gt(10))).contains("ck"));
        let same =
            shelf().add_column_filled(ColumnDef::new("a").integer(), 1).add_unique("uq", ["a"]);
        assert!(atomically(same).contains(place.fitting("uniq", "uniq", "duplicate")));
        assert!(
            atomically(shelf().add_column(ColumnDef::new("a").integer().not_null()))
                .contains("null")
        );
        // The fill breaks a check that was there.
        carefully(place, async |manager| {
            shelf().add_check("ck", Expr::col("width").gt(0)).apply(manager).await
        })
        .unwrap();
        assert!(atomically(shelf().set_not_null_filled("width", -1)).contains("ck"));
    });
}

#[test]
fn a_key_that_others_refer_to_stays() {
    on_each(|place| {
        place.sql(
            "CREATE TABLE parent (id integer NOT NULL, code varchar(3) NOT NULL,
            CONSTRAINT pk_parent PRIMARY KEY (id), CONSTRAINT uq_parent UNIQUE (code));
            CREATE TABLE child (code varchar(3))",
        );
        let refers =
            ForeignKey::create().name("fk_child").from_col("code").to("parent", "code").to_owned();
        carefully(place, async |manager| {
            alter_table("child").add_foreign_key(refers).apply(manager).await
        })
        .unwrap();
        for work in [
            alter_table("parent").drop_unique("uq_parent"),
            alter_table("parent").drop_column("code"),
        ] {
            is_refused(place, &[place.fitting("parent", "parent", "foreign key")], work);
        }
        // By another key it is found as well.
        let work = async |manager: &SchemaManager<'_>| {
            alter_table("child").drop_foreign_key("fk_child", ["code"]).apply(manager).await?;
            alter_table("parent").drop_unique("uq_parent").apply(manager).await
        };
        carefully(place, work).unwrap();
    });
}
