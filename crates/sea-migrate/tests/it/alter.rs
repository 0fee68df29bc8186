//! Altering tables with the helpers of the prelude, on each dialect, with rows in the tables.
//!
//! Under `SeaORM` alone: a connection as it makes one, foreign keys on, and a transaction or none.

use sea_migrate::prelude::*;
use sea_orm::{ConnectOptions, Database, TransactionTrait};
use sea_orm_migration::prelude::*;

use crate::place::{Place, block_on, on_each};

/// Runs `work` as a migration would, in no transaction but what it makes itself.
fn plainly(
    place: &Place,
    work: impl AsyncFnOnce(&SchemaManager<'_>) -> Result<(), DbErr>,
) -> Result<(), String> {
    block_on(async {
        let db = place.connect().await;
        let done = work(&SchemaManager::new(&db)).await;
        db.close().await.unwrap();
        done.map_err(|it| it.to_string())
    })
}

/// Runs `work` as our runner does: foreign keys off, in a transaction that is committed only when all went well.
fn carefully(
    place: &Place,
    work: impl AsyncFnOnce(&SchemaManager<'_>) -> Result<(), DbErr>,
) -> Result<(), String> {
    block_on(async {
        let mut options = ConnectOptions::new(place.url());
        options.max_connections(1).map_sqlx_sqlite_opts(|it| it.foreign_keys(false));
        let db = Database::connect(options).await.unwrap();
        let transaction = db.begin().await.unwrap();
        let done = work(&SchemaManager::new(&transaction)).await;
        if done.is_ok() {
            transaction.commit().await.unwrap();
        } else {
            transaction.rollback().await.unwrap();
        }
        db.close().await.unwrap();
        done.map_err(|it| it.to_string())
    })
}

const SHELF: &str = "
    CREATE TABLE shelf (id integer PRIMARY KEY, label varchar(10) NOT NULL, width integer, depth integer DEFAULT 5);
    INSERT INTO shelf (id, label, width) VALUES (1, 'a', 10), (2, 'b', NULL)";

#[test]
fn everything_at_once() {
    on_each(|place| {
        place.sql(SHELF);
        let work = async |manager: &SchemaManager<'_>| {
            alter_table("shelf")
                .add_column(ColumnDef::new("note").text())
                .add_column_filled(ColumnDef::new("code").string().not_null(), "none")
                .add_column_filled(
                    ColumnDef::new("area").integer().not_null(),
                    Expr::col("id").mul(100),
                )
                .set_type(ColumnDef::new("label").string_len(20))
                .set_not_null_filled("width", 7)
                .set_default("width", 1)
                .drop_default("depth")
                .add_unique("uq_shelf_code", ["code", "id"])
                .add_check("ck_shelf_width", Expr::col("width").gt(0))
                .add_foreign_key(
                    ForeignKey::create()
                        .name("fk_shelf_below")
                        .from_col("depth")
                        .to("shelf", "id")
                        .on_delete(ForeignKeyAction::SetNull),
                )
                .apply(manager)
                .await
        };
        place.sql("UPDATE shelf SET depth = 1");
        carefully(place, work).unwrap();
        let rows = place.rows("SELECT code || ' ' || CAST(area AS text) || ' ' || CAST(width AS text) FROM shelf ORDER BY id");
        assert_eq!(rows, ["none 100 10", "none 200 7"]);
    });
}

/// Fails with these words, and leaves everything as it was.
#[track_caller]
fn is_refused(place: &Place, with: &[&str], work: AlterTable) {
    let before = place.dump();
    let done = plainly(place, async |manager| work.clone().apply(manager).await);
    let error = done.expect_err("it was done");
    for words in with {
        assert!(error.contains(words), "`{words}` is not in: {error}");
    }
    assert_eq!(place.dump(), before, "it is as it was after: {error}");
}

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
        let year = ColumnDef::new("made").year().to_owned();
        is_refused(place, &["`made`", "no type Year"], shelf().add_column(year.clone()));
        is_refused(place, &["no type Year"], shelf().set_type(year));
        let other = ForeignKey::create().from("rack", "id").to("shelf", "id").to_owned();
        is_refused(place, &["one of the table `rack`"], shelf().add_foreign_key(other));
        let nowhere = ForeignKey::create().name("fk_x").from_col("width").to_owned();
        is_refused(place, &["`fk_x`", "which table"], shelf().add_foreign_key(nowhere));
    });
    let Some(place) = Place::postgres() else { return };
    place.sql(SHELF);
    let numbered = ColumnDef::new("n").unsigned().auto_increment().to_owned();
    is_refused(&place, &["`n`", "number itself"], alter_table("shelf").add_column(numbered));
    is_refused(&place, &["`n` has no type"], alter_table("shelf").add_column(ColumnDef::new("n")));
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
        assert!(atomically(shelf().set_not_null("width")).contains("null"));
        assert!(atomically(shelf().add_check("ck", Expr::col("width").gt(10))).contains("ck"));
        let same =
            shelf().add_column_filled(ColumnDef::new("a").integer(), 1).add_unique("uq", ["a"]);
        assert!(atomically(same).contains("uniq"));
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
fn a_key_that_others_refer_to_stays() {
    on_each(|place| {
        place.sql(
            "CREATE TABLE parent (id integer NOT NULL, code varchar(3) NOT NULL,
            CONSTRAINT pk_parent PRIMARY KEY (id), CONSTRAINT uq_parent UNIQUE (code));
            CREATE TABLE child (code varchar(3) REFERENCES parent (code))",
        );
        for work in [
            alter_table("parent").drop_unique("uq_parent"),
            alter_table("parent").drop_column("code"),
        ] {
            is_refused(place, &["parent"], work);
        }
        // By another key it is found as well.
        let work = async |manager: &SchemaManager<'_>| {
            alter_table("child")
                .drop_foreign_key("child_code_fkey", ["code"])
                .apply(manager)
                .await?;
            alter_table("parent").drop_unique("uq_parent").apply(manager).await
        };
        carefully(place, work).unwrap();
    });
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
fn dropping_a_column_takes_what_is_on_it() {
    on_each(|place| {
        place.sql("CREATE TABLE bin (id integer PRIMARY KEY, a integer, b integer, c integer,
            CONSTRAINT uq UNIQUE (a, b), CONSTRAINT ck CHECK (a > b), CONSTRAINT ck_c CHECK (c > 0));
            CREATE INDEX ix_ab ON bin (a, b); CREATE INDEX ix_c ON bin (c);
            INSERT INTO bin VALUES (1, 2, 1, 1)");
        plainly(place, async |manager| alter_table("bin").drop_column("a").apply(manager).await)
            .unwrap();
        let schema = place.schema();
        for gone in ["uq", "ix_ab", "ck "] {
            assert!(!schema.contains(gone), "{gone} in {schema}");
        }
        assert!(schema.contains("ck_c") && schema.contains("ix_c"), "{schema}");
        assert_eq!(place.count("bin"), 1);
        // An index alone is no reason to make the table again.
        plainly(place, async |manager| alter_table("bin").drop_column("B").apply(manager).await)
            .map_or_else(|error| assert!(error.contains("\"B\"")), drop);
    });
}

