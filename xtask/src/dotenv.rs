//! The settings in `.env`, which add to the environment and never override it.
//!
//! An error names the line and at most the setting: the value may be a password and must not be printed.

use std::{env, fs, io, path::Path, process::Command};

use crate::{failure::Failure, workspace::Workspace};

/// Gives the command what `.env` in the workspace's root says and the environment does not.
pub(crate) fn load(workspace: &Workspace, command: &mut Command) -> Result<(), Failure> {
    let settings = read(workspace.root())?.unwrap_or_default();
    // The first of two lines wins, as it does for dotenvy; `Command::env` would let the last one.
    for (name, value) in settings.into_iter().rev() {
        if env::var_os(&name).is_none() {
            command.env(name, value);
        }
    }
    Ok(())
}

/// The settings in the order of the file, or nothing if there is no file.
pub(crate) fn read(root: &Path) -> Result<Option<Vec<(String, String)>>, Failure> {
    let text = match fs::read_to_string(root.join(".env")) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(Failure::usage(
                format!("`.env` can't be read: {error}"),
                "it is a text file in UTF-8; `.env.example` is one to begin with",
            ));
        }
    };
    parse(&text).map(Some).map_err(Malformed::into_failure)
}

#[derive(Debug, PartialEq, Eq)]
struct Malformed {
    line: usize,
    name: Option<String>,
}

impl Malformed {
    fn into_failure(self) -> Failure {
        let subject = self.name.map_or_else(
            || "this is not `NAME=value`".into(),
            |name| format!("the value of `{name}` does not end where it should"),
        );
        Failure::usage(
            format!(".env:{}: {subject}", self.line),
            "put a value that holds a space, `#`, `$`, a quote or a backslash between single quotes, as `.env.example` does",
        )
    }
}

fn parse(text: &str) -> Result<Vec<(String, String)>, Malformed> {
    let text = text.trim_start_matches('\u{feff}');
    settings(text).ok_or_else(|| {
        let line = first_bad_line(text);
        Malformed { line, name: text.lines().nth(line - 1).and_then(name_in) }
    })
}

fn settings(text: &str) -> Option<Vec<(String, String)>> {
    // The new line at the end: without it dotenvy refuses a last line that ends in a blank.
    let text = format!("{text}\n");
    dotenvy::from_read_iter(text.as_bytes()).collect::<Result<_, _>>().ok()
}

/// dotenvy reports the text of a line (or only its value) and no number, so it is asked again with ever fewer lines:
/// the mistake begins behind the longest beginning that it accepts. A quote that is opened and never closed is thus
/// found where it is opened.
fn first_bad_line(text: &str) -> usize {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    (0..lines.len()).rev().find(|n| settings(&lines[..*n].concat()).is_some()).unwrap_or(0) + 1
}

/// What stands before `=`, if it can be a name. Without `=` the line may be anything, a password too.
fn name_in(line: &str) -> Option<String> {
    let (before, _) = line.split_once('=')?;
    let name = before.trim().trim_start_matches("export ").trim();
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    (name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(letter))
        .then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bad(text: &str) -> (usize, Option<String>) {
        let malformed = parse(text).unwrap_err();
        (malformed.line, malformed.name)
    }

    #[test]
    fn settings_come_in_the_order_of_the_file() {
        let text =
            "\u{feff}# a comment: it's ignored\nA=1\n\nexport B='two words'\nC=\"x\ny\"\nA=2 ";
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            parse(text).unwrap(),
            [pair("A", "1"), pair("B", "two words"), pair("C", "x\ny"), pair("A", "2")]
        );
    }

    #[test]
    fn the_line_of_a_mistake_is_found() {
        assert_eq!(bad("A=1\nB=2\nsecret\n"), (3, None));
        assert_eq!(bad("A=1\n\n# c\nURL=two words\nB=2\n"), (4, Some("URL".into())));
        assert_eq!(bad("A=\"1\n2\n3\"\nexport URL=a b"), (4, Some("URL".into())));
        assert_eq!(bad("A=1\r\nURL=a b\r\n"), (2, Some("URL".into())));
    }

    #[test]
    fn a_quote_that_is_never_closed_is_found_where_it_opens() {
        assert_eq!(bad("A=1\nURL='postgres://u:p@h/d\nB=2\nC=3\n"), (2, Some("URL".into())));
    }

    #[test]
    fn the_same_line_twice_is_told_apart() {
        assert_eq!(bad("A=\"B=x y\n\"\nB=x y\n"), (3, Some("B".into())));
    }

    #[test]
    fn the_example_is_well_formed_before_and_after_it_is_filled_in() {
        let example = include_str!("../../.env.example");
        assert_eq!(parse(example).unwrap(), []);
        let is_setting = |line: &&str| line.starts_with(|c: char| c.is_ascii_uppercase());
        let filled_in: Vec<&str> =
            example.lines().filter_map(|line| line.strip_prefix('#')).filter(is_setting).collect();
        let settings = parse(&filled_in.join("\n")).unwrap();
        assert_eq!(settings.len(), filled_in.len());
        assert!(settings.iter().any(|(name, _)| name == "DATABASE_URL"));
    }

    #[test]
    fn a_name_that_is_none_is_not_shown() {
        assert_eq!(bad("p@ss word=x\n"), (1, None));
    }
}
