//! The list of migrations in `lib.rs`: one block between two markers, written whole from the names of the files.
//!
//! ```text
//! // migrations: begin
//! mod m20260101_120000_create_user;
//!
//! fn list() -> Vec<Box<dyn MigrationTrait>> {
//!     vec![
//!         Box::new(m20260101_120000_create_user::Migration),
//!     ]
//! }
//! // migrations: end
//! ```
//!
//! A line a migration and place, so two branches conflict here and nowhere else, and the answer always is to keep the
//! lines of both. It is plain Rust: rustfmt, editors and `SeaORM`'s own tools see modules as they do everywhere. Pure;
//! whatever in the block is not of its own writing is an error with its line, never overwritten.

use std::fmt;

use crate::checksum::token::{Token, tokens};

const BEGIN: &str = "// migrations: begin";
const END: &str = "// migrations: end";

/// What stands under the first marker.
const NOTE: &str = "\
// Written from the files beside this one, oldest first, by `migrate new` and `migrate rebase`; not to be edited.
// After a merge conflict keep the lines of both sides.
";

/// The widest line that rustfmt leaves alone, as it comes.
const WIDTH: usize = 100;

/// A `lib.rs` with its block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct List<'t> {
    head: &'t str,
    tail: &'t str,
    /// The names that have a `mod` line.
    pub(super) modules: Vec<&'t str>,
    /// The names that will run.
    pub(super) listed: Vec<&'t str>,
}

/// Why a `lib.rs` is not written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListError {
    /// It has no block; with the one that it should have.
    NoBlock {
        /// The block.
        block: String,
    },
    /// A marker stands there alone, twice, or before its beginning.
    BadMarkers {
        /// The line, from 1.
        line: usize,
    },
    /// Something in the block was not written by this program.
    Foreign {
        /// The line, from 1.
        line: usize,
        /// What stands there.
        text: String,
    },
}

impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBlock { .. } => {
                write!(f, "it has no block of migrations, which begins with `{BEGIN}`")
            }
            Self::BadMarkers { line } => write!(
                f,
                "line {line}: `{BEGIN}` and `{END}` have to stand there once each, in this order"
            ),
            Self::Foreign { line, text } => write!(
                f,
                "line {line}: `{text}` is not of this program's writing, and the block is written whole"
            ),
        }
    }
}

impl ListError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::NoBlock { block } => format!(
                "put this block in the place of the `mod` lines of the migrations, and let `fn migrations()` be `list()`:\n\n{block}"
            ),
            Self::BadMarkers { .. } => {
                "restore the markers; what stands between them is written anew".to_owned()
            }
            Self::Foreign { .. } => format!(
                "move it out of the block, behind `{END}`, or take it back; a migration that is no file of its own goes into `fn migrations()`, behind `list()`"
            ),
        }
    }
}

impl<'t> List<'t> {
    /// Finds and reads the block. `names` are the migrations there are, for the block to propose where there is none.
    pub(super) fn read(text: &'t str, names: &[String]) -> Result<Self, ListError> {
        let (Some(begin), Some(end)) = (only_line(text, BEGIN)?, only_line(text, END)?) else {
            let found = [BEGIN, END].into_iter().find_map(|it| only_line(text, it).ok().flatten());
            return Err(match found {
                Some(at) => ListError::BadMarkers { line: line_at(text, at) },
                None => ListError::NoBlock { block: block(names) },
            });
        };
        if end < begin {
            return Err(ListError::BadMarkers { line: line_at(text, end) });
        }
        let end_of_end = text[end..].find('\n').map_or(text.len(), |it| end + it + 1);
        let mut list = Self {
            head: &text[..begin],
            tail: &text[end_of_end..],
            modules: Vec::new(),
            listed: Vec::new(),
        };
        list.take(text, begin, end)?;
        Ok(list)
    }

