//! `cargo xtask migrate …`: the migration program, run from source, or with `--prod` or `--dev` in its container.
//!
//! It adds nothing and hides nothing: arguments, streams, signals and exit code are the program's own.

mod container;
mod request;

use std::{ffi::OsString, process::ExitCode};

use self::request::Request;
use crate::{dotenv, process, workspace::Workspace};

pub(crate) fn run(workspace: &Workspace, words: &[OsString]) -> anyhow::Result<ExitCode> {
    match Request::read(words)? {
        Some(request) => container::run(workspace, &request),
        None => from_source(workspace, words),
    }
}

fn from_source(workspace: &Workspace, words: &[OsString]) -> anyhow::Result<ExitCode> {
    let mut command = workspace.cargo(["run", "--quiet", "--package", "migration", "--"]);
    command.args(words);
    // Usage lines and hints then show what people type, instead of a path under `target`.
    command.env("SEA_MIGRATE_BIN", "cargo xtask migrate");
    dotenv::load(workspace, &mut command)?;
    process::replace(command)
}
