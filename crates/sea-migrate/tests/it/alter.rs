//! Altering tables with the helpers of the prelude, on each dialect, with rows in the tables.
//!
//! Under `SeaORM` alone: a connection as it makes one, foreign keys on, and a transaction or none.

mod again;
mod enumerations;
mod filled;
mod mariadb;
mod named;
mod refused;

use sea_migrate::prelude::*;
use sea_orm::{ConnectOptions, Database, TransactionTrait};
use sea_orm_migration::prelude::*;

use crate::each::{on_each, on_those};
use crate::place::{Place, block_on};

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

/// Runs `work` as our runner does: foreign keys off, in a transaction that is committed only when all went well. On `MariaDB`
/// each statement commits whatever is begun.
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
                .add_check("ck_shelf_width", Expr::col(("shelf", "width")).gt(0))
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
        for (id, width) in [(1, 10), (2, 7)] {
            let row = format!("id = {id} AND width = {width} AND area = {}", id * 100);
            assert_eq!(place.count(&format!("shelf WHERE {row} AND code = 'none'")), 1, "{row}");
        }
    });
}

/// Fails with these words, and leaves everything as it was.
#[track_caller]
fn is_refused(place: &Place, with: &[&str], work: AlterTable) {
    let before = place.dump();
    let done = plainly(place, async |manager| work.apply(manager).await);
    let error = done.expect_err("it was done");
    for words in with {
        assert!(error.contains(words), "`{words}` is not in: {error}");
    }
    assert_eq!(place.dump(), before, "it is as it was after: {error}");
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
        for gone in ["uq", "ix_ab", place.fitting("ck ", "ck ", "`ck`")] {
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
        let table = "a \"b\"; --";
        let [of, odd, select] = [table, "x'y", "Select"].map(|it| place.quoted(it));
        place.sql(&format!(
            "CREATE TABLE {of} (id integer PRIMARY KEY, {odd} integer, {select} varchar(20));
            INSERT INTO {of} VALUES (1, 2, 'c')"
        ));
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
        place.sql(&format!("UPDATE {of} SET {odd} = 1"));
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

/// `SQLite` gives constraints no names, `PostgreSQL` those that are looked for; `MariaDB` gives names of its own.
fn where_names_are_those_of_postgres(test: impl Fn(&Place)) {
    on_those([Some(Place::sqlite()), Place::postgres()], test);
}

#[test]
fn what_has_no_name_is_found_by_the_name_it_has_elsewhere() {
    where_names_are_those_of_postgres(|place| {
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
fn an_index_that_a_failed_attempt_left_is_made_anew() {
    on_each(|place| {
        place.sql("CREATE TABLE tag (id integer PRIMARY KEY, name varchar(9)); INSERT INTO tag VALUES (1, 'a'), (2, 'a')");
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
        let done = plainly(place, async |manager| {
            let expression =
                Index::create().name("ix_tag").col(Expr::cust("lower(name)")).to_owned();
            create_index_on(manager, "tag", expression).await
        });
        // `MariaDB` has no index on an expression, and makes none.
        assert_eq!(done.is_ok(), place.server() != "MariaDB", "{done:?}");
        assert_eq!(place.schema().contains("lower("), done.is_ok(), "{}", place.schema());
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
        assert_eq!(place.dump() != before, place.fitting(false, true, true));
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
                .add_check_not_valid("ck", Expr::col("width").gt(place.fitting(0, 5, 0)))
                .apply(manager)
                .await
        })
        .unwrap();
        let validate = || {
            plainly(place, async |manager| alter_table("shelf").validate("ck").apply(manager).await)
        };
        assert_eq!(validate().is_err(), place.fitting(false, true, false));
        place.sql("UPDATE shelf SET width = 9");
        validate().unwrap();
        plainly(place, async |manager| {
            execute_on(manager, DbBackend::Sqlite, "DROP TABLE shelf").await
        })
        .unwrap();
        assert_eq!(place.has_table("shelf"), place.fitting(false, true, true));
    });
}
