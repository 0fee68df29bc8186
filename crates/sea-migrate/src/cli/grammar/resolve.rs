//! What may be typed after `resolve`.

use clap::Args;

use super::Patience;
use crate::apply::Resolution;

#[derive(Debug, Args)]
pub(in crate::cli) struct Resolve {
    /// The migration
    #[arg(value_name = "NAME")]
    pub(in crate::cli) name: String,

    #[command(flatten)]
    how: How,

    #[command(flatten)]
    pub(super) patience: Patience,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
#[expect(clippy::struct_excessive_bools, reason = "clap's way to say: exactly one of these flags")]
struct How {
    /// All of it is there
    #[arg(long)]
    applied: bool,
    /// Nothing of it is there
    #[arg(long)]
    reverted: bool,
    /// Run it again: on MySQL and MariaDB behind what is done, elsewhere from its first statement
    #[arg(long)]
    retry: bool,
    /// Its edited source does what the applied one did
    #[arg(long)]
    accept_edit: bool,
}

impl Resolve {
    pub(in crate::cli) fn resolution(&self) -> Resolution {
        match &self.how {
            How { applied: true, .. } => Resolution::Applied,
            How { reverted: true, .. } => Resolution::Reverted,
            How { retry: true, .. } => Resolution::Retry,
            _ => Resolution::AcceptEdit,
        }
    }
}
