//! What a plan in the online style leaves behind when it fails half way, and how the next plan makes it good.

use sea_migrate::diff::{self, Answers, Diff};
use sea_migrate::plan::{Plan, Statement, Style, Wishes};
use sea_migrate::schema::{Pair, Schema};
use sea_orm::ConnectionTrait;

use crate::place::{Place, block_on};
use crate::scenarios::read;

fn planned(before: &Schema, after: &Schema) -> (Diff, Plan) {
    let pair = Pair::new(before.clone(), after.clone());
    let diff = diff::diff(&pair, &Answers::default()).unwrap();
    let plan = Plan::with(&diff, &Wishes { style: Style::Online, ..Wishes::default() });
    assert_eq!(plan.refusals, []);
    (diff, plan)
}

/// Runs each by itself, until one is refused.
fn run(place: &Place, statements: &[Statement]) -> Result<(), String> {
    block_on(async {
        let db = place.connect().await;
        let mut done = Ok(());
        for statement in statements {
            if let Err(error) = db.execute_unprepared(&statement.sql).await {
                done = Err(error.to_string());
                break;
            }
        }
        db.close().await.unwrap();
        done
    })
}

/// The first plan fails at the rows; when those are mended, the second leads there.
#[track_caller]
fn check(before: &str, after: &str, bad: &str, mend: &str, left: &[&str]) {
    let (Some(live), Some(wanted)) = (Place::postgres(), Place::postgres()) else { return };
    live.sql(before);
    wanted.sql(after);
    let wanted = read(&wanted).unwrap();
    live.sql(bad);
    let (_, plan) = planned(&read(&live).unwrap(), &wanted);
    run(&live, &plan.up).unwrap_err();
    live.sql(mend);
    let half = read(&live).unwrap();
    let (same, _) = planned(&half, &half);
    assert!(same.is_empty(), "{:?}", same.all());
    let (diff, plan) = planned(&half, &wanted);
    let found: Vec<String> =
        diff.all().iter().map(|it| format!("{} {}", it.deed().sign(), it.sentence())).collect();
    assert_eq!(found, left);
    run(&live, &plan.up).unwrap();
    let (diff, _) = planned(&read(&live).unwrap(), &wanted);
    assert!(diff.is_empty(), "{:?}", diff.all());
}

const TABLE: &str = "CREATE TABLE t (a integer, b integer);";
const TWICE: &str = "INSERT INTO t VALUES (1, 1), (1, 2)";

#[test]
fn an_index_that_was_not_built_to_its_end_is_built_again() {
    check(
        TABLE,
        &format!("{TABLE} CREATE UNIQUE INDEX once ON t (a)"),
        TWICE,
        "DELETE FROM t WHERE b = 2",
        &["- unique index once (a), which was not built to its end", "+ unique index once (a)"],
    );
}

#[test]
fn an_index_that_could_not_take_the_place_of_another_is_built_again() {
    check(
        &format!("{TABLE} CREATE INDEX once ON t (a)"),
        &format!("{TABLE} CREATE UNIQUE INDEX once ON t (a)"),
        TWICE,
        "DELETE FROM t WHERE b = 2",
        &[
            "- unique index once (a), which was not built to its end",
            "- index once__old (a)",
            "+ unique index once (a)",
        ],
    );
}

#[test]
fn a_key_whose_index_was_not_built_to_its_end_comes_all_the_same() {
    check(
        TABLE,
        &format!("{TABLE} ALTER TABLE t ADD CONSTRAINT once UNIQUE (a)"),
        TWICE,
        "DELETE FROM t WHERE b = 2",
        &[
            "+ unique constraint once (a)",
            "- unique index once (a), which was not built to its end",
        ],
    );
}

#[test]
fn a_foreign_key_that_rows_break_is_checked_again() {
    let keys = "CREATE TABLE p (id integer PRIMARY KEY);";
    check(
        &format!("{keys} {TABLE}"),
        &format!("{keys} {TABLE} ALTER TABLE t ADD CONSTRAINT of_p FOREIGN KEY (a) REFERENCES p"),
        "INSERT INTO t VALUES (7, 7)",
        "INSERT INTO p VALUES (7)",
        &["~ foreign key of_p: the rows that are there are checked"],
    );
}

#[test]
fn a_check_against_null_that_rows_break_goes_again() {
    check(
        TABLE,
        "CREATE TABLE t (a integer NOT NULL, b integer)",
        "INSERT INTO t VALUES (NULL, 7)",
        "UPDATE t SET a = 1",
        &["~ column a: not null", "- check t_a_not_null (a IS NOT NULL)"],
    );
}

#[test]
fn tables_can_be_written_to_while_it_happens() {
    let (Some(live), Some(wanted)) = (Place::postgres(), Place::postgres()) else { return };
    let keys = "CREATE TABLE p (id integer PRIMARY KEY);";
    live.sql(&format!("{keys} {TABLE} INSERT INTO p VALUES (1); INSERT INTO t VALUES (1, 1)"));
    wanted.sql(&format!(
        "{keys} CREATE TABLE t (a integer NOT NULL CHECK (a > 0) REFERENCES p, b integer UNIQUE); CREATE INDEX i ON t (b)"
    ));
    let (_, plan) = planned(&read(&live).unwrap(), &read(&wanted).unwrap());
    // Those that are alone take long; what they lock must let others write.
    let long = plan.up.iter().filter(|it| !it.is_transactional).count();
    assert!(long >= 5, "{:?}", plan.up);
    for statement in &plan.up {
        let locks = block_on(async {
            let db = live.connect().await;
            let sql = &statement.sql;
            if sql.contains("CONCURRENTLY") {
                db.execute_unprepared(sql).await.unwrap();
                db.close().await.unwrap();
                return Vec::new();
            }
            let held = "SELECT mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname IN ('t', 'p') AND pid = pg_backend_pid()";
            db.execute_unprepared("BEGIN").await.unwrap();
            db.execute_unprepared(sql).await.unwrap();
            let statement = sea_orm::Statement::from_string(db.get_database_backend(), held);
            let rows = db.query_all_raw(statement).await.unwrap();
            let modes = rows.iter().map(|it| it.try_get_by_index(0).unwrap());
            let modes: Vec<String> = modes.collect();
            db.execute_unprepared("COMMIT").await.unwrap();
            db.close().await.unwrap();
            modes
        });
        let keeps_out =
            ["ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"];
        let is_strong = locks.iter().any(|it| keeps_out.contains(&it.as_str()));
        assert!(statement.is_transactional || !is_strong, "{}: {locks:?}", statement.sql);
    }
}
