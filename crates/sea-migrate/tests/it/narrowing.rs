//! Values that a new type has no place for are counted before they are gone: where `MariaDB` is not strict it keeps
//! something else in silence, and that is the witness here.

use sea_migrate::diff::{self, Answers};
use sea_migrate::plan::{Plan, probes};
use sea_migrate::schema::Pair;

use crate::place::Place;
use crate::scenarios::film::read;

/// From a type to another: a value that stays what it is, and one that does not.
const CASES: &[(&str, &str, &str, &str)] = &[
    ("varchar(9)", "varchar(3)", "'abc'", "'abcd'"),
    ("text", "varchar(5)", "'abcde'", "'abcdef'"),
    ("blob", "varbinary(2)", "'ab'", "'abc'"),
    ("varchar(9)", "varchar(9) COLLATE latin1_bin", "'ä'", "'→'"),
    ("int", "smallint", "32767", "32768"),
    ("int", "int unsigned", "0", "-1"),
    ("bigint unsigned", "bigint", "9223372036854775807", "9223372036854775808"),
    ("bigint", "varchar(3)", "123", "1234"),
    ("decimal(8,2)", "decimal(8,1)", "1.50", "1.25"),
    ("decimal(8,2)", "decimal(4,2)", "99.99", "100.00"),
    ("decimal(8,2)", "int", "1.00", "1.50"),
    ("double", "int", "7", "7.5"),
    ("double", "decimal(5,1)", "7.5", "7.25"),
    ("varchar(9)", "int", "'-42'", "'42x'"),
    ("varchar(9)", "tinyint", "'127'", "'128'"),
    ("varchar(9)", "decimal(5,2)", "'1.25'", "'1.255'"),
    ("varchar(9)", "enum('a','b')", "'a'", "'c'"),
    ("enum('a','b')", "enum('b','c')", "'b'", "'a'"),
    ("set('a','b')", "set('b')", "'b'", "'a,b'"),
    ("datetime", "date", "'2026-01-01 00:00:00'", "'2026-01-01 10:00:00'"),
    ("datetime(3)", "datetime(1)", "'2026-01-01 00:00:00.500'", "'2026-01-01 00:00:00.550'"),
    ("datetime", "timestamp NULL", "'2026-01-01 00:00:00'", "'2050-01-01 00:00:00'"),
];

fn counted(place: &Place, probed: &[sea_migrate::plan::Probe]) -> Vec<String> {
    let counts = probed.iter().map(|it| {
        let count = place.rows(&it.sql.replace("count(*)", "CAST(count(*) AS char)"));
        it.refusal(count[0].parse().unwrap()).reason
    });
    counts.filter(|it| !it.starts_with('0')).collect()
}

#[test]
fn what_a_new_type_has_no_place_for_is_counted_before() {
    let (Some(a), Some(b)) = (Place::mariadb(), Place::mariadb()) else { return };
    for (from, to, stays, goes) in CASES {
        let told = format!("{from} → {to}");
        for (place, ty) in [(&a, from), (&b, to)] {
            place.sql(&format!("CREATE OR REPLACE TABLE t (id int PRIMARY KEY, v {ty})"));
        }
        let schemas = Pair::new(read(&a).unwrap(), read(&b).unwrap());
        let diff = diff::diff(&schemas, &Answers::default()).unwrap();
        let probed = probes(&diff.changes, &schemas.before);
        assert_eq!(probed.len(), 1, "{told}: nobody asks");

        a.sql(&format!("INSERT INTO t VALUES (1, {stays}), (2, NULL)"));
        assert_eq!(counted(&a, &probed), [""; 0], "{told}");
        let value = || a.rows("SELECT CAST(v AS char) FROM t WHERE v IS NOT NULL");
        let before = value();
        for statement in &Plan::of(&diff).up {
            a.sql(&statement.sql);
        }
        // A number is shown with as many digits as its type has.
        let shown =
            |it: &str| it.trim_end_matches('0').trim_end_matches(['.', ':', '0', ' ']).to_owned();
        assert_eq!(shown(&value()[0]), shown(&before[0]), "{told}");

        a.sql(&format!("CREATE OR REPLACE TABLE t (id int PRIMARY KEY, v {from}); INSERT INTO t VALUES (1, {goes})"));
        let before = value();
        let said = counted(&a, &probed);
        assert!(said.len() == 1 && said[0].starts_with("1 row has"), "{told}: {said:?}");
        a.sql(&format!("SET SESSION sql_mode = ''; ALTER TABLE t MODIFY COLUMN v {to}"));
        assert_ne!(value(), before, "{told}: the server keeps it, so there is nothing to count");
    }
}

#[test]
fn what_is_in_place_for_every_value_asks_nobody() {
    let (Some(a), Some(b)) = (Place::mariadb(), Place::mariadb()) else { return };
    for (from, to) in [
        ("varchar(9)", "varchar(20)"),
        ("varchar(9)", "text"),
        ("smallint", "int"),
        ("int unsigned", "bigint"),
        ("decimal(8,2)", "decimal(10,3)"),
        ("enum('a','b')", "enum('b','a','c')"),
        ("date", "datetime"),
        ("datetime", "datetime(3)"),
        ("int", "varchar(20)"),
    ] {
        for (place, ty) in [(&a, from), (&b, to)] {
            place.sql(&format!("CREATE OR REPLACE TABLE t (id int PRIMARY KEY, v {ty})"));
        }
        let schemas = Pair::new(read(&a).unwrap(), read(&b).unwrap());
        let diff = diff::diff(&schemas, &Answers::default()).unwrap();
        let probed = probes(&diff.changes, &schemas.before);
        a.sql("INSERT INTO t VALUES (1, NULL)");
        assert_eq!(counted(&a, &probed), [""; 0], "{from} → {to}");
    }
}
