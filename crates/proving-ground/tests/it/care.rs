//! Databases that were there first, and databases that are thrown away: stamp, baseline, fresh, reset, and what
//! `plan` says before.

use proving_ground::Ground;

use crate::database::{Database, each};
use crate::state::State;

/// Every migration of the ground `plain`.
const ALL: [&str; 3] = ["m01_begin", "m02_rows", "m04_end"];

fn plain() -> Ground {
    Ground::named("plain").unwrap()
}

/// A database as Alembic leaves it: the tables are there, and none of our bookkeeping.
fn made_by_others(database: &Database<'_>) {
    database.program("plain").run(&["up"]).exits(0);
    database.run("DROP TABLE seaql_migrations");
    database.run("DROP TABLE sea_migrate_history");
    database.run("CREATE TABLE alembic_version (version_num varchar(32) NOT NULL)");
    database.run("INSERT INTO alembic_version VALUES ('1975ea83b712')");
}

#[test]
fn stamp_records_without_looking_and_runs_nothing() {
    for database in each() {
        let program = database.program("plain");
        program.run(&["stamp", "m02"]).exits(0).says("m01_begin").says("m02_rows");
        let state = State::of(&database);
        assert_eq!(state.records, ["m01_begin", "m02_rows"]);
        assert!(state.marks.is_empty() && !state.objects.contains("m01_item"), "{state:#?}");
        assert_eq!(state.last_attempt("m02_rows"), Some("applied"));
        program.run(&["history"]).exits(0).says("stamp");
        // Again there is nothing to record; a name that nobody has is refused.
        program.run(&["stamp", "m02"]).exits(0).says("nothing to do");
        program.run(&["stamp", "m99"]).exits(2).says("m99");
        program.run(&["stamp", "m0"]).exits(2).says("m01_begin").says("m04_end");
        assert_eq!(State::of(&database), state);
        program.run(&["status"]).exits(0).says("is behind");
    }
}

#[test]
fn any_character_may_stand_in_the_name_of_who_migrates() {
    for database in each() {
        let user = r#"o'brien "x" \ $1 ? ; --"#;
        database.program("plain").set("USER", user).run(&["up"]).exits(0);
        let authors = database.rows("SELECT by_user FROM sea_migrate_history ORDER BY id");
        assert_eq!(authors, [user; 3]);
        database.program("plain").run(&["history"]).exits(0).says(user);
    }
}

#[test]
fn baseline_records_tables_that_are_what_the_migrations_make() {
    for database in each() {
        made_by_others(&database);
        let program = database.scratch_apart("plain");
        let before = State::unlocked(&database);
        program.run(&["status"]).exits(0).says("unversioned");
        program.run(&["baseline", "m04_end"]).exits(0).says("m04_end");
        let after = State::of(&database);
        assert_eq!(after.records, ALL);
        assert_eq!(after.marks, before.marks);
        assert_eq!(database.rows("SELECT version_num FROM alembic_version"), ["1975ea83b712"]);
        program.run(&["up"]).exits(0).says("nothing to do");
        program.run(&["status"]).exits(0).says("is current");
        assert_eq!(State::of(&database).marks, before.marks);
    }
}

#[test]
fn baseline_lists_every_difference_and_records_nothing() {
    for database in each() {
        made_by_others(&database);
        database.run("ALTER TABLE m04_one ADD COLUMN surplus integer");
        database.run("DROP TABLE m04_two");
        let before = State::unlocked(&database);
        let program = database.scratch_apart("plain");
        let refused = program.run(&["baseline", "m04_end"]);
        refused.exits(3).says("surplus").says("m04_two").says("stamp");
        assert_eq!(State::unlocked(&database), before);
        // Up to the migration before, the tables are what they should be; the rest is no business of its.
        program.run(&["baseline", "m02_rows"]).exits(0);
        assert_eq!(State::of(&database).records, ALL[..2]);
    }
}

#[test]
fn baseline_without_the_right_to_make_a_scratch_database_says_which_setting_helps() {
    for database in each().iter().filter(|it| it.address().is_some()) {
        made_by_others(database);
        let before = State::unlocked(database);
        let refused = database.program("plain").run(&["baseline", "m04_end"]);
        assert!(refused.code != Some(0), "{}", refused.said);
        refused.says("SCRATCH_DATABASE_URL");
        assert_eq!(State::unlocked(database), before);
    }
}

#[test]
fn fresh_needs_consent_and_ends_complete() {
    for database in each() {
        let program = database.program("plain");
        program.run(&["up"]).exits(0);
        database.run("CREATE TABLE of_somebody_else (id integer)");
        database.run("INSERT INTO of_somebody_else VALUES (1)");
        let before = State::of(&database);
        let refused = program.run(&["fresh"]);
        refused.exits(1).says("--yes").says("table `of_somebody_else` with 1 row");
        assert_eq!(State::of(&database), before);
        let production = program.clone().set("APP_ENV", "production");
        let repeat = format!("--destroy {}", database.name());
        production.run(&["fresh", "--yes"]).exits(1).says(&repeat);
        production.run(&["fresh", "--destroy", "another"]).exits(1);
        program.run(&["fresh", "--yes", "--destroy", "another"]).exits(1);
        assert_eq!(State::of(&database), before);
        production.run(&["fresh", "--destroy", database.name()]).exits(0);
        let after = State::of(&database);
        after.is_complete(&plain());
        assert!(!after.objects.contains("of_somebody_else"), "{after:#?}");
        program.run(&["fresh", "--yes"]).exits(0);
        State::of(&database).is_complete(&plain());
    }
}

#[test]
fn reset_reverts_everything_and_leaves_the_tables_of_others() {
    for database in each() {
        let program = database.program("plain");
        program.run(&["up"]).exits(0);
        database.run("CREATE TABLE of_somebody_else (id integer)");
        let before = State::of(&database);
        // What is lost is found out by a rehearsal, where one is possible.
        let loss = if database.rolls_back() { "table `tally` with" } else { "m02_rows" };
        program.run(&["reset"]).exits(1).says("--yes").says(loss);
        assert_eq!(State::of(&database), before);
        program.run(&["reset", "--yes"]).exits(0);
        let left = State::of(&database).objects;
        assert_eq!(left.into_iter().collect::<Vec<_>>(), ["of_somebody_else"]);
        // With nothing to revert it is still a decision: the history goes.
        program.run(&["reset"]).exits(1).says("--yes");
        program.run(&["up"]).exits(0);
        State::of(&database).is_complete(&plain());
    }
}

#[test]
fn plan_says_what_up_and_down_would_do_and_does_nothing() {
    for database in each() {
        let program = database.program("plain");
        program.run(&["plan"]).exits(0).says("m01_begin").says("m04_end");
        program.run(&["plan", "1"]).exits(0).says("m01_begin");
        assert!(State::of(&database).objects.is_empty(), "{:#?}", State::of(&database));
        program.run(&["up"]).exits(0);
        program.run(&["plan"]).exits(0).says("up would do nothing");
        let before = State::of(&database);
        let plan = program.run(&["plan", "--down", "2", "--format", "json"]);
        plan.exits(0).says("m04_end").says("m02_rows");
        assert!(!plan.said.contains("m01_begin"), "{}", plan.said);
        assert_eq!(State::of(&database), before);
    }
}
