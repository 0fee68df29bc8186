//! A person at a terminal is asked before something goes that can't be brought back, and may change their mind.

use proving_ground::Ground;
use rustix::process::Signal;

use crate::database::each;
use crate::state::State;
use crate::terminal::Terminal;

#[test]
fn the_right_answer_goes_on_and_any_other_changes_nothing() {
    for database in each() {
        let program = database.program("plain");
        program.run(&["up"]).exits(0);
        let before = State::of(&database);
        for (answer, code) in [("", 1), ("yes", 1), (database.name(), 0)] {
            let terminal = Terminal::new();
            let running = program.start_at(&terminal, &["fresh"]);
            terminal.until_shown("Type the database's name");
            terminal.type_line(answer);
            running.wait().exits(code);
            if code != 0 {
                // The program may be gone before all that it said is read.
                terminal.until_shown("nothing was changed");
                assert_eq!(State::of(&database), before);
            }
        }
        State::of(&database).is_complete(&Ground::named("plain").unwrap());
    }
}

#[test]
fn a_signal_ends_the_question_and_changes_nothing() {
    for database in each() {
        let program = database.program("plain");
        program.run(&["up"]).exits(0);
        let before = State::of(&database);
        for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
            let terminal = Terminal::new();
            // One that holds the lock while it asks.
            let running = program.start_at(&terminal, &["down", "--all"]);
            terminal.until_shown("Type the database's name");
            running.signal(signal);
            running.wait().exits(code);
            assert_eq!(State::of(&database), before);
        }
        // Nobody holds the lock any more.
        program.run(&["down", "--all", "--yes", "--lock-wait", "5s"]).exits(0);
    }
}
