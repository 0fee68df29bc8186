//! `status`: every migration and its state, and the whole in one word.

use serde_json::{Value, json};

use super::printer::{self, Printer, Tone, counted, duration, moment, moment_json};
use crate::Error;
use crate::apply::Runner;
use crate::history::{Attempt, Entry, Overall, Standing, State};

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
    let words = if standing.unfinished().is_some() { "unfinished".len() } else { 8 };
    // At once: with a thousand migrations, writing each line takes longer than finding out what is in it.
    let lines: Vec<String> =
        standing.entries().iter().map(|entry| line(entry, words, width)).collect();
    if !lines.is_empty() {
        printer::line(&lines.join("\n"));
    }
    Ok(())
}

fn line(entry: &Entry, words: usize, width: usize) -> String {
    let (word, tone, when) = match entry.state {
        _ if entry.unfinished.is_some() => ("unfinished", Tone::Bad, None),
        State::Applied(at) => ("applied", Tone::Good, Some(at)),
        State::Pending => ("pending", Tone::Notice, None),
        State::Unknown(at) => ("unknown", Tone::Bad, Some(at)),
    };
    let name = &entry.name;
    let mut text = format!("  {} {name}", Printer::word(word, words, tone));
    if let Some(at) = when {
        let took = entry.attempt.as_ref().filter(|it| it.note.is_none()).and_then(Attempt::elapsed);
        let took = took.map(|it| format!("  {}", duration(it))).unwrap_or_default();
        let detail = format!("{}{took}", moment(at));
        text.push_str(&" ".repeat(width - name.len() + 2));
        text.push_str(&Printer::word(&detail, 0, Tone::Faint));
    }
    if entry.edit.is_some() {
        text.push_str(&format!("  {}", Printer::word("edited since", 0, Tone::Bad)));
    }
    text
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
        Overall::Unfinished => {
            let name = standing.unfinished().map(|it| it.migration.as_str()).unwrap_or_default();
            format!(": {name} stopped half way and needs `resolve`")
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
            let attempt = entry.attempt.as_ref();
            json!({
                "name": entry.name,
                "state": state,
                "applied_at": at,
                "duration_ms": attempt.and_then(Attempt::elapsed).map(|it| u64::try_from(it.as_millis()).unwrap_or(u64::MAX)),
                "by": attempt.map(|it| format!("{}@{}", it.author.user, it.author.host)),
                "edited": entry.edit.is_some(),
                "unfinished": entry.unfinished.is_some(),
            })
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
