//! The ledger: every migration with its checksum and, in plain lines, its effect.
//!
//! ```toml
//! [[migration]]
//! name = "m20260101_120000_add_flag"
//! checksum = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
//! effect = [
//!     "add column `flag` to `user`",
//! ]
//! ```
//!
//! A value and its text, no files. The text is TOML; read is the part of TOML that is written here, and
//! whatever else stands there is an error with its line, never left out in silence.

mod read;

use std::fmt::{self, Write as _};

pub use read::LedgerError;

use super::{Checksum, NotAChecksum};

const HEADER: &str = "\
# The ledger: each migration with the checksum of its source and what it does to the schema.
# sea-migrate writes this file; commit it together with the migration. After a merge conflict keep
# the migrations of both sides.
";

/// The migrations of a project, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// One for each migration.
    pub entries: Vec<Entry>,
}

/// What the ledger says of one migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The migration's name.
    pub name: String,
    /// The checksum of its source.
    pub checksum: Checksum,
    /// What it does, one sentence a line; empty where nobody wrote it down.
    pub effect: Vec<String>,
}

impl Ledger {
    /// The ledger of what a build script embedded, without effects.
    ///
    /// # Errors
    /// A checksum that is none.
    pub fn of(embedded: &[(&str, &str)]) -> Result<Self, NotAChecksum> {
        let entry = |&(name, checksum): &(&str, &str)| {
            Ok(Entry { name: name.to_owned(), checksum: checksum.parse()?, effect: Vec::new() })
        };
        Ok(Self { entries: embedded.iter().map(entry).collect::<Result<_, _>>()? })
    }

    /// Reads the text of a ledger.
    ///
    /// # Errors
    /// What is malformed, missing, unknown or there twice, with its line.
    pub fn parse(text: &str) -> Result<Self, LedgerError> {
        read::ledger(text)
    }

    /// The text; a migration more is some lines more.
    #[must_use]
    pub fn render(&self) -> String {
        let mut text = HEADER.to_owned();
        for Entry { name, checksum, effect } in &self.entries {
            text.push_str("\n[[migration]]\nname = ");
            push_quoted(&mut text, name);
            // Writing to a string can't fail.
            let _ = writeln!(text, "\nchecksum = \"{checksum}\"");
            if !effect.is_empty() {
                text.push_str("effect = [\n");
                for line in effect {
                    text.push_str("    ");
                    push_quoted(&mut text, line);
                    text.push_str(",\n");
                }
                text.push_str("]\n");
            }
        }
        text
    }

    /// The entry of that migration.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// This, with the effects that `other` knows of the same migrations.
    #[must_use]
    pub fn with_effects_of(mut self, other: &Self) -> Self {
        for entry in &mut self.entries {
            if let Some(known) = other.get(&entry.name) {
                entry.effect.clone_from(&known.effect);
            }
        }
        self
    }

    /// How the migrations that `now` has differ from the ones written down here. Effects don't matter.
    #[must_use]
    pub fn differences(&self, now: &Self) -> Vec<Difference> {
        let mut found: Vec<Difference> = now
            .entries
            .iter()
            .filter_map(|entry| match self.get(&entry.name) {
                None => Some(Difference::New(entry.name.clone())),
                Some(known) if known.checksum != entry.checksum => {
                    Some(Difference::Edited(entry.name.clone()))
                }
                Some(_) => None,
            })
            .collect();
        let gone = self.entries.iter().filter(|entry| now.get(&entry.name).is_none());
        found.extend(gone.map(|entry| Difference::Gone(entry.name.clone())));
        if found.is_empty() {
            let pairs = self.entries.iter().zip(&now.entries);
            let moved = pairs.filter(|(known, entry)| known.name != entry.name).take(1);
            found.extend(moved.map(|(_, entry)| Difference::Misplaced(entry.name.clone())));
        }
        found
    }
}

/// One way in which a ledger and the migrations differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// The migration is not in the ledger.
    New(String),
    /// Its source is not the one that was written down.
    Edited(String),
    /// The ledger has it and the project has not.
    Gone(String),
    /// The ledger has another one in its place.
    Misplaced(String),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New(name) => write!(f, "`{name}` is not in the ledger"),
            Self::Edited(name) => write!(f, "`{name}` was edited since it was written down"),
            Self::Gone(name) => write!(f, "`{name}` is in the ledger, and its source is gone"),
            Self::Misplaced(name) => write!(f, "`{name}` has another place in the ledger"),
        }
    }
}

/// As a basic string of TOML.
fn push_quoted(text: &mut String, value: &str) {
    text.push('"');
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(text, "\\u{:04X}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests;