#[test]
fn odd_names_are_quoted() {
    on_each(|place| {
        place.sql("CREATE TABLE \"a \"\"b\"\"; --\" (\"id\" integer PRIMARY KEY, \"x'y\" integer, \"Select\" text);
            INSERT INTO \"a \"\"b\"\"; --\" VALUES (1, 2, 'c')");
        let table = "a \"b\"; --";
        let up = async |manager: &SchemaManager<'_>| {
            alter_table(table)
                .set_not_null("x'y")
                .set_default("Select", "it's; \\ \"")
                .add_check("ck \"1\"", Expr::col("x'y").gt(0))
                .add_unique("uq 'é'", ["Select", "x'y"])
                .add_foreign_key(
                    ForeignKey::create().name("fk \"\"").from_col("x'y").to(table, "id"),
                )
                .add_column_filled(
                    ColumnDef::new("new \"column").text().not_null(),
                    Expr::col("Select"),
                )
                .apply(manager)
                .await
        };
        place.sql("UPDATE \"a \"\"b\"\"; --\" SET \"x'y\" = 1");
        carefully(place, up).unwrap();
        let down = async |manager: &SchemaManager<'_>| {
            alter_table(table)
                .drop_column("new \"column")
                .drop_foreign_key("fk \"\"", ["x'y"])
                .rename_constraint("uq 'é'", "uq")
                .drop_unique("uq")
                .drop_check("ck \"1\"")
                .drop_default("Select")
                .set_nullable("x'y")
                .apply(manager)
                .await
        };
        let before = place.dump();
        carefully(place, down).unwrap();
        carefully(place, up).unwrap();
        assert_eq!(place.dump(), before);
    });
}

