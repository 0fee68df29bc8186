//! Which of the words after `migrate` are ours: `--prod`, `--dev`, and what leads to another engine.
//!
//! Without `--prod` or `--dev` all words are the migration program's, and none is looked at twice.

use std::ffi::{OsStr, OsString};

use crate::{
    docker::{Engine, Stage},
    failure::Failure,
};

/// What is to be done in a container.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) stage: Stage,
    pub(super) engine: Engine,
    /// What the migration program gets.
    pub(super) words: Vec<String>,
    pub(super) access: Access,
}

/// Whether the command may change the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    Reads,
    Changes,
}

/// Options of the program that may stand before its verb, and have a value.
const WITH_VALUE: &[&str] = &["--format", "--wait"];
/// What needs the source, the entities and a compiler: no container has any of them.
const AUTHORING: &[&str] = &["new", "generate", "check", "verify", "rebase"];
const READING: &[&str] = &["status", "current", "history", "plan", "sql", "wait", "diff", "dump"];

impl Request {
    /// Nothing, if neither flag stands before `--`.
    pub(super) fn read(words: &[OsString]) -> Result<Option<Self>, Failure> {
        let end = words.iter().position(|word| word == "--").unwrap_or(words.len());
        let (ours, rest) = words.split_at(end);
        let has = |stage: Stage| ours.iter().any(|word| word == stage.flag());
        let stage = match (has(Stage::Production), has(Stage::Development)) {
            (false, false) => return Ok(None),
            (true, true) => {
                return Err(Failure::usage(
                    "`--prod` and `--dev` exclude each other",
                    "name the one that is meant",
                ));
            }
            (true, false) => Stage::Production,
            (false, true) => Stage::Development,
        };
        let mut engine = Engine::default();
        let mut kept = Vec::new();
        let mut ours = ours.iter();
        while let Some(word) = ours.next() {
            let word = text(word)?;
            let (name, inline) = match word.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (word, None),
            };
            let place = match name {
                "--prod" | "--dev" => continue,
                "--host" => &mut engine.host,
                "--context" => &mut engine.context,
                "--database-url" => {
                    return Err(Failure::usage(
                        format!("`--database-url` and `{}` exclude each other", stage.flag()),
                        format!(
                            "the database is the one of {}; and a URL among the arguments shows its password",
                            stage.file()
                        ),
                    ));
                }
                _ => {
                    kept.push(word.to_owned());
                    continue;
                }
            };
            let value = match inline {
                Some(value) => Some(value),
                None => ours.next().map(|word| text(word)).transpose()?.map(str::to_owned),
            };
            let value = value.filter(|value| !value.is_empty());
            let missing = || {
                Failure::usage(
                    format!("`{name}` has no value"),
                    "as in `--host ssh://deploy@server`",
                )
            };
            *place = Some(value.ok_or_else(missing)?);
        }
        if engine.host.is_some() && engine.context.is_some() {
            return Err(Failure::usage(
                "`--host` and `--context` exclude each other",
                "name the one that is meant",
            ));
        }
        for word in rest {
            kept.push(text(word)?.to_owned());
        }
        if kept.is_empty() {
            // The container's own default is `up`: nothing typed must not migrate.
            kept.push("--help".to_owned());
        }
        let access = access(&kept, stage)?;
        Ok(Some(Self { stage, engine, words: kept, access }))
    }
}

fn access(words: &[String], stage: Stage) -> Result<Access, Failure> {
    let asks_for_help =
        words.iter().any(|word| ["-h", "--help", "-V", "--version"].contains(&word.as_str()));
    match verb(words) {
        Some(verb) if AUTHORING.contains(&verb) => Err(Failure::usage(
            format!(
                "`{verb}` needs the source and a compiler, and the migrations' container has neither"
            ),
            format!("`cargo xtask migrate {verb}`, without `{}`, runs it here", stage.flag()),
        )),
        Some(verb) if !READING.contains(&verb) && !asks_for_help => Ok(Access::Changes),
        Some(_) | None => Ok(Access::Reads),
    }
}

fn verb(words: &[String]) -> Option<&str> {
    let mut words = words.iter().map(String::as_str);
    while let Some(word) = words.next() {
        if WITH_VALUE.contains(&word) {
            words.next();
        } else if !word.starts_with('-') {
            return Some(word);
        }
    }
    None
}

fn text(word: &OsStr) -> Result<&str, Failure> {
    word.to_str().ok_or_else(|| {
        Failure::usage(
            format!("`{}` is not UTF-8", word.display()),
            "names of migrations are plain letters",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Result<Option<Request>, Failure> {
        Request::read(&typed.split_whitespace().map(OsString::from).collect::<Vec<_>>())
    }

    fn request(typed: &str) -> Request {
        read(typed).unwrap().unwrap()
    }

    #[test]
    fn the_flag_stands_anywhere_before_the_separator() {
        for typed in ["--prod up 2 --to x", "up --prod 2 --to x", "up 2 --to x --prod"] {
            let it = request(typed);
            assert_eq!(
                (it.stage, it.words.join(" ").as_str()),
                (Stage::Production, "up 2 --to x"),
                "{typed}"
            );
        }
        assert_eq!(request("--prod").words, ["--help"]);
        assert_eq!(request("status --dev").stage, Stage::Development);
        assert_eq!(read("up -- --prod").unwrap(), None);
        assert_eq!(
            read("up --host x").unwrap(),
            None,
            "without the flag the words are the program's"
        );
    }

    #[test]
    fn another_engine_is_ours_to_reach() {
        let it = request("status --host ssh://h --prod --format json");
        assert_eq!(it.engine.host.as_deref(), Some("ssh://h"));
        assert_eq!(it.words, ["status", "--format", "json"]);
        assert_eq!(request("--prod --context=c status").engine.context.as_deref(), Some("c"));
        for typed in
            ["--prod status --host", "--prod --host= status", "--prod --host a --context b status"]
        {
            assert!(read(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn what_changes_the_database_is_told_from_what_reads() {
        for typed in [
            "status",
            "--format json status",
            "history",
            "--wait 5s current",
            "plan --down",
            "",
            "--help",
            "up --help",
        ] {
            assert_eq!(request(&format!("{typed} --prod")).access, Access::Reads, "{typed}");
        }
        for typed in ["up", "down 1", "--format json up", "baseline x", "fresh", "something-new"] {
            assert_eq!(request(&format!("{typed} --prod")).access, Access::Changes, "{typed}");
        }
    }

    #[test]
    fn what_can_not_work_in_a_container_is_refused_with_the_way_that_works() {
        let refused = read("--prod new add_rating").unwrap_err();
        assert!(refused.to_string().contains("`new` needs the source"), "{refused}");
        assert!(refused.hint.contains("`cargo xtask migrate new`"), "{}", refused.hint);
        assert!(read("--prod --dev up").is_err());
        let refused = read("--prod up --database-url=postgres://u:hunter2@h/d").unwrap_err();
        assert!(!refused.to_string().contains("hunter2") && !refused.hint.contains("hunter2"));
    }
}
