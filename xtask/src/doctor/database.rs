//! The database's part of `doctor`: what `migration status` says, by its exit code.
//!
//! xtask has no driver and must not have one; the migration program is the only one that speaks with the database.

use std::process::{Output, Stdio};

use anyhow::Context;

use super::Reading;
use crate::{dotenv, workspace::Workspace};

const SUBJECT: &str = "database";

pub(super) fn look(workspace: &Workspace) -> anyhow::Result<Reading> {
    let mut command = workspace.cargo(["run", "--quiet", "--package", "migration", "--", "status"]);
    command.env("SEA_MIGRATE_BIN", "cargo xtask migrate").stdin(Stdio::null());
    dotenv::load(workspace, &mut command)?;
    let output = command.output().context("`cargo run --package migration` can't be started")?;
    Ok(reading(&output))
}

fn reading(output: &Output) -> Reading {
    let said = said(output);
    let n_pending = n_pending(output);
    match output.status.code() {
        Some(0) if n_pending > 0 => Reading::finding(
            SUBJECT,
            format!("reachable, {n_pending} pending{said}"),
            "`cargo xtask migrate up` applies what is pending",
        ),
        Some(0) => Reading::well(SUBJECT, format!("reachable, nothing pending{said}")),
        Some(5) => Reading::finding(
            SUBJECT,
            format!("unreachable{said}"),
            "start the database, or correct DATABASE_URL in `.env`; `cargo xtask migrate status` asks again",
        ),
        Some(6) => Reading::finding(
            SUBJECT,
            format!("its history needs a person{said}"),
            "`cargo xtask migrate status` shows what is edited, missing or unfinished",
        ),
        Some(101) => Reading::finding(
            SUBJECT,
            format!("the migration program does not compile, or it panicked{said}"),
            "`cargo build --package migration` shows the errors of the compiler",
        ),
        _ => Reading::finding(
            SUBJECT,
            format!("`cargo xtask migrate status` failed{said}"),
            "`cargo xtask migrate status` shows it as it happens; `cargo xtask migrate --help` what there is",
        ),
    }
}

/// `status` succeeds with migrations pending, and says so in a line for each: `pending NAME`.
fn n_pending(output: &Output) -> usize {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().filter(|line| line.split_whitespace().next() == Some("pending")).count()
}

/// The last lines of what the program said, indented: a compiler can say a great deal before.
fn said(output: &Output) -> String {
    const SHOWN: usize = 20;
    let text = [&output.stdout, &output.stderr]
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .concat();
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    // The empty first one: it joins the lines to the sentence in front of them.
    [""].iter()
        .chain(lines.iter().skip(lines.len().saturating_sub(SHOWN)))
        .copied()
        .collect::<Vec<_>>()
        .join("\n      ")
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::process::ExitStatusExt as _;
    use std::process::ExitStatus;

    use super::{super::State, *};

    fn answer(code: i32, stdout: &str) -> Reading {
        let status = ExitStatus::from_raw(code << 8);
        reading(&Output { status, stdout: stdout.into(), stderr: Vec::new() })
    }

    #[test]
    fn each_exit_code_has_its_meaning() {
        for (code, meaning) in
            [(5, "unreachable"), (6, "a person"), (101, "compile"), (1, "failed"), (2, "failed")]
        {
            let reading = answer(code, "");
            assert_eq!(reading.state, State::Finding);
            assert!(reading.what.contains(meaning), "{reading:?}");
            assert!(reading.hint.is_some());
        }
    }

    #[test]
    fn what_is_pending_is_to_be_applied() {
        let behind =
            "places is behind: 1 pending\n  applied  m1_a  2026-01-01\n\n  pending  m2_b\n";
        let reading = answer(0, behind);
        assert_eq!(reading.state, State::Finding);
        assert!(
            reading.what.starts_with("reachable, 1 pending\n      places is behind"),
            "{reading:?}"
        );
        assert!(reading.what.ends_with("  pending  m2_b"), "{reading:?}");

        let current =
            answer(0, "places is current: 1 migration applied\n  applied  m1_a  2026-01-01\n");
        assert_eq!(current.state, State::Well);
    }
}