#[test]
fn what_has_no_name_is_found_by_the_name_it_has_elsewhere() {
    on_each(|place| {
        place.sql("CREATE TABLE pot (id integer PRIMARY KEY, code text UNIQUE, size integer CHECK (size > 0),
            low integer, high integer, pot integer REFERENCES pot (id), CHECK (low < high))");
        plainly(place, async |manager| {
            alter_table("pot")
                .drop_unique("pot_code_key")
                .drop_check("pot_size_check")
                .drop_check("pot_check")
                .drop_foreign_key("pot_pot_fkey", ["pot"])
                .drop_primary_key("pot_pkey")
                .set_primary_key("pk_pot", ["id", "code"])
                .apply(manager)
                .await
        })
        .unwrap();
        place.sql("INSERT INTO pot VALUES (1, 'a', -1, 2, 1, 9), (1, 'b', -1, 2, 1, 9)");
        assert!(!place.schema().to_lowercase().contains("check ("), "{}", place.schema());
        is_refused(place, &["pot_size_check"], alter_table("pot").drop_check("pot_size_check"));
    });
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

#[test]
fn enumerations_live_and_change() {
    let Some(place) = Place::postgres() else { return };
    let values =
        "SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum GROUP BY enumtypid";
    plainly(&place, async |manager| {
        create_enum(manager, "Mood", &["sad", "it's ok", "happy"]).await
    })
    .unwrap();
    place.sql("CREATE TABLE pet (id integer PRIMARY KEY, mood \"Mood\" NOT NULL DEFAULT 'it''s ok', moods \"Mood\"[] DEFAULT '{sad,happy}');
        CREATE INDEX ix_pet ON pet (mood); INSERT INTO pet (id) VALUES (1)");
    plainly(&place, async |manager| {
        add_enum_value(manager, "Mood", "wild", EnumPlace::Before("happy")).await?;
        add_enum_value(manager, "Mood", "mild", EnumPlace::After("sad")).await?;
        add_enum_value(manager, "Mood", "last", EnumPlace::Last).await?;
        rename_enum_value(manager, "Mood", "mild", "meh").await
    })
    .unwrap();
    assert_eq!(place.rows(values), ["sad,meh,it's ok,wild,happy,last"]);
    carefully(&place, async |manager| {
        set_enum_values(
            manager,
            "Mood",
            &["happy", "sad", "it's ok"],
            &[("pet", "mood"), ("pet", "moods")],
        )
        .await
    })
    .unwrap();
    assert_eq!(place.rows(values), ["happy,sad,it's ok"]);
    place.sql("INSERT INTO pet (id) VALUES (2)");
    let rows = place.rows("SELECT mood::text || moods::text FROM pet ORDER BY id");
    assert_eq!(rows, ["it's ok{sad,happy}", "it's ok{sad,happy}"]);
    // A value in use does not go, a column is not forgotten, and a column must be there.
    let both: &[(&str, &str)] = &[("pet", "mood"), ("pet", "moods")];
    for (list, columns, words) in [
        (&["happy", "sad"][..], both, "it's ok"),
        (&["happy", "sad", "it's ok"], &both[..1], "moods"),
        (&["happy", "sad", "it's ok"], &[("pet", "mud"), ("pet", "moods")], "mud"),
    ] {
        let before = place.dump();
        let done = carefully(&place, async |manager| {
            set_enum_values(manager, "Mood", list, columns).await
        });
        let error = done.unwrap_err();
        assert!(error.contains(words), "{words} in {error}");
        assert_eq!(place.dump(), before);
    }
    place.sql("ALTER TABLE pet ALTER COLUMN mood SET DEFAULT lower('SAD')::\"Mood\"");
    let done = carefully(&place, async |manager| {
        set_enum_values(manager, "Mood", &["sad", "happy", "it's ok"], both).await
    });
    assert!(done.unwrap_err().contains("is computed"));
    place.sql("DROP TABLE pet");
    plainly(&place, async |manager| {
        rename_enum(manager, "Mood", "temper").await?;
        drop_enum(manager, "temper").await
    })
    .unwrap();
    assert_eq!(place.count("pg_enum"), 0);
}

#[test]
fn an_index_that_a_failed_attempt_left_is_made_anew() {
    on_each(|place| {
        place.sql("CREATE TABLE tag (id integer PRIMARY KEY, name text); INSERT INTO tag VALUES (1, 'a'), (2, 'a')");
        let index = || Index::create().name("uq_tag").table("tag").col("name").unique().to_owned();
        let build =
            || plainly(place, async |manager| create_index_concurrently(manager, index()).await);
        build().unwrap_err();
        place.sql("DELETE FROM tag WHERE id = 2");
        build().unwrap();
        build().unwrap_err();
        let drop_it =
            async |manager: &SchemaManager<'_>| drop_index_concurrently(manager, "uq_tag").await;
        if place.dialect() == sea_migrate::dialect::Dialect::Postgres {
            let error = carefully(place, drop_it).unwrap_err();
            assert!(error.contains("use_transaction"), "{error}");
            let error =
                carefully(place, async |manager| create_index_concurrently(manager, index()).await);
            assert!(error.unwrap_err().contains("Some(false)"));
        }
        plainly(place, drop_it).unwrap();
        plainly(place, async |manager| {
            let expression =
                Index::create().name("ix_tag").col(Expr::cust("lower(name)")).to_owned();
            create_index_on(manager, "tag", expression).await
        })
        .unwrap();
        assert!(place.schema().contains("lower(name)"), "{}", place.schema());
    });
}

#[test]
fn comments_come_and_go() {
    on_each(|place| {
        place.sql(SHELF);
        let set = |text: Option<&'static str>| {
            plainly(place, async move |manager| {
                comment_on_table(manager, "shelf", text).await?;
                comment_on_column(manager, "shelf", "label", text).await
            })
            .unwrap();
        };
        let before = place.dump();
        set(Some("it's \\ here"));
        assert_eq!(place.dump() != before, place.choose(false, true));
        set(None);
        assert_eq!(place.dump(), before);
    });
}

#[test]
fn checks_of_postgres_are_validated_later() {
    on_each(|place| {
        place.sql(SHELF);
        plainly(place, async |manager| {
            alter_table("shelf")
                .set_not_null_filled("width", 1)
                .add_check_not_valid("ck", Expr::col("width").gt(place.choose(0, 5)))
                .apply(manager)
                .await
        })
        .unwrap();
        let validate = || {
            plainly(place, async |manager| alter_table("shelf").validate("ck").apply(manager).await)
        };
        assert_eq!(validate().is_err(), place.choose(false, true));
        place.sql("UPDATE shelf SET width = 9");
        validate().unwrap();
        plainly(place, async |manager| {
            execute_on(manager, DbBackend::Sqlite, "DROP TABLE shelf").await
        })
        .unwrap();
        assert_eq!(place.has_table("shelf"), place.choose(false, true));
    });
}
