//! `cargo xtask serve …`: the server, run from source.
//!
//! It adds nothing and hides nothing: arguments, streams, signals and exit code are the server's own.

use std::{ffi::OsString, process::ExitCode};

use crate::{dotenv, process, workspace::Workspace};

pub(crate) fn run(workspace: &Workspace, words: &[OsString]) -> anyhow::Result<ExitCode> {
    let mut command = workspace.cargo(["run", "--quiet", "--package", "backend", "--"]);
    command.args(words);
    dotenv::load(workspace, &mut command)?;
    process::replace(command)
}