    /// Reads what stands between the markers.
    fn take(&mut self, text: &'t str, begin: usize, end: usize) -> Result<(), ListError> {
        let foreign = |at: usize| {
            let line = line_at(text, at);
            let text = text.lines().nth(line - 1).unwrap_or_default().trim().to_owned();
            ListError::Foreign { line, text }
        };
        let own: Vec<&str> = NOTE.lines().chain([BEGIN]).collect();
        let mut at = begin;
        for line in text[begin..end].split_inclusive('\n') {
            // A person's comment would be lost.
            let is_comment = line.contains("//") || line.contains("/*");
            if is_comment && !own.contains(&line.trim()) {
                return Err(foreign(at));
            }
            at += line.len();
        }
        let tokens = tokens(&text[begin..end]);
        let mut reader = Reader { tokens: &tokens, at: 0 };
        let place = |token: Option<&Token<'t>>| {
            token.map_or(begin, |it| it.text.as_ptr() as usize - text.as_ptr() as usize)
        };
        while let Some(name) = reader.module() {
            self.modules.push(name);
        }
        if reader.take(&[
            "fn",
            "list",
            "(",
            ")",
            "-",
            ">",
            "Vec",
            "<",
            "Box",
            "<",
            "dyn",
            "MigrationTrait",
            ">",
            ">",
            "{",
            "vec",
            "!",
            "[",
        ]) {
            while let Some(name) = reader.entry() {
                self.listed.push(name);
            }
            // rustfmt writes the last one without a comma where all of them are on one line.
            if reader.take(&["]", "}"]) && reader.at == tokens.len() {
                return Ok(());
            }
        }
        Err(foreign(place(tokens.get(reader.at).or(tokens.last()))))
    }

    /// The text with these migrations in the block; its line ends are those of the file.
    pub(super) fn with(&self, names: &[String]) -> String {
        let block = block(names);
        let is_crlf = self.head.contains("\r\n") || self.tail.contains("\r\n");
        let block = if is_crlf { block.replace('\n', "\r\n") } else { block };
        format!("{}{block}{}", self.head, self.tail)
    }
}

/// The block, markers included.
pub(super) fn block(names: &[String]) -> String {
    let mut text = format!("{BEGIN}\n{NOTE}");
    for name in names {
        text.push_str(&format!("mod {name};\n"));
    }
    if !names.is_empty() {
        text.push('\n');
    }
    text.push_str("fn list() -> Vec<Box<dyn MigrationTrait>> {\n    vec![");
    for name in names {
        let line = format!("        Box::new({name}::Migration),");
        text.push('\n');
        if line.len() <= WIDTH {
            text.push_str(&line);
        } else {
            text.push_str(&format!(
                "        Box::new(\n            {name}::Migration,\n        ),"
            ));
        }
    }
    text.push_str(if names.is_empty() { "]\n}\n" } else { "\n    ]\n}\n" });
    text.push_str(END);
    text.push('\n');
    text
}

/// Where the only line that is `wanted` begins.
fn only_line(text: &str, wanted: &str) -> Result<Option<usize>, ListError> {
    let mut found = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim() == wanted && found.replace(at).is_some() {
            return Err(ListError::BadMarkers { line: line_at(text, at) });
        }
        at += line.len();
    }
    Ok(found)
}

fn line_at(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

struct Reader<'r, 't> {
    tokens: &'r [Token<'t>],
    at: usize,
}

