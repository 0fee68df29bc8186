//! `MariaDB`, which wants a column told whole to change a part of it.

use sea_migrate::prelude::*;
use sea_migrate::scratch::mariadb_for_tests;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};
use sea_orm_migration::prelude::*;

use crate::place::block_on;

/// What the server says of a table.
async fn made(db: &DatabaseConnection, table: &str) -> String {
    let sql = format!("SHOW CREATE TABLE {table}");
    let show = Statement::from_string(db.get_database_backend(), sql);
    db.query_one_raw(show).await.unwrap().unwrap().try_get_by_index(1).unwrap()
}

fn on_mariadb(before: &[&str], work: impl AsyncFnOnce(&DatabaseConnection, &SchemaManager<'_>)) {
    let Some(server) = mariadb_for_tests() else { return };
    let database = server.create_database().unwrap();
    block_on(async {
        let mut options = ConnectOptions::new(server.url(&database));
        options.max_connections(1);
        let db = Database::connect(options).await.unwrap();
        for sql in before {
            db.execute_unprepared(sql).await.unwrap();
        }
        work(&db, &SchemaManager::new(&db)).await;
        db.close().await.unwrap();
    });
}

const SHELF: &str = r"CREATE TABLE `a ``b` (
    `id` int NOT NULL AUTO_INCREMENT COMMENT 'it''s; \\',
    `x'y` varchar(20) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT 'NOT NULL' COMMENT 'COMMENT ''x''',
    `made` timestamp NULL DEFAULT NULL ON UPDATE current_timestamp(),
    `long` int GENERATED ALWAYS AS (char_length(`x'y`)) STORED,
    PRIMARY KEY (`id`))";

#[test]
fn the_rest_of_a_column_stays() {
    on_mariadb(&[SHELF, "INSERT INTO `a ``b` (id) VALUES (1)"], async |db, manager| {
        let table = "a `b";
        let before = made(db, "`a ``b`").await;
        let alter = || alter_table(table);
        alter()
            .set_not_null_filled("x'y", "z")
            .set_not_null_filled("made", Expr::current_timestamp())
            .set_default("x'y", r"it's `\")
            .set_type(ColumnDef::new("id").big_integer())
            .apply(manager)
            .await
            .unwrap();
        comment_on_column(manager, table, "id", Some(r"a\'b")).await.unwrap();
        let now = made(db, "`a ``b`").await;
        for words in [
            r"`id` bigint(20) NOT NULL AUTO_INCREMENT COMMENT 'a\\''b'",
            r"CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'it''s `\\' COMMENT 'COMMENT ''x'''",
            "`made` timestamp NOT NULL",
            "ON UPDATE current_timestamp()",
        ] {
            assert!(now.contains(words), "{words} is not in {now}");
        }
        alter()
            .set_nullable("x'y")
            .set_nullable("made")
            .set_default("x'y", "NOT NULL")
            .drop_default("made")
            .set_type(ColumnDef::new("id").integer())
            .apply(manager)
            .await
            .unwrap();
        comment_on_column(manager, table, "id", Some(r"it's; \")).await.unwrap();
        let definitions = |it: &str| it.split("\n)").next().unwrap_or_default().to_owned();
        assert_eq!(definitions(&made(db, "`a ``b`").await), definitions(&before));
        let error = alter().set_not_null("nothing").apply(manager).await.unwrap_err().to_string();
        let is_clear = error.contains("no column `nothing`") && error.contains("x'y, made, long");
        assert!(is_clear, "{error}");
    });
}

#[test]
fn dropping_a_column_takes_what_is_on_it() {
    let before = [
        "CREATE TABLE p (id int PRIMARY KEY)",
        "CREATE TABLE t (id int PRIMARY KEY, a int, b int, p int, UNIQUE ab (a, b), KEY pb (p, b), KEY a (a),
            CONSTRAINT ck CHECK (a > b), CONSTRAINT ck_b CHECK (b > 0), CONSTRAINT fk FOREIGN KEY (p) REFERENCES p (id))",
    ];
    on_mariadb(&before, async |db, manager| {
        alter_table("t").drop_column("a").drop_column("p").apply(manager).await.unwrap();
        let after = made(db, "t").await;
        for gone in ["`a`", "`ab`", "`pb`", "`ck`", "fk"] {
            assert!(!after.contains(gone), "{gone} in {after}");
        }
        assert!(after.contains("`ck_b`"), "{after}");
    });
}

#[test]
fn constraints_get_other_names_and_go() {
    let before = [
        "CREATE TABLE p (id int PRIMARY KEY)",
        "CREATE TABLE t (id int, a int, UNIQUE uq (a), CONSTRAINT ck CHECK (a > 0), CONSTRAINT pk PRIMARY KEY (id),
            CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id) ON DELETE CASCADE)",
    ];
    on_mariadb(&before, async |db, manager| {
        let renamed = [("uq", "uq_2"), ("ck", "ck`2"), ("fk", "fk_2"), ("pk", "pk_2")];
        let all = renamed
            .iter()
            .fold(alter_table("t"), |it, (old, new)| it.rename_constraint(*old, *new));
        all.apply(manager).await.unwrap();
        let after = made(db, "t").await;
        for there in [
            "KEY `uq_2` (`a`)",
            "CONSTRAINT `ck``2` CHECK",
            "CONSTRAINT `fk_2` FOREIGN KEY (`a`) REFERENCES `p` (`id`) ON DELETE CASCADE",
        ] {
            assert!(after.contains(there), "{there} is not in {after}");
        }
        alter_table("t")
            .drop_foreign_key("fk_2", ["a"])
            .drop_unique("uq_2")
            .drop_check("ck`2")
            .drop_primary_key("pk")
            .set_primary_key("pk", ["id", "a"])
            .apply(manager)
            .await
            .unwrap();
        assert!(made(db, "t").await.contains("PRIMARY KEY (`id`,`a`)"));
        let error = add_enum_value(manager, "mood", "x", EnumPlace::Last).await.unwrap_err();
        assert!(error.to_string().contains("set_enum_values"), "{error}");
    });
}

