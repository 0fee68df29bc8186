//! What a deploy shows: the only place here that writes to the two streams.
//!
//! People read stderr, as it happens; with `--format json` programs read stdout, one object a line. A closed stream is a
//! reader that is gone, and no reason to stop half way: nothing here fails.

mod human;
mod json;

use std::io::{self, IsTerminal as _, Write as _};

use self::human::Human;
use super::{
    event::Event,
    step::{Plan, When, Work},
};
use crate::docker::Engine;

/// How it looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Human,
    /// For programs: one JSON object a line, on stdout.
    Json,
}

/// How much of docker's own output is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    Essential,
    Everything,
}

pub(crate) enum Printer {
    Human(Human),
    Json,
}

impl Printer {
    pub(crate) fn new(format: Format, detail: Detail) -> Self {
        match format {
            Format::Json => Self::Json,
            Format::Human => Self::Human(Human::new(io::stderr().is_terminal(), detail)),
        }
    }

    pub(crate) fn tell(&mut self, event: &Event<'_>) {
        match self {
            Self::Human(human) => {
                let text = human.text(event);
                if !text.is_empty() {
                    let mut stderr = io::stderr().lock();
                    let _ = stderr.write_all(text.as_bytes());
                    let _ = stderr.flush();
                }
            }
            Self::Json => {
                if let Some(object) = json::object(event) {
                    line(&object.to_string());
                }
            }
        }
    }
}

/// One line of data on stdout.
pub(crate) fn line(text: &str) {
    let mut stdout = io::stdout().lock();
    let _ = writeln!(stdout, "{text}");
    let _ = stdout.flush();
}

/// The commands of a plan, as they can be typed, each under what it is for.
pub(crate) fn commands(plan: &Plan, engine: &Engine) -> String {
    let settings = engine.settings();
    let mut text = String::new();
    for step in &plan.steps {
        let only = match step.when {
            When::Always => "",
            When::Pending => " (only if a migration is pending)",
            When::Changed => " (only if an image has changed)",
        };
        text.push_str(&format!("# {}: {}{only}\n", step.id.name(), step.title));
        if let Work::Switch { same: Some(same), .. } = &step.work {
            let tag = same.settings.iter().find(|(name, _)| *name == "APP_TAG");
            let tag = tag.map(|(_, tag)| tag.as_str()).unwrap_or_default();
            text.push_str(&format!("# if the new image is the one that runs: with APP_TAG={tag}, which changes nothing\n"));
        }
        for call in step.work.calls() {
            text.push_str(&call.line(&settings));
            text.push('\n');
        }
    }
    if let Some(previous) = &plan.previous {
        text.push_str(&format!(
            "# if the new backend does not become ready, the previous one, {}, comes back\n{}\n",
            previous.tag,
            previous.up.line(&settings)
        ));
    }
    text
}

/// The commands as objects, for programs.
pub(crate) fn plan_object(plan: &Plan, engine: &Engine, place: &str) -> String {
    json::plan(plan, engine, place).to_string()
}