impl<'t> Reader<'_, 't> {
    /// These tokens, all or none.
    fn take(&mut self, words: &[&str]) -> bool {
        let is_next =
            words.iter().enumerate().all(|(offset, word)| self.text(offset) == Some(word));
        if is_next {
            self.at += words.len();
        }
        is_next
    }

    fn text(&self, offset: usize) -> Option<&'t str> {
        self.tokens.get(self.at + offset).map(|it| it.text)
    }

    /// `mod NAME;`
    fn module(&mut self) -> Option<&'t str> {
        let name = self.text(1)?;
        (self.text(0) == Some("mod") && self.text(2) == Some(";"))
            .then(|| self.at += 3)
            .map(|()| name)
    }

    /// `Box::new(NAME::Migration),`
    fn entry(&mut self) -> Option<&'t str> {
        let start = self.at;
        if self.take(&["Box", ":", ":", "new", "("])
            && let Some(name) = self.text(0)
        {
            self.at += 1;
            if self.take(&[":", ":", "Migration"]) {
                self.take(&[","]);
                if self.take(&[")"]) {
                    self.take(&[","]);
                    return Some(name);
                }
            }
        }
        self.at = start;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &[&str]) -> Vec<String> {
        list.iter().map(|&it| it.to_owned()).collect()
    }

    const LONG: &str = "m20260102_000000_a_name_that_is_so_long_that_rustfmt_breaks_the_line_of_its_place_in_the_list";

    fn file(list: &[&str]) -> String {
        format!("//! Docs.\n\nuse x::*;\n\n{}\npub struct Migrator;\n", block(&names(list)))
    }

    #[test]
    fn what_is_written_is_read() {
        for list in [&[][..], &["m20260101_000000_a"], &["m20260101_000000_a", LONG]] {
            let text = file(list);
            let read = List::read(&text, &[]).unwrap();
            assert_eq!((&*read.modules, &*read.listed), (list, list));
            assert_eq!(read.with(&names(list)), text);
        }
    }

    #[test]
    fn only_the_block_changes() {
        let text = file(&["m20260101_000000_a"]).replace('\n', "\r\n");
        let list = List::read(&text, &[]).unwrap();
        let written = list.with(&names(&["m20260101_000000_a", "m20260102_000000_b"]));
        assert_eq!(
            written.replace("\r\n", "\n"),
            file(&["m20260101_000000_a", "m20260102_000000_b"])
        );
        assert_eq!(written.matches('\n').count(), written.matches("\r\n").count());
    }

    #[test]
    fn lines_that_a_merge_left_in_any_order_are_its_own() {
        let text = file(&["m20260101_000000_a", "m20260103_000000_c", "m20260102_000000_b"]);
        let list = List::read(&text, &[]).unwrap();
        assert_eq!(list.modules.len(), 3);
        let text = text.replace("mod m20260103_000000_c;\n", "");
        assert_eq!(List::read(&text, &[]).unwrap().modules.len(), 2);
    }

    #[test]
    fn what_a_person_wrote_is_refused_with_its_line() {
        let good = file(&["m20260101_000000_a", "m20260102_000000_b"]);
        for (from, to) in [
            ("mod m20260101_000000_a;", "pub mod m20260101_000000_a;"),
            ("mod m20260101_000000_a;", "#[cfg(x)]\nmod m20260101_000000_a;"),
            ("mod m20260101_000000_a;", "// my own words\nmod m20260101_000000_a;"),
            ("a::Migration)", "a::Migration::with(3))"),
            ("    ]\n}", "    ]\n}\nfn f() {}"),
            ("    vec![", "    /* why */ vec!["),
            ("mod m20260102", "<<<<<<< HEAD\nmod m20260102"),
        ] {
            let bad = good.replace(from, to);
            assert_ne!(bad, good);
            let Err(ListError::Foreign { line, text }) = List::read(&bad, &[]) else {
                panic!("{bad}")
            };
            assert!(bad.lines().nth(line - 1).unwrap().contains(&text), "{line}: {text}");
        }
    }

    #[test]
    fn a_file_without_the_block_is_told_what_to_add() {
        let error = List::read("mod a;\n", &names(&["m20260101_000000_a"])).unwrap_err();
        assert!(error.hint().contains("mod m20260101_000000_a;\n"), "{}", error.hint());
        let one = format!("{BEGIN}\n{BEGIN}\n{END}\n");
        assert_eq!(List::read(&one, &[]).unwrap_err(), ListError::BadMarkers { line: 2 });
        for text in [format!("{END}\n{BEGIN}\n"), format!("a\n{BEGIN}\n")] {
            assert!(matches!(List::read(&text, &[]), Err(ListError::BadMarkers { .. })), "{text}");
        }
    }
}
