//! What a failed migration leaves behind, in words.
//!
//! It is said with the error; finding it out is the step's work.

use std::fmt;

/// What state a failed migration left behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aftermath {
    /// Everything the migration did was rolled back.
    RolledBack,
    /// The migration ran outside a transaction: what it did before the error is still there.
    PartlyDone,
    /// The connection was lost at COMMIT: the server knows whether it happened, we don't.
    Unknown,
}

impl fmt::Display for Aftermath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RolledBack => "which was rolled back",
            Self::PartlyDone => "of which part is done: it runs outside a transaction",
            Self::Unknown => "and whether that was committed is not known",
        })
    }
}
