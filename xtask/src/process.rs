//! Starting other programs: becoming one, waiting for one, and showing what is started.
//!
//! What is shown is meant to be typed again; a secret must travel in the environment and is never shown.

use std::{
    ffi::OsStr,
    io,
    process::{Command, ExitCode, ExitStatus},
};

use anyhow::Context;

use crate::failure::Failure;

/// Becomes the command: its process id, terminal, signals and exit code are then simply its own.
#[cfg(unix)]
pub(crate) fn replace(mut command: Command) -> anyhow::Result<ExitCode> {
    use std::os::unix::process::CommandExt as _;

    let error = command.exec();
    Err(cannot_start(&command, &error).into())
}

/// Runs the command and takes over its exit code.
#[cfg(not(unix))]
pub(crate) fn replace(mut command: Command) -> anyhow::Result<ExitCode> {
    run(&mut command).map(code)
}

/// Runs the command with our own stdin, stdout and stderr.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<ExitStatus> {
    let mut child = command.spawn().map_err(|error| cannot_start(command, &error))?;
    child.wait().context("the command was started, but its end can't be waited for")
}

/// The exit code to end with after a child ended so; a signal becomes 1, for lack of a number.
pub(crate) fn code(status: ExitStatus) -> ExitCode {
    status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from)
}

/// Says on stderr what is about to run, as it can be typed.
pub(crate) fn echo(command: &Command, shown: &[(&str, &str)]) {
    eprintln!("$ {}", line(command, shown));
}

/// The program without its folder, the arguments, and in front of them the settings that are `shown`.
fn line(command: &Command, shown: &[(&str, &str)]) -> String {
    let settings =
        shown.iter().map(|(name, value)| format!("{name}={}", quoted(OsStr::new(value))));
    let words = command.get_args().map(quoted);
    settings.chain([name(command)]).chain(words).collect::<Vec<_>>().join(" ")
}

fn name(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    quoted(program.file_stem().unwrap_or(program.as_os_str()))
}

pub(crate) fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:,@+%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.into_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

fn cannot_start(command: &Command, error: &io::Error) -> Failure {
    Failure::failed(
        format!("`{}` can't be started: {error}", command.get_program().display()),
        "is it installed? `CARGO` names the program to use, else it is looked for on PATH",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_can_be_typed() {
        let mut command = Command::new("/opt/rust/bin/cargo");
        command
            .args(["test", "", "it's", "a b", "--", "--exact"])
            .env("DATABASE_URL", "postgres://u:secret@h/d");
        assert_eq!(
            line(&command, &[("RUSTDOCFLAGS", "-D warnings")]),
            r"RUSTDOCFLAGS='-D warnings' cargo test '' 'it'\''s' 'a b' -- --exact"
        );
    }
}
