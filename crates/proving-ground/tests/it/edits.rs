//! Migrations that changed, came late or are missing: said, refused, and settled by a person.

use proving_ground::Ground;

use crate::database::each;
use crate::state::State;

#[test]
fn an_edited_migration_is_shown_refused_and_accepted() {
    for database in each() {
        let program = database.program("plain");
        program.run(&["up", "2"]).exits(0);
        let edited = program.clone().set("PROVING_GROUND_EDITED", "m02_rows");
        edited.run(&["status"]).exits(0).says("edited since");
        edited.run(&["status", "--format", "json"]).exits(0).says("\"edited\":true");
        let before = State::of(&database);
        let refused = edited.run(&["up"]);
        refused.exits(6).says("m02_rows").says("resolve m02_rows --accept-edit");
        assert_eq!(State::of(&database), before);
        // As it was, there is nothing to refuse; what is not edited can't be accepted.
        program.run(&["up", "--to", "m02_rows"]).exits(0);
        program.run(&["resolve", "m02_rows", "--accept-edit"]).exits(2);

        edited.run(&["resolve", "m02_rows", "--accept-edit"]).exits(0);
        edited.run(&["up"]).exits(0);
        let status = edited.run(&["status"]);
        status.exits(0).says("is current");
        assert!(!status.said.contains("edited since"), "{}", status.said);
        State::of(&database).is_complete(&Ground::named("plain").unwrap());
        // Now the older one is the edited one.
        program.run(&["up"]).exits(6);
    }
}

#[test]
fn what_was_reverted_may_be_edited() {
    for database in each() {
        let program = database.program("plain");
        program.run(&["up"]).exits(0);
        program.run(&["down", "--yes"]).exits(0);
        program.set("PROVING_GROUND_EDITED", "m04_end").run(&["up"]).exits(0);
        State::of(&database).is_complete(&Ground::named("plain").unwrap());
    }
}

#[test]
fn a_late_migration_runs_with_a_notice_or_is_refused_when_told_so() {
    for database in each() {
        let program = database.program("plain");
        program.clone().set("PROVING_GROUND_WITHOUT", "m02_rows").run(&["up"]).exits(0);
        let before = State::of(&database);
        let refused = program.run(&["up", "--strict"]);
        refused.exits(6).says("m02_rows").says("older than `m04_end`").says("without --strict");
        assert_eq!(State::of(&database), before);
        program.run(&["up"]).exits(0).says("running late: m02_rows");
        State::of(&database).is_complete(&Ground::named("plain").unwrap());
    }
}

#[test]
fn a_database_with_migrations_that_the_program_lacks_is_not_touched() {
    for database in each() {
        let program = database.program("plain");
        program.clone().set("PROVING_GROUND_WITHOUT", "m04_end").run(&["up"]).exits(0);
        let before = State::of(&database);
        let refused = program.set("PROVING_GROUND_WITHOUT", "m02_rows").run(&["up"]);
        refused.exits(6).says("m02_rows").says("does not contain");
        assert_eq!(State::of(&database), before);
    }
}
