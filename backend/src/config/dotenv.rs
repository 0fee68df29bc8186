//! The `.env` file of the current directory or of the nearest parent that has one.
//!
//! It is read, not loaded: the process environment is never changed and always wins. An error names the file and
//! the line and nothing of what stands there, because what stands there may be a password.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Why a `.env` file that exists cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DotenvError {
    /// A line that is not `KEY=VALUE`.
    #[error("{}: line {line} is not `KEY=VALUE`; a value with spaces needs quotes around it", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Counted from one.
        line: usize,
    },
    /// A file that cannot be read.
    #[error("{}: cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// The settings of the nearest `.env`, looking from `directory` upwards; none when there is no such file.
pub fn read(directory: &Path) -> Result<BTreeMap<String, String>, DotenvError> {
    let Some(path) = directory.ancestors().map(|it| it.join(".env")).find(|it| it.is_file()) else {
        return Ok(BTreeMap::new());
    };
    match std::fs::read_to_string(&path) {
        Ok(text) => parse(&text).map_err(|line| DotenvError::Line { path, line }),
        Err(source) => Err(DotenvError::Unreadable { path, source }),
    }
}

/// The settings in `text`, or the number of the line that is none.
fn parse(text: &str) -> Result<BTreeMap<String, String>, usize> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let handed_out = Cell::new(0);
    let lines = LineByLine { rest: text.as_bytes(), handed_out: &handed_out };
    let mut settings = BTreeMap::new();
    for item in dotenvy::from_read_iter(lines) {
        match item {
            // The first of two wins, as when dotenvy loads a file.
            Ok((key, value)) => drop(settings.entry(key).or_insert(value)),
            // With an open quote the statement runs on to the end of the file; the line to look at is
            // the one where it begins.
            Err(dotenvy::Error::LineParse(statement, _)) => {
                return Err(handed_out.get() + 1 - statement.lines().count().max(1));
            }
            Err(_) => return Err(handed_out.get()),
        }
    }
    Ok(settings)
}

/// Gives dotenvy one line at a time and counts them, because its errors do not say where they are.
struct LineByLine<'a> {
    rest: &'a [u8],
    handed_out: &'a Cell<usize>,
}

impl Read for LineByLine<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let line = self.rest.split_inclusive(|it| *it == b'\n').next().unwrap_or_default();
        let (part, whole) = (&line[..line.len().min(buffer.len())], line.len() <= buffer.len());
        buffer[..part.len()].copy_from_slice(part);
        self.rest = &self.rest[part.len()..];
        self.handed_out.set(self.handed_out.get() + usize::from(whole && !part.is_empty()));
        Ok(part.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_as_dotenvy_reads_them() {
        let settings = parse("# note\nA=1\nexport B=\"two words\"\n\nA=2\nC='$x'\n").unwrap();
        let pairs: Vec<_> = settings.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(pairs, [("A", "1"), ("B", "two words"), ("C", "$x")]);
    }

    #[test]
    fn a_malformed_line_is_named_by_its_number() {
        assert_eq!(parse("A=1\nhunter2\nB=2\n"), Err(2));
        assert_eq!(parse("A=1\n\n# note\nB=two words\n"), Err(4));
        assert_eq!(parse("A=1\nB=\"open\nC=3\n"), Err(2));
        assert_eq!(parse("A=1\r\nnot a setting\r\n"), Err(2));
        assert_eq!(parse("A='two words'\nB=two words"), Err(2));
        assert_eq!(parse(&format!("A={}\nB='x\ny'\nC\n", "x".repeat(20_000))), Err(4));
    }

    #[test]
    fn the_error_does_not_repeat_the_line() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join(".env"), "A=1\nPASSWORD hunter2\n").unwrap();
        let below = directory.path().join("a/b");
        std::fs::create_dir_all(&below).unwrap();
        let sentence = read(&below).expect_err("line 2 is malformed").to_string();
        assert!(sentence.contains("line 2") && !sentence.contains("hunter2"), "{sentence}");
    }
}
