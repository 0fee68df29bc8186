//! Runs the migration program and says what it said.
//!
//! Every run in this crate goes through here, so that no output ever escapes the search for passwords.

use std::ffi::OsStr;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use sea_migrate::dialect::Dialect;

use crate::place::Place;

/// Part of every password in these tests; no output may hold it.
pub(crate) const SECRET: &str = "hunter2";

/// The program, not yet running, with nothing of the tester's own settings.
pub(crate) struct Program(Command);

/// What the program said and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// `migration WORDS` on the database of `place`.
pub(crate) fn migration(place: &Place, words: &[&str]) -> Ran {
    Program::within(place.folder()).set("DATABASE_URL", place.url()).run(words)
}

/// The same for what takes something back: with consent where nobody can try first what would be lost.
pub(crate) fn backwards(place: &Place, words: &[&str]) -> Ran {
    let is_given = words.iter().any(|it| matches!(*it, "--yes" | "-y"));
    let is_asked = place.dialect() == Dialect::MySql && !is_given;
    let consent: &[&str] = if is_asked { &["--yes"] } else { &[] };
    migration(place, &[words, consent].concat())
}

impl Program {
    /// To be run in this folder, with next to nothing in its environment.
    pub(crate) fn within(folder: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_migration"));
        command.current_dir(folder).env_clear().stdin(Stdio::null());
        // Names that outputs show.
        command.env("USER", "ann").env("HOSTNAME", "laptop");
        Self(command)
    }

    /// With a setting in its environment.
    pub(crate) fn set(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    /// Both outputs as they come, as a terminal shows them.
    #[track_caller]
    pub(crate) fn run_as_shown(mut self, words: &[&str]) -> String {
        let (mut reader, writer) = std::io::pipe().unwrap();
        self.0.args(words).stdout(writer.try_clone().unwrap()).stderr(writer);
        let mut child = self.0.spawn().unwrap();
        // It holds the pipe open, too.
        drop(self);
        let mut said = String::new();
        reader.read_to_string(&mut said).unwrap();
        child.wait().unwrap();
        assert!(!said.contains(SECRET), "{words:?} shows a password:\n{said}");
        said
    }

    #[track_caller]
    pub(crate) fn run(mut self, words: &[&str]) -> Ran {
        let Output { status, stdout, stderr } = self.0.args(words).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let (stdout, stderr) = (text(stdout), text(stderr));
        let both = format!("{stdout}{stderr}");
        assert!(!both.contains(SECRET), "{words:?} shows a password:\n{both}");
        assert!(!both.contains('\u{1b}'), "{words:?} puts colours into a pipe:\n{both}");
        assert!(!both.contains("panicked"), "{words:?}:\n{both}");
        let code = status.code().unwrap_or_else(|| panic!("{words:?} was killed:\n{both}"));
        Ran { code, stdout, stderr }
    }
}

impl Ran {
    /// It must have gone well.
    #[track_caller]
    pub(crate) fn well(self) -> Self {
        assert_eq!(self.code, 0, "{}{}", self.stdout, self.stderr);
        self
    }

    /// It must have ended with this exit code and an error that has all these parts and says what to do next.
    #[track_caller]
    pub(crate) fn badly(self, code: i32, parts: &[&str]) -> Self {
        assert_eq!(self.code, code, "{}{}", self.stdout, self.stderr);
        self.says(parts);
        assert!(self.stderr.contains("error: "), "{}", self.stderr);
        let last = self.stderr.lines().rfind(|line| !line.starts_with(' ')).unwrap_or_default();
        assert!(last.starts_with("hint: "), "does not say what to do next:\n{}", self.stderr);
        self
    }

    /// It must have refused the words themselves.
    #[track_caller]
    pub(crate) fn usage(self, parts: &[&str]) -> Self {
        assert_eq!(self.code, 2, "{}{}", self.stdout, self.stderr);
        assert_eq!(self.stdout, "");
        self.says(parts);
        self
    }

    /// All these parts must be on stderr.
    #[track_caller]
    pub(crate) fn says(&self, parts: &[&str]) {
        for part in parts {
            assert!(self.stderr.contains(part), "{part:?} is not in:\n{}", self.stderr);
        }
    }

    /// The JSON on stdout, one value a line.
    #[track_caller]
    pub(crate) fn json_lines(&self) -> Vec<Value> {
        let parse = |line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
        self.stdout.lines().map(parse).collect()
    }

    /// The only JSON value on stdout.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        let [value] = <[Value; 1]>::try_from(self.json_lines()).unwrap();
        value
    }

    /// Both outputs, with what differs between runs replaced: the database, times and durations.
    pub(crate) fn shown(&self, place: &Place) -> String {
        let plain =
            |text: &str| -> String { without_elapsed(&text.replace(&place.shown(), "{place}")) };
        format!("{}---\n{}", plain(&self.stdout), plain(&self.stderr))
    }
}

/// With every time and every duration replaced.
pub(crate) fn without_elapsed(text: &str) -> String {
    text.lines().map(|line| without_duration(&without_time(line)) + "\n").collect()
}

/// `2026-11-22 10:23:44 UTC` becomes `{time}`.
fn without_time(line: &str) -> String {
    const LENGTH: usize = "2026-11-22 10:23:44 UTC".len();
    let mut line = line.to_owned();
    while let Some(end) = line.find(" UTC").map(|at| at + " UTC".len()) {
        line.replace_range(end.checked_sub(LENGTH).unwrap()..end, "{time}");
    }
    line
}

/// `12 ms` becomes `{elapsed}`.
fn without_duration(line: &str) -> String {
    let mut words: Vec<&str> = line.split(' ').collect();
    for at in 1..words.len() {
        let is_unit = ["µs", "ms", "s", "min"].contains(&words[at]);
        if is_unit && words[at - 1].parse::<f64>().is_ok() {
            words[at - 1] = "{elapsed}";
            words[at] = "";
        }
    }
    words.join(" ").replace("{elapsed} ", "{elapsed}")
}

/// `value` with every time in it replaced, after a look at its form.
#[track_caller]
pub(crate) fn without_times(mut value: Value) -> Value {
    match &mut value {
        Value::Array(items) => items.iter_mut().for_each(|it| *it = without_times(it.take())),
        Value::Object(fields) => {
            for (key, field) in fields.iter_mut() {
                if key.ends_with("_at") && field.is_string() {
                    let time = field.as_str().unwrap();
                    assert!(time.len() == 20 && time.ends_with('Z'), "{time}");
                    *field = "{time}".into();
                } else if ["elapsed_ms", "duration_ms"].contains(&key.as_str()) && field.is_number()
                {
                    assert!(field.as_f64().unwrap() >= 0.0);
                    *field = "{elapsed}".into();
                } else {
                    *field = without_times(field.take());
                }
            }
        }
        _ => {}
    }
    value
}
