//! `status`: every migration and its state, and the whole in one word.

use serde_json::{Value, json};

use super::printer::{self, Printer, Tone, counted, moment, moment_json};
use crate::Error;
use crate::apply::Runner;
use crate::history::{Overall, Standing, State};

pub(super) async fn run(runner: &Runner<'_>, printer: &mut Printer) -> Result<(), Error> {
    let standing = runner.standing().await?;
    if printer.is_json() {
        printer::json(&as_json(runner, &standing));
        return Ok(());
    }
    let overall = standing.overall();
    let word = overall.word();
    printer::line(&format!(
        "{} is {}{}",
        runner.place(),
        Printer::strong(word),
        explanation(&standing)
    ));
    let width = standing.entries().iter().map(|it| it.name.len()).max().unwrap_or_default();
    for entry in standing.entries() {
        let (word, tone, when) = match entry.state {
            State::Applied(at) => ("applied", Tone::Good, moment(at)),
            State::Pending => ("pending", Tone::Notice, String::new()),
            State::Unknown(at) => ("unknown", Tone::Bad, moment(at)),
        };
        let (name, word) = (&entry.name, Printer::word(word, 8, tone));
        if when.is_empty() {
            printer::line(&format!("  {word} {name}"));
        } else {
            printer::line(&format!(
                "  {word} {name:<width$}  {}",
                Printer::word(&when, 0, Tone::Faint)
            ));
        }
    }
    Ok(())
}

fn explanation(standing: &Standing) -> String {
    let pending = standing.pending().count();
    let unknown: Vec<&str> = standing.unknown().collect();
    match standing.overall() {
        Overall::Current => match standing.entries().len() {
            0 => ": there are no migrations".to_owned(),
            count => format!(": {} applied", counted(count, "migration")),
        },
        Overall::Behind => format!(": {} pending", counted(pending, "migration")),
        Overall::Unversioned => {
            format!(": nothing is applied, {} pending", counted(pending, "migration"))
        }
        Overall::Ahead => {
            format!(
                ": it has {} this program does not contain",
                counted(unknown.len(), "newer migration")
            )
        }
        Overall::Diverged => format!(
            ": {} pending, and it has {} this program does not contain",
            counted(pending, "migration"),
            counted(unknown.len(), "migration")
        ),
    }
}

fn as_json(runner: &Runner<'_>, standing: &Standing) -> Value {
    let migrations: Vec<Value> = standing
        .entries()
        .iter()
        .map(|entry| {
            let (state, at) = match entry.state {
                State::Applied(at) => ("applied", moment_json(at)),
                State::Pending => ("pending", Value::Null),
                State::Unknown(at) => ("unknown", moment_json(at)),
            };
            json!({ "name": entry.name, "state": state, "applied_at": at })
        })
        .collect();
    json!({
        "database": runner.place(),
        "dialect": runner.dialect().to_string(),
        "status": standing.overall().word(),
        "current": standing.head(),
        "migrations": migrations,
    })
}
