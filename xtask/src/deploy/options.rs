//! What may be typed after `deploy`.
//!
//! It only parses; defaults that a person has to know stand in the help.

use std::time::Duration;

use clap::{Args, Subcommand};

use super::{
    WhatFor,
    plan::Order,
    printer::{Detail, Format},
};
use crate::{clock, docker::Engine};

/// `deploy`, and what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    pub(super) common: Common,
    #[command(flatten)]
    pub(super) deploy: DeployOptions,
    #[command(subcommand)]
    pub(super) action: Option<Action>,
}

/// What all of them take.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub(crate) struct Common {
    #[command(flatten)]
    pub(super) engine: Engine,
    /// How it looks
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) format: Format,
    /// Show all that docker says, as it says it
    #[arg(long, global = true)]
    verbose: bool,
    /// How long the database and the backend may take to come up
    #[arg(long, global = true, value_name = "TIME", default_value = "120s", value_parser = clock::parse_duration)]
    pub(super) timeout: Duration,
    /// How long the backend has to be ready without a break
    #[arg(long, global = true, value_name = "TIME", default_value = "2s", value_parser = clock::parse_duration)]
    pub(super) settle: Duration,
    /// Wait so long for somebody else's deploy
    #[arg(long, global = true, value_name = "TIME", default_value = "0s", value_parser = clock::parse_duration)]
    pub(super) lock_wait: Duration,
}

impl Common {
    pub(super) fn detail(&self) -> Detail {
        if self.verbose { Detail::Everything } else { Detail::Essential }
    }
}

/// What deploying takes.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub(crate) struct DeployOptions {
    /// Print the commands and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Which goes first
    #[arg(long, value_enum, default_value_t, value_name = "ORDER")]
    pub(super) order: Order,
    /// Dump the database into `.deploy/backups` before migrating
    #[arg(long)]
    pub(super) backup: bool,
    /// Make the database's container anew if its configuration has changed; this ends every connection
    #[arg(long)]
    pub(super) recreate_db: bool,
    /// How long the migrations may take
    #[arg(long, value_name = "TIME", default_value = "1h", value_parser = clock::parse_duration)]
    pub(super) migrate_timeout: Duration,
}

impl DeployOptions {
    pub(super) fn dry_run(&self) -> WhatFor {
        if self.dry_run { WhatFor::Show } else { WhatFor::Do }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub(super) enum Action {
    /// Show what runs, since when, where the schema stands, and which versions are here
    Status,
    /// Show the deploys of this folder, newest first
    History {
        /// How many
        #[arg(short, long, value_name = "N", default_value_t = 10)]
        number: usize,
    },
    /// Start an older version again; only images, never the database
    #[command(after_help = ROLLBACK)]
    Rollback(RollbackOptions),
}

/// What rolling back takes.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub(super) struct RollbackOptions {
    /// The version, as `deploy status` lists them; else the one before the running one
    #[arg(value_name = "TAG")]
    pub(super) tag: Option<String>,
    /// Print the commands and change nothing
    #[arg(long)]
    dry_run: bool,
}

impl RollbackOptions {
    pub(super) fn dry_run(&self) -> WhatFor {
        if self.dry_run { WhatFor::Show } else { WhatFor::Do }
    }
}

const ROLLBACK: &str = "\
Examples:
  cargo xtask deploy rollback                    the version before the running one
  cargo xtask deploy rollback 20261122-131502    this one
  cargo xtask deploy rollback --dry-run

The database stays as it is, and it is said which of its migrations the older version doesn't know.
Down migrations never run by themselves; a person decides: `cargo xtask migrate down --prod`.";
