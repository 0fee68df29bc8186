//! `cargo xtask ci`: all that CI checks, as a list of steps.
//!
//! The list is a value and the order is fixed; a step must not depend on whether it runs on a laptop or in CI.

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use crate::{failure::Failure, grammar::CiOptions, process, test, tidy, workspace::Workspace};

/// One thing to check, and what to do when it fails.
#[derive(Debug, PartialEq, Eq)]
struct Step {
    name: &'static str,
    work: Work,
    hint: &'static str,
}

#[derive(Debug, PartialEq, Eq)]
enum Work {
    /// A cargo command with settings that are no secret.
    Cargo {
        words: &'static [&'static str],
        settings: &'static [(&'static str, &'static str)],
    },
    Tidy,
    Test,
}

const CHECKS: [Step; 5] = [
    Step {
        name: "fmt",
        work: Work::Cargo { words: &["fmt", "--all", "--check"], settings: &[] },
        hint: "`cargo fmt --all` formats everything",
    },
    // Not `--all-targets`, which checks a library once more for its tests even where it has none.
    Step {
        name: "clippy",
        work: Work::Cargo {
            words: &[
                "clippy",
                "--workspace",
                "--lib",
                "--bins",
                "--examples",
                "--tests",
                "--",
                "-D",
                "warnings",
            ],
            settings: &[],
        },
        hint: "mend what is listed above; `#[expect(…, reason = \"…\")]` where the lint is wrong",
    },
    // As the containers and a fresh clone build them: without what only an author of migrations needs.
    Step {
        name: "shipped",
        work: Work::Cargo {
            words: &[
                "clippy",
                "--package",
                "migration",
                "--package",
                "backend",
                "--",
                "-D",
                "warnings",
            ],
            settings: &[],
        },
        hint: "what is listed above is used under a feature alone, such as `author`: say so where it is defined",
    },
    Step {
        name: "doc",
        work: Work::Cargo {
            words: &["doc", "--workspace", "--no-deps"],
            settings: &[("RUSTDOCFLAGS", "-D warnings")],
        },
        hint: "mend the documentation listed above; a link to a private item is written as `code`",
    },
    Step { name: "tidy", work: Work::Tidy, hint: "each finding above says what to do" },
];

const TEST: Step = Step {
    name: "test",
    work: Work::Test,
    hint: "`cargo xtask test -p PACKAGE NAME` runs one test again",
};

/// Whether the steps behind a failed one still run.
#[derive(Clone, Copy)]
enum OnFailure {
    Stop,
    GoOn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Passed,
    Failed,
    NotRun,
}

pub(crate) fn run(workspace: &Workspace, options: &CiOptions) -> anyhow::Result<ExitCode> {
    let on_failure = if options.keep_going { OnFailure::GoOn } else { OnFailure::Stop };
    let steps: Vec<Step> = CHECKS.into_iter().chain((!options.no_test).then_some(TEST)).collect();

    let mut times = Vec::new();
    let outcomes = play(&steps, on_failure, |step| {
        let begin = Instant::now();
        let passed = perform(workspace, &step.work).unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            false
        });
        times.push(begin.elapsed());
        passed
    });

    eprintln!();
    let times = times.into_iter().map(Some).chain(std::iter::repeat(None));
    for ((step, outcome), time) in steps.iter().zip(&outcomes).zip(times) {
        eprintln!("{}", summary(step, *outcome, time));
    }
    let failed: Vec<&Step> = steps
        .iter()
        .zip(&outcomes)
        .filter(|(_, it)| **it == Outcome::Failed)
        .map(|(step, _)| step)
        .collect();
    match failed.as_slice() {
        [] => Ok(ExitCode::SUCCESS),
        failed => {
            let names =
                failed.iter().map(|step| format!("`{}`", step.name)).collect::<Vec<_>>().join(", ");
            let hints = failed
                .iter()
                .map(|step| format!("{}: {}", step.name, step.hint))
                .collect::<Vec<_>>();
            Err(Failure::failed(format!("{names} failed"), hints.join("\nhint: ")).into())
        }
    }
}

/// Runs the steps in their order and says of each what became of it.
fn play(
    steps: &[Step],
    on_failure: OnFailure,
    mut perform: impl FnMut(&Step) -> bool,
) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for step in steps {
        let outcome = match on_failure {
            OnFailure::Stop if outcomes.contains(&Outcome::Failed) => Outcome::NotRun,
            OnFailure::Stop | OnFailure::GoOn if perform(step) => Outcome::Passed,
            OnFailure::Stop | OnFailure::GoOn => Outcome::Failed,
        };
        outcomes.push(outcome);
    }
    outcomes
}

fn perform(workspace: &Workspace, work: &Work) -> anyhow::Result<bool> {
    let (mut command, settings) = match work {
        Work::Cargo { words, settings } => (workspace.cargo(*words), *settings),
        Work::Tidy => {
            eprintln!("$ cargo xtask tidy");
            return Ok(tidy::run(workspace)? == ExitCode::SUCCESS);
        }
        Work::Test => {
            test::prepare()?;
            (test::command(workspace, &[]), [].as_slice())
        }
    };
    command.envs(settings.iter().copied());
    process::echo(&command, settings);
    Ok(process::run(&mut command)?.success())
}

fn summary(step: &Step, outcome: Outcome, time: Option<Duration>) -> String {
    let outcome = match outcome {
        Outcome::Passed => "passed",
        Outcome::Failed => "FAILED",
        Outcome::NotRun => "not run",
    };
    let time = time.map(|time| format!("{:>8.1} s", time.as_secs_f64())).unwrap_or_default();
    format!("{outcome:<8}{:<7}{time}", step.name).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Outcome::{Failed, NotRun, Passed};

    fn played(on_failure: OnFailure, failing: &[&str]) -> (Vec<&'static str>, Vec<Outcome>) {
        let mut performed = Vec::new();
        let outcomes = play(&CHECKS, on_failure, |step| {
            performed.push(step.name);
            !failing.contains(&step.name)
        });
        (performed, outcomes)
    }

    #[test]
    fn all_steps_run_in_their_order() {
        assert_eq!(
            played(OnFailure::Stop, &[]),
            (vec!["fmt", "clippy", "shipped", "doc", "tidy"], vec![Passed; 5])
        );
    }

    #[test]
    fn the_first_failure_ends_the_run() {
        let expected = (vec!["fmt", "clippy"], vec![Passed, Failed, NotRun, NotRun, NotRun]);
        assert_eq!(played(OnFailure::Stop, &["clippy", "tidy"]), expected);
    }

    #[test]
    fn keep_going_runs_the_rest() {
        let names = vec!["fmt", "clippy", "shipped", "doc", "tidy"];
        let expected = (names, vec![Passed, Failed, Passed, Passed, Failed]);
        assert_eq!(played(OnFailure::GoOn, &["clippy", "tidy"]), expected);
    }

    #[test]
    fn a_summary_is_one_line() {
        let [fmt, ..] = CHECKS;
        assert_eq!(
            summary(&fmt, Passed, Some(Duration::from_millis(1260))),
            "passed  fmt         1.3 s"
        );
        assert_eq!(summary(&fmt, NotRun, None), "not run fmt");
    }
}
