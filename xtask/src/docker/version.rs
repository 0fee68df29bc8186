//! Versions as docker and its plugins write them: `2.26.1-4`, `v2.29.2-desktop.2`, `20.10.24+dfsg1`.
//!
//! It reads numbers and compares them; what is too old is not its business.

use std::fmt;

/// Major, minor, patch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(pub(crate) u32, pub(crate) u32, pub(crate) u32);

impl Version {
    /// The first three numbers, whatever is around them; nothing if it does not begin with one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches(['v', 'V']);
        let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
        let mut numbers = text[..end].split('.').map(|number| number.parse().ok());
        let major = numbers.next()??;
        let mut next = || numbers.next().flatten().unwrap_or(0);
        Some(Self(major, next(), next()))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_versions_are_read() {
        for (text, version) in [
            ("2.26.1-4", Version(2, 26, 1)),
            ("v2.29.2-desktop.2\n", Version(2, 29, 2)),
            ("20.10.24+dfsg1", Version(20, 10, 24)),
            ("5.3", Version(5, 3, 0)),
            ("2", Version(2, 0, 0)),
        ] {
            assert_eq!(Version::parse(text), Some(version), "{text}");
        }
        for text in ["", "dev", "v", "-1"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
        assert!(Version(2, 9, 0) < Version(2, 17, 0));
    }
}