#[test]
fn a_value_that_does_not_fit_is_refused_whatever_the_server_is_set_to() {
    let before = [
        "CREATE TABLE t (a varchar(9), b int)",
        "INSERT INTO t VALUES ('too long', NULL)",
        "SET SESSION sql_mode = ''",
    ];
    on_mariadb(&before, async |db, manager| {
        let shorter = ColumnDef::new("a").string_len(3).to_owned();
        let error = alter_table("t").set_type(shorter).apply(manager).await.unwrap_err();
        assert!(error.to_string().contains("'a'"), "{error}");
        db.execute_unprepared("SET SESSION sql_mode = ''").await.unwrap();
        let error = alter_table("t").set_not_null("b").apply(manager).await.unwrap_err();
        assert!(error.to_string().contains("'b'"), "{error}");
        let sql = "SELECT a FROM t WHERE b IS NULL";
        let query = Statement::from_string(db.get_database_backend(), sql);
        let row = db.query_one_raw(query).await.unwrap().unwrap();
        assert_eq!(row.try_get_by_index::<String>(0).unwrap(), "too long");
    });
}

/// How often a statement changed a table, as the server counts.
async fn alterations(db: &DatabaseConnection) -> u64 {
    let show = Statement::from_string(
        db.get_database_backend(),
        "SHOW SESSION STATUS LIKE 'Com_alter_table'",
    );
    let row = db.query_one_raw(show).await.unwrap().unwrap();
    row.try_get_by_index::<String>(1).unwrap().parse().unwrap()
}

