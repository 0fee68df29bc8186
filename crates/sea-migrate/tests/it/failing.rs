//! Migrations that fail on the way up: what is undone, what stays, and what the error says.

use sea_migrate::Error;
use sea_migrate::apply::Direction;
use sea_migrate::error::{Aftermath, Exit, ServerMessage};
use sea_orm_migration::MigratorTraitSelf;
use sea_orm_migration::prelude::*;

use crate::each::{on_each, where_ddl_rolls_back};
use crate::engine::{Outcome, Script, script, scripts, standing, up};
use crate::place::Place;

/// The parts of a failed migration's error.
#[track_caller]
fn failed(outcome: Outcome, name: &str) -> (ServerMessage, Aftermath) {
    match outcome.error() {
        Error::MigrationFailed { name: actual, direction, server, aftermath, .. } => {
            assert_eq!((actual.as_str(), direction), (name, Direction::Up));
            (*server, aftermath)
        }
        other => panic!("not a failed migration: {other}"),
    }
}

fn first() -> Script {
    script("m1_first", &["CREATE TABLE first (id integer)", "INSERT INTO first VALUES (1)"])
}

/// Five statements, of which the third can't work.
fn second() -> Script {
    script(
        "m2_second",
        &[
            "CREATE TABLE second (id integer)",
            "INSERT INTO first VALUES (2)",
            "INSERT INTO nowhere VALUES (7)",
            "INSERT INTO first VALUES (3)",
            "CREATE TABLE fourth (id integer)",
        ],
    )
}

fn third() -> Script {
    script("m3_third", &["CREATE TABLE third (id integer)"])
}

#[test]
fn a_failure_is_rolled_back_and_what_ran_before_stays() {
    where_ddl_rolls_back(|place| {
        let all = scripts([first(), second(), third()]);
        let (server, aftermath) = failed(up(place, &all), "m2_second");
        assert_eq!(aftermath, Aftermath::RolledBack);
        assert!(server.message.contains("nowhere"), "{server:?}");
        assert_eq!(server.code.as_deref(), Some(place.fitting("1", "42P01", "42S02")));
        assert_eq!(place.applied(), ["m1_first"]);
        assert_eq!(place.count("first"), 1);
        for table in ["second", "third", "fourth"] {
            assert!(!place.has_table(table), "{table}");
        }
        assert_eq!(standing(place, &all).pending().collect::<Vec<_>>(), ["m2_second", "m3_third"]);
    });
}

#[test]
fn where_each_statement_commits_a_failure_keeps_what_it_did_and_holds_up_the_rest() {
    let Some(place) = Place::mariadb() else { return };
    let all = scripts([first(), second(), third()]);
    let (server, aftermath) = failed(up(&place, &all), "m2_second");
    assert_eq!(aftermath, Aftermath::PartlyDone);
    assert_eq!(server.code.as_deref(), Some("42S02"));
    assert_eq!(place.applied(), ["m1_first"]);
    assert_eq!(place.count("first"), 2);
    let there = ["second", "third", "fourth"].map(|it| place.has_table(it));
    assert_eq!(there, [true, false, false]);
    let error = up(&place, &all).error();
    assert!(matches!(&error, Error::Unfinished { name, .. } if name == "m2_second"), "{error}");
    assert!(!place.has_table("third"));
}

#[test]
fn the_error_names_migration_message_and_next_step() {
    on_each(|place| {
        let error = up(place, &scripts([first(), second()])).error();
        let text = error.to_string();
        for part in ["up of `m2_second` failed", "nowhere", "code: "] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        let hint = error.hint("migration").unwrap();
        let (done, next) = place.fitting(
            ("rolled back", "`migration up`"),
            ("rolled back", "`migration up`"),
            ("look at the database", "`migration resolve m2_second --applied`"),
        );
        assert!(hint.contains(done) && hint.contains(next), "{hint}");
        assert_eq!(error.exit(), Exit::Failed);
    });
}

