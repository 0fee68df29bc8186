//! What a person does after an accident: runs `up` again, and where it refuses, looks, mends and says what is true.
//!
//! It is strict with the engine on the way: whatever it finds must be what the history says.

use proving_ground::{Ground, Script};

use crate::database::Database;
use crate::state::{Progress, State};

/// How the accident ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Settled {
    /// The next `up` just worked.
    Alone,
    /// It refused, and a person had to say what is true.
    ByPerson,
}

/// Brings the database to its end, whatever happened to it. With an odd `turn` the person prefers to try again.
#[track_caller]
pub(crate) fn settle(database: &Database<'_>, name: &str, turn: u64) -> Settled {
    let ground = Ground::named(name).unwrap();
    let program = database.program(name).pausing(1);
    let mut settled = Settled::Alone;
    // One migration at most was under way.
    for _ in 0..2 {
        let up = program.run(&["up"]);
        let state = State::of(database);
        if up.code == Some(0) {
            state.is_complete(&ground);
            return settled;
        }
        let script = unfinished(&ground, &state);
        up.refuses(script.name);
        assert!(may_refuse(database, script), "it is rolled back by itself:\n{}", up.said);
        settled = Settled::ByPerson;
        let choice = match state.progress(script) {
            // Where there is a journal, nothing is to be taken back.
            Progress::Part if !database.rolls_back() && !turn.is_multiple_of(2) => "--retry",
            Progress::Whole => "--applied",
            progress => {
                if progress == Progress::Part {
                    script.undoing(database.dialect()).iter().for_each(|sql| database.run(sql));
                }
                if turn.is_multiple_of(2) { "--reverted" } else { "--retry" }
            }
        };
        program.run(&["resolve", script.name, choice]).exits(0);
    }
    panic!("two refusals after one accident: {:#?}", State::of(database));
}

/// The migration that stopped half way: what is before it is there with both records, what is behind it is not.
#[track_caller]
fn unfinished<'g>(ground: &'g Ground, state: &State) -> &'g Script {
    let is_over = |it: &&Script| state.last_attempt(it.name) == Some("applied");
    let n_whole = ground.scripts.iter().take_while(is_over).count();
    let (whole, rest) = ground.scripts.split_at(n_whole);
    for script in whole {
        state.is_whole(script);
    }
    let (script, untouched) = rest.split_first().unwrap();
    for script in untouched {
        state.is_untouched(script);
    }
    assert!(!state.is_recorded(script.name), "{state:#?}");
    let last = state.last_attempt(script.name);
    assert!(matches!(last, Some("running" | "failed")), "{state:#?}");
    script
}

/// Where everything is rolled back there is nothing to ask a person.
fn may_refuse(database: &Database<'_>, script: &Script) -> bool {
    script.transaction == Some(false) || !database.rolls_back()
}
