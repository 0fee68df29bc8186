//! Where a database stands, as `migration status --format json` says it.
//!
//! It reads that answer and nothing else; what an exit code of the program means for a deploy is said here too.

use serde::Deserialize;

use crate::{
    docker::{Ended, How},
    exit::Exit,
};

/// The database beside the migrations of one image.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Standing {
    /// `current`, `behind`, `ahead`, `diverged`, `unversioned`, `unfinished`.
    pub(crate) status: String,
    /// The newest migration that is applied.
    pub(crate) current: Option<String>,
    migrations: Vec<Migration>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Migration {
    name: String,
    state: String,
    #[serde(default)]
    unfinished: bool,
    #[serde(default)]
    edited: bool,
}

impl Standing {
    pub(crate) fn read(stdout: &str) -> Option<Self> {
        stdout.lines().rev().find_map(|line| serde_json::from_str(line).ok())
    }

    pub(crate) fn pending(&self) -> Vec<&str> {
        self.of(|it| it.state == "pending")
    }

    /// Applied, and not in this image.
    pub(crate) fn unknown(&self) -> Vec<&str> {
        self.of(|it| it.state == "unknown")
    }

    pub(crate) fn applied(&self) -> Vec<&str> {
        self.of(|it| it.state == "applied")
    }

    /// What no migration may run over.
    pub(crate) fn needs_a_person(&self) -> Option<String> {
        let unfinished = self.of(|it| it.unfinished);
        if let [name, ..] = unfinished.as_slice() {
            return Some(format!("`{name}` stopped half way"));
        }
        let edited = self.of(|it| it.edited);
        let pending = !self.pending().is_empty();
        edited
            .first()
            .filter(|_| pending)
            .map(|name| format!("`{name}` was edited since it was applied"))
    }

    fn of(&self, which: impl Fn(&Migration) -> bool) -> Vec<&str> {
        self.migrations.iter().filter(|it| which(it)).map(|it| it.name.as_str()).collect()
    }
}

/// `3 migrations`, `1 migration`.
pub(crate) fn counted(n: usize) -> String {
    if n == 1 { "1 migration".to_owned() } else { format!("{n} migrations") }
}

/// What the exit code of the migration program, or of docker around it, says.
pub(crate) fn meaning(ended: &Ended) -> (Exit, String) {
    let taken = ended.tail.iter().any(|line| line.contains("is already in use"));
    match ended.how {
        How::Code(4) => (Exit::Migrate, "somebody else is migrating this database".to_owned()),
        How::Code(5) => (Exit::Database, "the migrations can't reach the database".to_owned()),
        How::Code(6) => (Exit::Migrate, "the history of the migrations needs a person".to_owned()),
        How::Code(130 | 143) => (Exit::Migrate, "somebody else stopped the migration".to_owned()),
        How::Code(137) => (Exit::Migrate, "the migration was killed".to_owned()),
        How::Code(code) if taken => {
            let what = "a migration that this deploy did not start is at work";
            (Exit::Locked, format!("{what} (docker ended with {code})"))
        }
        How::Code(code @ 125..=127) => (
            Exit::Migrate,
            format!("the migrations' container does not start (docker ended with {code})"),
        ),
        How::Code(code) => (Exit::Migrate, format!("the migration program ended with {code}")),
        How::TooLong => {
            (Exit::Migrate, "it took too long and was stopped in an orderly way".to_owned())
        }
        How::Stopped(signal) => (signal.exit(), format!("stopped by {}", signal.name())),
        How::NotStarted(ref why) => (Exit::Failed, why.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEHIND: &str = r#"{"current":"m1","database":"d","dialect":"PostgreSQL","migrations":[
        {"applied_at":"2026-11-22T13:14:10Z","by":"x","duration_ms":4,"edited":true,"name":"m1","state":"applied","unfinished":false},
        {"applied_at":null,"by":null,"duration_ms":null,"edited":false,"name":"m2","state":"pending","unfinished":false}],
        "status":"behind"}"#;

    #[test]
    fn the_answer_of_the_program_is_read() {
        let standing = Standing::read(&format!("noise\n{}\n", BEHIND.replace('\n', ""))).unwrap();
        assert_eq!(standing.pending(), ["m2"]);
        assert_eq!(standing.applied(), ["m1"]);
        assert_eq!(standing.unknown(), [""; 0]);
        assert_eq!(standing.current.as_deref(), Some("m1"));
        assert_eq!(standing.needs_a_person().unwrap(), "`m1` was edited since it was applied");
        assert_eq!(Standing::read("no json"), None);
    }

    #[test]
    fn each_end_has_its_code() {
        let ended = |code, tail: &str| Ended {
            how: How::Code(code),
            stdout: String::new(),
            tail: vec![tail.to_owned()],
        };
        assert_eq!(meaning(&ended(5, "")).0, Exit::Database);
        assert_eq!(meaning(&ended(1, "")).0, Exit::Migrate);
        assert_eq!(meaning(&ended(6, "")).0, Exit::Migrate);
        assert_eq!(
            meaning(&ended(1, "Conflict. The container name is already in use")).0,
            Exit::Locked
        );
    }
}
