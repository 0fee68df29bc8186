//! What the project has promised itself, and whether a figure keeps it.
//!
//! Pure. A missed aim is told and fails nothing: the machine may be busy.

use std::fmt;
use std::time::Duration;

/// At most this much.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Aim {
    /// Times the same statements sent by the database's shell.
    Times(f64),
    /// The whole process.
    Within(Duration),
}

/// `up` from empty.
pub(crate) const FROM_EMPTY: Aim = Aim::Times(1.2);
/// `up` with nothing to do, and `status`.
pub(crate) const LOOKING: Aim = Aim::Within(Duration::from_millis(30));
/// Reading and comparing 1000 tables, without the time that the database takes to answer.
pub(crate) const SCHEMA: Aim = Aim::Within(Duration::from_millis(60));
/// `--help`.
pub(crate) const HELP: Aim = Aim::Within(Duration::from_millis(10));

impl Aim {
    /// Whether it is met; `None` where there is nothing to compare with.
    pub(crate) fn is_met(self, median: Duration, ratio: Option<f64>) -> Option<bool> {
        match self {
            Self::Times(most) => ratio.map(|ratio| ratio <= most),
            Self::Within(most) => Some(median < most),
        }
    }
}

impl fmt::Display for Aim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Times(most) => write!(f, "at most {most:.2} x"),
            Self::Within(most) => write!(f, "under {} ms", most.as_millis()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_needs_a_reference() {
        let ms = Duration::from_millis;
        assert_eq!(FROM_EMPTY.is_met(ms(1), None), None);
        assert_eq!(FROM_EMPTY.is_met(ms(1), Some(1.2)), Some(true));
        assert_eq!(FROM_EMPTY.is_met(ms(1), Some(1.3)), Some(false));
        assert_eq!(LOOKING.is_met(ms(29), None), Some(true));
        assert_eq!(HELP.is_met(ms(10), None), Some(false));
    }
}
