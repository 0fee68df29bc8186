//! `cargo xtask bless`: rewrites what the tests expect from what the code does.
//!
//! It must not accept anything: a person reads the changed files, and that is where a wrong migration is seen.

use std::{ffi::OsString, process::ExitCode};

use crate::{process, test, tidy::tree::Tree, workspace::Workspace};

const SETTING: (&str, &str) = ("UPDATE_EXPECT", "1");

pub(crate) fn run(workspace: &Workspace, words: &[OsString]) -> anyhow::Result<ExitCode> {
    let before = Tree::read(workspace.root())?;
    let mut command = test::command(workspace, &to_the_end(words));
    command.env(SETTING.0, SETTING.1);
    process::echo(&command, &[SETTING]);
    let status = process::run(&mut command)?;

    let after = Tree::read(workspace.root())?;
    let changed = after.changed_since(&before);
    eprintln!();
    for path in &changed {
        eprintln!("changed  {path}");
    }
    eprintln!("{}", verdict(changed.len()));
    Ok(process::code(status))
}

/// By itself cargo stops at the first test program that fails, and the expectations of the others would stay old.
fn to_the_end(words: &[OsString]) -> Vec<OsString> {
    let flag = OsString::from("--no-fail-fast");
    let is_there = words.contains(&flag);
    (!is_there).then_some(flag).into_iter().chain(words.iter().cloned()).collect()
}

fn verdict(n_changed: usize) -> String {
    match n_changed {
        0 => "no expectation has changed".into(),
        n => format!(
            "{n} {} changed: a person is to review each difference, as code, before it is committed",
            if n == 1 { "file has" } else { "files have" }
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_asks_for_a_person() {
        assert_eq!(verdict(0), "no expectation has changed");
        assert!(verdict(1).starts_with("1 file has changed: a person is to review"));
        assert!(verdict(2).starts_with("2 files have changed: a person is to review"));
    }
}
