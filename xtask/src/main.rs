//! `cargo xtask`: the developer's and the operator's workflow, in place of shell scripts.
//!
//! It spawns `cargo` and the workspace's programs; it must not link them, call git, or put a secret where others read.

#![expect(
    clippy::print_stderr,
    reason = "a command line tool talks to the person who typed the command"
)]

mod grammar;

mod bench;
mod bless;
mod ci;
mod deploy;
mod dev;
mod doctor;
mod migrate;
mod serve;
mod test;
mod tidy;

mod clock;
mod docker;
mod dotenv;
mod exit;
mod failure;
mod process;
mod redact;
mod servers;
mod signals;
mod workspace;

use std::process::ExitCode;

use crate::{failure::Failure, grammar::Command, workspace::Workspace};

fn main() -> ExitCode {
    let command = match grammar::parse(std::env::args_os().collect()) {
        Ok(command) => command,
        // Help and version arrive here too: clap knows which stream and which exit code each of them wants.
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    run(command).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        match error.downcast_ref::<Failure>() {
            Some(failure) => {
                eprintln!("hint: {}", failure.hint);
                failure.code
            }
            None => ExitCode::FAILURE,
        }
    })
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    let workspace = Workspace::find()?;
    match command {
        Command::Migrate { words } => migrate::run(&workspace, &words),
        Command::Serve { words } => serve::run(&workspace, &words),
        Command::Test { words } => test::run(&workspace, &words),
        Command::Bless { words } => bless::run(&workspace, &words),
        Command::Bench { words } => bench::run(&workspace, &words),
        Command::Tidy => tidy::run(&workspace),
        Command::Ci(options) => ci::run(&workspace, &options),
        Command::Deploy(options) => deploy::run(&workspace, &options),
        Command::Dev(action) => dev::run(&workspace, &action),
        Command::Doctor => doctor::run(&workspace),
    }
}
