//! Why a deploy ends before its end.
//!
//! It holds sentences and lines that are already free of secrets.

use std::time::Duration;

use super::super::history::Outcome;
use crate::{
    clock,
    docker::{Call, Ended, How},
    exit::Exit,
    signals::Signal,
};

#[derive(Debug)]
pub(super) struct Halt {
    pub(super) exit: Exit,
    pub(super) what: String,
    pub(super) tail: Vec<String>,
    /// What to type next, where the step knows better than the plan.
    pub(super) next: Vec<String>,
    pub(super) signal: Option<Signal>,
}

impl Halt {
    pub(super) fn new(exit: Exit, what: impl Into<String>) -> Self {
        Self { exit, what: what.into(), tail: Vec::new(), next: Vec::new(), signal: None }
    }

    pub(super) fn signal(signal: Signal) -> Self {
        Self {
            signal: Some(signal),
            ..Self::new(signal.exit(), format!("stopped by {}", signal.name()))
        }
    }

    pub(super) fn next(mut self, what: impl Into<String>) -> Self {
        self.next.push(what.into());
        self
    }

    pub(super) fn tail(self, tail: &[String]) -> Self {
        Self { tail: tail.to_vec(), ..self }
    }

    /// What a call's end means, or that it succeeded.
    pub(super) fn of(call: &Call, ended: &Ended, exit: Exit) -> Result<(), Self> {
        let subject = subject(call);
        let what = match &ended.how {
            How::Code(0) => return Ok(()),
            How::Stopped(signal) => return Err(Self::signal(*signal)),
            How::Code(code) => format!("`{subject}` failed with exit code {code}"),
            How::TooLong => format!("`{subject}` did not end within {}", limit(call.limit)),
            How::NotStarted(why) => why.clone(),
        };
        Err(Self::new(exit, what).tail(&ended.tail))
    }

    pub(super) fn outcome(&self) -> Outcome {
        if self.signal.is_some() { Outcome::Interrupted } else { Outcome::Failed }
    }
}

fn limit(time: Duration) -> String {
    clock::duration(time)
}

/// The words of a call that say what it is about: without the project, the file and the flags.
fn subject(call: &Call) -> String {
    let words: Vec<&str> = call.words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["compose", "--project-name", _, "--file", _, "--profile", _, command, rest @ ..] => {
            let plain =
                rest.iter().rev().take_while(|word| word.chars().all(char::is_alphanumeric));
            let mut plain: Vec<&str> =
                plain.copied().filter(|word| word.parse::<u64>().is_err()).collect();
            plain.reverse();
            [&["docker compose", *command], plain.as_slice()].concat().join(" ")
        }
        [first, second, ..] => format!("docker {first} {second}"),
        _ => "docker".to_owned(),
    }
}
