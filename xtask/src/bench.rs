//! `cargo xtask bench …`: the benchmarks, built as a release nearly is and run from source.
//!
//! It adds nothing and hides nothing: arguments, streams, signals and exit code are the program's own.

use std::{ffi::OsString, process::ExitCode};

use crate::{process, workspace::Workspace};

pub(crate) fn run(workspace: &Workspace, words: &[OsString]) -> anyhow::Result<ExitCode> {
    // Not quiet: the first build takes minutes, and silence would look like measuring.
    let mut command =
        workspace.cargo(["run", "--profile", "bench-run", "--package", "bench", "--"]);
    command.args(words);
    process::replace(command)
}