#[test]
fn all_that_happens_to_a_table_is_one_statement_and_whole() {
    let before = [
        "CREATE TABLE p (id int PRIMARY KEY)",
        "CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(9) DEFAULT 'x', c int NOT NULL DEFAULT 1, d int, e int,
            UNIQUE uq (a, d), CONSTRAINT ck CHECK (a > 0), CONSTRAINT fk FOREIGN KEY (e) REFERENCES p (id))",
        "INSERT INTO t VALUES (1, 1, 'y', 1, 1, NULL), (2, 2, 'z', 1, 1, NULL)",
    ];
    on_mariadb(&before, async |db, manager| {
        let alter = |check: i32| {
            alter_table("t")
                // Each column is told once, whatever is said of it.
                .set_type(ColumnDef::new("b").string_len(30))
                .set_not_null("b")
                .set_default("b", "it's")
                .drop_default("c")
                .set_type(ColumnDef::new("c").big_integer())
                .drop_unique("uq")
                .drop_foreign_key("fk", ["e"])
                .drop_column("d")
                .drop_primary_key("pk")
                .set_primary_key("pk", ["a", "id"])
                .add_column(ColumnDef::new("f").integer().not_null().default(7))
                .add_unique("uq", ["b", "f"])
                .add_check("ck_f", Expr::col("f").lt(check))
                .rename_constraint("ck", "ck_2")
        };
        let untouched = made(db, "t").await;
        let (is, count) = (alterations(db).await, async || alterations(db).await);
        let error = alter(5).apply(manager).await.unwrap_err().to_string();
        assert!(error.contains("ck_f"), "{error}");
        assert_eq!(made(db, "t").await, untouched);
        alter(8).apply(manager).await.unwrap();
        assert_eq!(count().await, is + 2);
        let now = made(db, "t").await;
        for words in [
            "`b` varchar(30) NOT NULL DEFAULT 'it''s'",
            "`c` bigint(20) NOT NULL,",
            "PRIMARY KEY (`a`,`id`)",
            "UNIQUE KEY `uq` (`b`,`f`)",
            "CONSTRAINT `ck_2` CHECK (`a` > 0)",
            "CONSTRAINT `ck_f` CHECK (`f` < 8)",
        ] {
            assert!(now.contains(words), "{words} is not in {now}");
        }
        assert!(!now.contains("`d`") && !now.contains("FOREIGN KEY"), "{now}");
    });
}

#[test]
fn what_needs_the_one_before_is_a_statement_behind_it() {
    let before = [
        "CREATE TABLE p (id int PRIMARY KEY)",
        "CREATE TABLE t (id int PRIMARY KEY, a int, b int, UNIQUE uq (a), CONSTRAINT ck CHECK (b < 5),
            CONSTRAINT fk FOREIGN KEY (b) REFERENCES p (id))",
        "INSERT INTO p VALUES (9)",
        "INSERT INTO t VALUES (1, 3, NULL), (2, 4, NULL)",
    ];
    on_mariadb(&before, async |db, manager| {
        alter_table("t")
            .rename_constraint("uq", "uq_2")
            .drop_unique("uq_2")
            .drop_check("ck")
            .set_not_null_filled("b", 9)
            .add_column_filled(ColumnDef::new("c").integer().not_null(), 5)
            .add_column_filled(ColumnDef::new("d").integer().not_null(), Expr::col("c").add(1))
            .add_column_filled(ColumnDef::new("e").text().not_null().default("own"), "filled")
            .set_type(ColumnDef::new("c").big_integer())
            .set_nullable("d")
            .add_check("ck", Expr::col("d").eq(6))
            .drop_column("a")
            .drop_foreign_key("fk", ["b"])
            .add_foreign_key(ForeignKey::create().name("fk").from_col("b").to("p", "id"))
            .set_nullable("b")
            .apply(manager)
            .await
            .unwrap();
        let now = made(db, "t").await;
        for words in [
            "`b` int(11) DEFAULT NULL",
            "`c` bigint(20) NOT NULL,",
            "`d` int(11) DEFAULT NULL",
            "`e` text NOT NULL DEFAULT 'own'",
            "CONSTRAINT `ck` CHECK (`d` = 6)",
            "CONSTRAINT `fk` FOREIGN KEY (`b`)",
        ] {
            assert!(now.contains(words), "{words} is not in {now}");
        }
        assert!(!now.contains("uq") && !now.contains("`a`"), "{now}");
        let sql =
            "SELECT CAST(count(*) AS CHAR) FROM t WHERE b = 9 AND c = 5 AND d = 6 AND e = 'filled'";
        let query = Statement::from_string(db.get_database_backend(), sql);
        let row = db.query_one_raw(query).await.unwrap().unwrap();
        assert_eq!(row.try_get_by_index::<String>(0).unwrap(), "2");
    });
}

#[test]
fn a_column_that_rows_would_have_to_give_is_refused_where_there_are_rows() {
    let before = ["CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)"];
    on_mariadb(&before, async |db, manager| {
        let untouched = made(db, "t").await;
        let add = async || {
            let column = ColumnDef::new("a").integer().not_null().to_owned();
            alter_table("t").add_column(column).apply(manager).await
        };
        let error = add().await.unwrap_err().to_string();
        assert!(error.contains("`a`") && error.contains("add_column_filled"), "{error}");
        assert_eq!(made(db, "t").await, untouched);
        db.execute_unprepared("DELETE FROM t").await.unwrap();
        add().await.unwrap();
    });
}
