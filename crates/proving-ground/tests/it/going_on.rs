//! kill -9 anywhere in a migration of many statements, where each commits by itself: `resolve --retry` goes on behind what is
//! done, and in the end schema and rows are exactly those of a run that nobody killed.

use proving_ground::Ground;
use sea_migrate::scratch::Moment;

use crate::database::{Database, mariadb};
use crate::patience::tell;
use crate::program::Program;
use crate::state::State;
use crate::tap::Tap;

/// Definitions, and rows without the keys that the server makes: a row that was taken back has used one up.
const CONTENT: &[&str] = &[
    "SELECT CONCAT_WS(' ', table_name, table_type) FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1",
    "SELECT CONCAT_WS(' ', table_name, ordinal_position, column_name, column_type, is_nullable, extra) \
     FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY 1",
    "SELECT CONCAT_WS(' ', table_name, index_name, seq_in_index, column_name) \
     FROM information_schema.statistics WHERE table_schema = DATABASE() ORDER BY 1",
    "SELECT CONCAT_WS(' ', trigger_name, event_object_table, action_statement) \
     FROM information_schema.triggers WHERE trigger_schema = DATABASE() ORDER BY 1",
    "SELECT CONCAT_WS(' ', 'tally', name, id) FROM tally ORDER BY 1",
    "SELECT CONCAT_WS(' ', 'one', id, name, extra) FROM m02_one ORDER BY 1",
    "SELECT CONCAT_WS(' ', 'two', id, COALESCE((SELECT p.name FROM m02_parent p WHERE p.id = m02_two.name), name)) \
     FROM m02_two ORDER BY 1",
    "SELECT CONCAT_WS(' ', 'parent', name) FROM m02_parent ORDER BY 1",
    "SELECT CONCAT_WS(' ', 'journal', number) FROM sea_migrate_journal ORDER BY 1",
];

fn content(database: &Database<'_>) -> Vec<String> {
    let session = database.session();
    CONTENT.iter().flat_map(|sql| session.rows(sql)).collect()
}

/// What a person does who wants nothing but to go on; how often that took `resolve`.
#[track_caller]
fn go_on(database: &Database<'_>) -> usize {
    let program = database.program("resume").pausing(1);
    let scripts = Ground::named("resume").unwrap().scripts;
    for n_resolved in 0..3 {
        let up = program.run(&["up"]);
        if up.code == Some(0) {
            return n_resolved;
        }
        let unfinished =
            scripts.iter().find(|it| up.said.contains(&format!("up of `{}`", it.name)));
        let name = unfinished.unwrap_or_else(|| panic!("no migration named:\n{}", up.said)).name;
        up.refuses(name);
        assert!(!State::of(database).is_recorded(name));
        program.run(&["resolve", name, "--retry"]).exits(0);
    }
    panic!("three refusals after one accident: {:#?}", State::of(database));
}

/// At every so many messages: a statement takes a handful, and a prime number of them meets each place in its round.
fn killed_at_every(moment: Moment, step: usize) {
    let Some(database) = mariadb() else { return };
    database.program("resume").pausing(1).run(&["up"]).exits(0);
    let expected = content(&database);
    assert!(expected.iter().any(|it| it == "one 2 counted 8"), "{expected:#?}");
    let (mut n_points, mut n_retried) = (0, 0);
    for n in (1..).step_by(step) {
        database.clear();
        let tap = Tap::start(database.address().unwrap(), n, moment);
        let running =
            Program::new("resume", &database.url_at(tap.port())).pausing(1).start(&["up"]);
        tap.aim(running.shared());
        let ended = running.wait();
        drop(tap);
        if ended.code.is_some() {
            ended.exits(0);
            break;
        }
        n_retried += go_on(&database);
        n_points += 1;
        State::of(&database).is_complete(&Ground::named("resume").unwrap());
        assert_eq!(content(&database), expected, "killed at message {n}");
    }
    tell(&format!("kill -9, {moment:?}: {n_points} points, gone on behind {n_retried} of them"));
    assert!(n_points > 20 && n_retried > 15 && n_retried <= n_points, "{n_points} {n_retried}");
}

#[test]
fn behind_every_message_that_is_lost() {
    killed_at_every(Moment::BeforeForwarding, 19);
}

#[test]
fn behind_every_message_that_arrives() {
    killed_at_every(Moment::AfterForwarding, 17);
}
