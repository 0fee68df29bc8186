//! `cargo xtask migrate …`: the migration program, run from source, or with `--prod` or `--dev` in its container.
//!
//! It adds nothing and hides nothing: arguments, streams, signals and exit code are the program's own.

mod container;
mod request;

use std::{ffi::OsString, process::ExitCode};

use self::request::Request;
use crate::{dotenv, process, workspace::Workspace};

/// What needs the entities, or tells of what does. Running migrations needs none of them: it works while the backend
/// does not compile.
const AUTHORS: &[&str] =
    &["new", "generate", "verify", "rebase", "check", "entities", "migrations", "--help", "-h"];

pub(crate) fn run(workspace: &Workspace, words: &[OsString]) -> anyhow::Result<ExitCode> {
    match Request::read(words)? {
        Some(request) => container::run(workspace, &request),
        None => from_source(workspace, words),
    }
}

fn from_source(workspace: &Workspace, words: &[OsString]) -> anyhow::Result<ExitCode> {
    let mut command = workspace.cargo(["run", "--quiet", "--package", "migration"]);
    if words.is_empty() || words.iter().any(|it| AUTHORS.iter().any(|word| it == word)) {
        command.args(["--features", "author"]);
    }
    command.arg("--").args(words);
    // Usage lines and hints then show what people type, instead of a path under `target`.
    command.env("SEA_MIGRATE_BIN", "cargo xtask migrate");
    dotenv::load(workspace, &mut command)?;
    process::replace(command)
}