#[test]
fn the_error_names_a_statement_written_as_sql() {
    const ALONE: &str = "SEA_MIGRATE_TEST_ALONE";
    if std::env::var_os(ALONE).is_none() {
        // The driver tells statements to the whole process, so this test needs one of its own.
        let mut again = std::process::Command::new(std::env::current_exe().unwrap());
        again.args(["--exact", "failing::the_error_names_a_statement_written_as_sql"]);
        let output = again.env(ALONE, "1").output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.contains("1 passed"), "{said}");
        return;
    }
    sea_migrate::connect::remember_statements();
    on_each(|place| {
        let (server, _) = failed(up(place, &scripts([first(), second()])), "m2_second");
        assert_eq!(server.statement.as_deref(), Some("INSERT INTO nowhere VALUES (7)"));
    });
    on_each(|place| {
        let long = format!("INSERT INTO nowhere VALUES ('{}')", "long ".repeat(50));
        let bad = script("m2_long", &["CREATE TABLE longer (id integer)", &long]);
        let (server, _) = failed(up(place, &scripts([first(), bad])), "m2_long");
        assert_eq!(server.statement, Some(long));
    });
    // A statement that the migration got over is not blamed; only there does a transaction go on behind an error.
    let (server, _) = failed(up(&Place::sqlite(), &Only(Some("SELECT nonsense"))), "m1_stubborn");
    assert!(server.message.contains("nonsense"), "{server:?}");
    assert_eq!(server.statement.as_deref(), Some("SELECT nonsense"));
}

