//! What a migration is, as one value: the checksum of its source.
//!
//! ```text
//!  m*.rs ── tokens ── meaning ──▶ Checksum ─┬─ embed ──▶ CHECKSUMS, in the binary
//!  what it includes ─────────────▲          └─ Ledger ─▶ migration/ledger.toml, in git
//! ```
//!
//! Comments, white space, line ends, trailing commas and `#[cfg(test)]` items don't count; everything else
//! does. The other things rustfmt can do, such as putting an expression into a block or sorting `use`
//! lines, do count: a source is formatted before it is first applied. The code of other modules that a
//! migration calls is not seen.
//!
//! Databases remember these values, so the way they are made must never change. Nothing here knows a
//! database. It is a crate of its own so that a build script waits for nothing else: a feature of the engine would reach
//! the engine of the build script, too.

mod embed;
mod include;
mod ledger;
mod meaning;
mod source;
pub mod token;

use std::fmt::{self, Write as _};
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

pub use embed::{embed, of_folder};
pub use ledger::{Difference, Entry, Fork, Ledger, LedgerError};
pub use source::{SourceError, of_file, of_source};

/// A SHA-256 in lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Checksum(String);

impl Checksum {
    /// The 64 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Checksum {
    type Err = NotAChecksum;

    fn from_str(text: &str) -> Result<Self, NotAChecksum> {
        let is_digit = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
        if text.len() == 64 && text.bytes().all(is_digit) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAChecksum(text.to_owned()))
        }
    }
}

/// A text that is no [`Checksum`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAChecksum(String);

impl fmt::Display for NotAChecksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no checksum, which is 64 digits of 0-9 and a-f", self.0)
    }
}

impl std::error::Error for NotAChecksum {}

/// Collects parts into a checksum. Each part goes in behind its length, so that no two lists of parts
/// look alike.
struct Hasher(Sha256);

impl Hasher {
    fn new() -> Self {
        Self(Sha256::new())
    }

    fn part(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    fn finish(self) -> Checksum {
        let mut digits = String::with_capacity(64);
        for byte in self.0.finalize() {
            // Writing to a string can't fail.
            let _ = write!(digits, "{byte:02x}");
        }
        Checksum(digits)
    }
}

/// The checksum of a list of parts, for whatever has to be known again.
#[must_use]
pub fn of_parts(parts: &[&str]) -> Checksum {
    let mut hasher = Hasher::new();
    for part in parts {
        hasher.part(part.as_bytes());
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_a_checksum_parses() {
        let good = "0123456789abcdef".repeat(4);
        assert_eq!(good.parse::<Checksum>().unwrap().as_str(), good);
        for bad in ["", "0", &good.to_uppercase(), &good.replace('f', "g"), &format!("{good}0")] {
            assert!(bad.parse::<Checksum>().is_err(), "{bad}");
        }
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let of = |parts: &[&str]| {
            let mut hasher = Hasher::new();
            for part in parts {
                hasher.part(part.as_bytes());
            }
            hasher.finish()
        };
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&[]), of(&[""]));
    }
}
