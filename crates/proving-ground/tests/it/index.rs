//! A unique index that can't be made: PostgreSQL leaves one that is not valid, and `IF NOT EXISTS` would take it for
//! the real one.

use proving_ground::Ground;

use crate::database::postgres;
use crate::state::{Progress, State};

const NAME: &str = "m03_unique";

#[test]
fn an_index_that_is_not_valid_is_named_and_the_migration_can_be_tried_again() {
    let Some(database) = postgres() else { return };
    let ground = Ground::named("unique").unwrap();
    let program = database.program("unique");
    let ended = program.run(&["up"]);
    ended.exits(1).says("could not create unique index").says("(name)=(a) is duplicated");

    let refused = program.run(&["up"]);
    refused.refuses(NAME).says("invalid indexes").says("m03_names");
    let state = State::of(&database);
    assert_eq!(state.progress(ground.script(NAME).unwrap()), Progress::Part);
    state.is_untouched(ground.script("m04_end").unwrap());

    // Too early: the rows are as they were, and the index stands in the way.
    program.run(&["resolve", NAME, "--retry"]).exits(1).says("already exists");
    program.run(&["up"]).refuses(NAME).says("m03_names");

    database.run("DROP INDEX m03_names");
    program.run(&["resolve", NAME, "--retry"]).exits(1).says("is duplicated");
    program.run(&["up"]).refuses(NAME).says("m03_names");

    database.run("DROP INDEX m03_names");
    database.run(
        "DELETE FROM m01_item WHERE ctid NOT IN (SELECT min(ctid) FROM m01_item GROUP BY name)",
    );
    program.run(&["resolve", NAME, "--retry"]).exits(0);
    program.run(&["up"]).exits(0);
    State::of(&database).is_complete(&ground);
}
