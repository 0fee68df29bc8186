//! The ledger: every migration with its checksum and, in plain lines, its effect.
//!
//! ```toml
//! [[migration]]
//! name = "m20260101_120000_add_flag"
//! after = "m20251224_180000_create_user"
//! checksum = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
//! effect = [
//!     "+ user: column flag boolean not null",
//! ]
//! ```
//!
//! `after` is the migration on top of which this one was made. Two branches that each added one have written down the
//! same, so after a merge it can be seen that the second was made without the first.
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
    /// The migration on top of which it was made; nothing for the first, and where nobody wrote it down.
    pub after: Option<String>,
    /// The checksum of its source.
    pub checksum: Checksum,
    /// What it does, one sentence a line; empty where nobody wrote it down.
    pub effect: Vec<String>,
}

impl Ledger {
    /// The ledger of what a build script embedded, each on top of the one before it, without effects.
    ///
    /// # Errors
    /// A checksum that is none.
    pub fn of(embedded: &[(&str, &str)]) -> Result<Self, NotAChecksum> {
        let mut entries: Vec<Entry> = Vec::with_capacity(embedded.len());
        for &(name, checksum) in embedded {
            entries.push(Entry {
                name: name.to_owned(),
                after: entries.last().map(|it| it.name.clone()),
                checksum: checksum.parse()?,
                effect: Vec::new(),
            });
        }
        Ok(Self { entries })
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
        for Entry { name, after, checksum, effect } in &self.entries {
            text.push_str("\n[[migration]]\nname = ");
            push_quoted(&mut text, name);
            if let Some(after) = after {
                text.push_str("\nafter = ");
                push_quoted(&mut text, after);
            }
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

    /// The entry of that migration, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.name == name)
    }

    /// This, with what `other` knows of the same migrations beside their sources: on top of what they were made, and
    /// their effects.
    #[must_use]
    pub fn with_effects_of(mut self, other: &Self) -> Self {
        for entry in &mut self.entries {
            if let Some(known) = other.get(&entry.name) {
                entry.effect.clone_from(&known.effect);
                if known.after.is_some() {
                    entry.after.clone_from(&known.after);
                }
            }
        }
        self
    }

    /// Migrations that were made on top of another one than the one that stands before them, with both of these: their
    /// effect was found out without what the other one does.
    pub fn forks(&self) -> impl Iterator<Item = Fork<'_>> {
        self.entries.windows(2).filter_map(|pair| {
            let [before, it] = pair else { return None };
            let made_after = it.after.as_deref()?;
            let fork = Fork { name: &it.name, made_after, stands_after: &before.name };
            (made_after != before.name).then_some(fork)
        })
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

/// A migration that was made on another branch than the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fork<'l> {
    /// The migration.
    pub name: &'l str,
    /// The one on top of which it was made.
    pub made_after: &'l str,
    /// The one behind which it stands.
    pub stands_after: &'l str,
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
