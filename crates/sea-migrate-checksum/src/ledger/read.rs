//! From the text of a ledger to the value.
//!
//! No TOML reader for everybody: a dependency for it would double what a build script compiles. It takes
//! comments, `[[migration]]`, strings in both quotes and lists of them in any layout.

use std::fmt;

use super::{Entry, Ledger};
use crate::Checksum;

/// What is wrong with the text of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerError {
    line: usize,
    what: String,
}

impl LedgerError {
    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for LedgerError {}

pub(super) fn ledger(text: &str) -> Result<Ledger, LedgerError> {
    let mut reader = Reader { rest: text.strip_prefix('\u{feff}').unwrap_or(text), line: 1 };
    let mut ledger = Ledger::default();
    let mut draft: Option<Draft> = None;
    loop {
        reader.skip_blank_lines();
        if reader.rest.is_empty() {
            break;
        }
        if reader.take("[[migration]]") {
            let next = Draft { line: reader.line, ..Draft::default() };
            if let Some(draft) = draft.replace(next) {
                draft.finish(&mut ledger)?;
            }
        } else {
            reader.pair(draft.as_mut())?;
        }
        reader.end_of_line()?;
    }
    if let Some(draft) = draft {
        draft.finish(&mut ledger)?;
    }
    Ok(ledger)
}

/// A table that is being read.
#[derive(Default)]
struct Draft {
    line: usize,
    name: Option<String>,
    after: Option<String>,
    checksum: Option<Checksum>,
    effect: Option<Vec<String>>,
}

impl Draft {
    fn finish(self, ledger: &mut Ledger) -> Result<(), LedgerError> {
        let line = self.line;
        let lacks =
            |key: &str| LedgerError { line, what: format!("this migration has no `{key}`") };
        let name = self.name.ok_or_else(|| lacks("name"))?;
        let checksum = self.checksum.ok_or_else(|| lacks("checksum"))?;
        if ledger.get(&name).is_some() {
            return Err(LedgerError { line, what: format!("`{name}` stands here a second time") });
        }
        let (after, effect) = (self.after, self.effect.unwrap_or_default());
        ledger.entries.push(Entry { name, after, checksum, effect });
        Ok(())
    }
}

struct Reader<'t> {
    rest: &'t str,
    line: usize,
}

impl Reader<'_> {
    /// `key = value`
    fn pair(&mut self, draft: Option<&mut Draft>) -> Result<(), LedgerError> {
        let is_key = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let length = self.rest.find(|c| !is_key(c)).unwrap_or(self.rest.len());
        let (key, rest) = self.rest.split_at(length);
        if key.is_empty() {
            return Err(self.unexpected("`[[migration]]` or `key = value`"));
        }
        let Some(draft) = draft else {
            return Err(self.error(format!("`{key}` stands before the first `[[migration]]`")));
        };
        let is_there = match key {
            "name" => draft.name.is_some(),
            "after" => draft.after.is_some(),
            "checksum" => draft.checksum.is_some(),
            "effect" => draft.effect.is_some(),
            _ => return Err(self.error(format!("the ledger knows no `{key}`"))),
        };
        if is_there {
            return Err(self.error(format!("this migration has `{key}` twice")));
        }
        self.rest = rest;
        self.skip_spaces();
        if !self.take("=") {
            return Err(self.unexpected("`=`"));
        }
        self.skip_spaces();
        match key {
            "name" => draft.name = Some(self.string()?),
            "after" => draft.after = Some(self.string()?),
            "checksum" => {
                let checksum = self.string()?.parse::<Checksum>();
                draft.checksum = Some(checksum.map_err(|error| self.error(error.to_string()))?);
            }
            _ => draft.effect = Some(self.strings()?),
        }
        Ok(())
    }

    /// `["a", "b"]`, on one line or several.
    fn strings(&mut self) -> Result<Vec<String>, LedgerError> {
        if !self.take("[") {
            return Err(self.unexpected("a list of strings"));
        }
        let mut strings = Vec::new();
        loop {
            self.skip_blank_lines();
            if self.take("]") {
                return Ok(strings);
            }
            strings.push(self.string()?);
            self.skip_blank_lines();
            if !self.take(",") && !self.rest.starts_with(']') {
                return Err(self.unexpected("`,` or `]`"));
            }
        }
    }

    fn string(&mut self) -> Result<String, LedgerError> {
        let Some(quote) = self.rest.chars().next().filter(|&c| c == '"' || c == '\'') else {
            return Err(self.unexpected("a string in quotes"));
        };
        let mut value = String::new();
        let mut chars = self.rest[1..].chars();
        loop {
            match chars.next() {
                Some(c) if c == quote => break,
                Some('\\') if quote == '"' => match escaped(&mut chars) {
                    Some(c) => value.push(c),
                    None => return Err(self.error("this string has an unknown escape")),
                },
                Some('\n') | None => return Err(self.error("this string is not closed")),
                Some(c) => value.push(c),
            }
        }
        self.rest = chars.as_str();
        Ok(value)
    }

    fn end_of_line(&mut self) -> Result<(), LedgerError> {
        self.skip_spaces();
        if self.rest.is_empty()
            || self.rest.starts_with(['\n', '#'])
            || self.rest.starts_with("\r\n")
        {
            return Ok(());
        }
        Err(self.unexpected("the end of the line"))
    }

    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
    }

    /// Over white space, line ends and comments.
    fn skip_blank_lines(&mut self) {
        loop {
            self.skip_spaces();
            if self.take("\n") || self.take("\r\n") {
                self.line += 1;
            } else if self.rest.starts_with('#') {
                self.rest = &self.rest[self.rest.find('\n').unwrap_or(self.rest.len())..];
            } else {
                return;
            }
        }
    }

    fn take(&mut self, text: &str) -> bool {
        let after = self.rest.strip_prefix(text);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    fn error(&self, what: impl Into<String>) -> LedgerError {
        LedgerError { line: self.line, what: what.into() }
    }

    fn unexpected(&self, wanted: &str) -> LedgerError {
        let found = self.rest.lines().next().unwrap_or_default().trim_end();
        if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| found.starts_with(mark)) {
            return self
                .error("a merge conflict: keep the migrations of both sides, remove the marks");
        }
        self.error(format!("expected {wanted}, found `{found}`"))
    }
}

/// The character that stands behind a backslash.
fn escaped(chars: &mut std::str::Chars<'_>) -> Option<char> {
    let n_digits = match chars.next()? {
        'n' => return Some('\n'),
        'r' => return Some('\r'),
        't' => return Some('\t'),
        'b' => return Some('\u{8}'),
        'f' => return Some('\u{c}'),
        c @ ('"' | '\\') => return Some(c),
        'u' => 4,
        'U' => 8,
        _ => return None,
    };
    let digits = chars.as_str().get(..n_digits)?;
    let code = digits.bytes().all(|c| c.is_ascii_hexdigit()).then_some(digits)?;
    chars.nth(n_digits - 1);
    char::from_u32(u32::from_str_radix(code, 16).ok()?)
}