/// Gets over a statement that fails, and fails later: by this statement, or for a reason of its own.
struct Stubborn(Option<&'static str>);

impl MigrationName for Stubborn {
    fn name(&self) -> &'static str {
        "m1_stubborn"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Stubborn {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let drop = Table::drop().table("nowhere").to_owned();
        assert!(manager.drop_table(drop).await.is_err());
        if let Some(statement) = self.0 {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Err(DbErr::Migration("there are no countries in the file".to_owned()))
    }
}

struct Only(Option<&'static str>);

impl MigratorTraitSelf for Only {
    fn migrations(&self) -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(Stubborn(self.0))]
    }
}

#[test]
fn a_statement_that_the_migration_got_over_is_not_blamed() {
    on_each(|place| {
        let (server, _) = failed(up(place, &Only(None)), "m1_stubborn");
        assert_eq!(server.message, "there are no countries in the file");
        assert_eq!(server.statement, None);
    });
}

#[test]
fn a_mended_migration_goes_on_where_it_stopped() {
    where_ddl_rolls_back(|place| {
        up(place, &scripts([first(), second(), third()])).error();
        let mended = script("m2_second", &["CREATE TABLE second (id integer)"]);
        let names = up(place, &scripts([first(), mended, third()])).names();
        assert_eq!(names, ["m2_second", "m3_third"]);
    });
}

#[test]
fn the_very_first_migration_may_fail_and_leaves_nothing() {
    where_ddl_rolls_back(|place| {
        let bad = script("m1_bad", &["CREATE TABLE bad (id integer)", "SELECT nonsense"]);
        failed(up(place, &scripts([bad])), "m1_bad");
        assert_eq!(place.applied(), [""; 0]);
        assert!(!place.has_table("bad"));
    });
}

#[test]
fn values_do_not_show_in_an_error() {
    on_each(|place| {
        // A builder binds its values; they may be anybody's data.
        let bad = script("m1_bad", &["CREATE TABLE people (name varchar(9) NOT NULL PRIMARY KEY)"])
            .insert_into("people", "name", &["twice", "twice"]);
        let (server, _) = failed(up(place, &scripts([bad])), "m1_bad");
        let statement = server.statement.unwrap();
        assert!(statement.contains("INSERT INTO"), "{statement}");
        assert!(!statement.contains("twice"), "{statement}");
    });
}

#[test]
fn outside_a_transaction_what_was_done_stays_and_the_error_says_so() {
    on_each(|place| {
        let all = scripts([first(), second().use_transaction(false), third()]);
        let outcome = up(place, &all);
        let error = outcome.error();
        let hint = error.hint("migration").unwrap();
        assert!(hint.contains("`migration resolve m2_second --applied`"), "{hint}");
        let Error::MigrationFailed { name, server, aftermath, .. } = error else {
            panic!("{error}")
        };
        assert_eq!((name.as_str(), aftermath), ("m2_second", Aftermath::PartlyDone));
        assert!(server.message.contains("nowhere"), "{server:?}");
        assert!(place.has_table("second"));
        assert_eq!(place.count("first"), 2);
        assert!(!place.has_table("fourth") && !place.has_table("third"));
        assert_eq!(place.applied(), ["m1_first"]);
    });
}

#[test]
fn outside_a_transaction_success_is_recorded() {
    on_each(|place| {
        let all = scripts([first().use_transaction(false), third()]);
        assert_eq!(up(place, &all).names(), ["m1_first", "m3_third"]);
        assert_eq!(place.applied(), ["m1_first", "m3_third"]);
    });
}

#[test]
fn what_refuses_transactions_runs_without_one() {
    let Some(place) = Place::postgres() else { return };
    // It waits for every other transaction to end: whoever holds a lock must not hold one open.
    let index = || script("m2_index", &["CREATE INDEX CONCURRENTLY by_id ON first (id)"]);
    failed(up(&place, &scripts([first(), index()])), "m2_index");
    let names = up(&place, &scripts([first(), index().use_transaction(false)])).names();
    assert_eq!(names, ["m2_index"]);
    assert_eq!(place.count("pg_indexes WHERE indexname = 'by_id'"), 1);
}

#[test]
fn a_failure_at_commit_is_a_failure_of_the_migration() {
    let Some(place) = Place::postgres() else { return };
    let late = script(
        "m2_late",
        &[
            "CREATE TABLE parent (id integer PRIMARY KEY)",
            "CREATE TABLE child (parent integer REFERENCES parent DEFERRABLE INITIALLY DEFERRED)",
            "INSERT INTO child VALUES (1)",
        ],
    );
    let (server, aftermath) = failed(up(&place, &scripts([first(), late])), "m2_late");
    assert_eq!(aftermath, Aftermath::RolledBack);
    assert_eq!(server.code.as_deref(), Some("23503"));
    assert!(server.detail.is_some(), "{server:?}");
    assert_eq!(place.applied(), ["m1_first"]);
    assert!(!place.has_table("child"));
}

#[test]
fn the_servers_detail_and_hint_are_passed_on() {
    let Some(place) = Place::postgres() else { return };
    let bad = script(
        "m1_bad",
        &["DO $$ BEGIN RAISE EXCEPTION 'no' USING DETAIL = 'because', HINT = 'ask again'; END $$"],
    );
    let error = up(&place, &scripts([bad])).error().to_string();
    for part in ["no", "because", "ask again"] {
        assert!(error.contains(part), "{part} is not in {error}");
    }
}

#[test]
fn two_migrations_of_one_name_are_refused_before_anything() {
    on_each(|place| {
        let error = up(place, &scripts([first(), third(), first()])).error();
        assert!(
            matches!(&error, Error::DuplicateMigration { name } if name == "m1_first"),
            "{error}"
        );
        assert_eq!(error.exit(), Exit::Failed);
        assert!(!place.has_table("seaql_migrations") && !place.has_table("first"));
    });
}

#[test]
fn a_migrator_without_migrations_has_nothing_to_do() {
    on_each(|place| {
        assert_eq!(up(place, &scripts([])).names(), [""; 0]);
        assert!(!place.has_table("seaql_migrations"));
    });
}
