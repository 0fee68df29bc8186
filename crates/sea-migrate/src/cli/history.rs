//! `history`: every attempt, newest first, and what other tools applied.

use serde_json::{Value, json};

use super::printer::{self, Printer, Tone, duration, moment, moment_json};
use crate::Error;
use crate::apply::{Direction, Runner};
use crate::history::{Attempt, AttemptState, State};

/// A line of the history: one of our attempts, or a record that another tool left.
enum Line<'l> {
    Ours(&'l Attempt),
    Foreign { name: &'l str, at: i64 },
}

impl Line<'_> {
    fn at_ms(&self) -> i64 {
        match self {
            Self::Ours(attempt) => attempt.started_at,
            Self::Foreign { at, .. } => at.saturating_mul(1000),
        }
    }
}

pub(super) async fn run(runner: &Runner<'_>, printer: &mut Printer) -> Result<(), Error> {
    let recorded = runner.recorded().await?;
    let standing = runner.standing().await?;
    let mut lines: Vec<Line> = recorded.attempts.iter().flatten().map(Line::Ours).collect();
    lines.extend(standing.entries().iter().filter_map(|entry| {
        match (entry.state, &entry.attempt) {
            (State::Applied(at) | State::Unknown(at), None) => {
                Some(Line::Foreign { name: &entry.name, at })
            }
            _ => None,
        }
    }));
    // Attempts of one millisecond keep their order; newest first.
    lines.sort_by_key(|line| {
        (line.at_ms(), if let Line::Ours(attempt) = line { attempt.id } else { 0 })
    });
    lines.reverse();
    if printer.is_json() {
        let history: Vec<Value> = lines.iter().map(as_json).collect();
        printer::json(&json!({ "database": runner.place(), "history": history }));
        return Ok(());
    }
    if lines.is_empty() {
        printer::talk(&format!("nothing ran on {}", runner.place()));
    }
    for line in &lines {
        printer::line(&as_text(line));
    }
    Ok(())
}

fn as_text(line: &Line<'_>) -> String {
    let attempt = match line {
        Line::Ours(attempt) => attempt,
        Line::Foreign { name, at } => {
            let state = Printer::word("applied", 8, Tone::Good);
            return format!("{}  {state} {name}  by another tool", moment(*at));
        }
    };
    let tone = match attempt.state {
        AttemptState::Applied | AttemptState::Reverted => Tone::Good,
        AttemptState::Failed => Tone::Bad,
        AttemptState::Running => Tone::Notice,
    };
    let mut text = format!(
        "{}  {} {}",
        moment(attempt.started_at.div_euclid(1000)),
        Printer::word(attempt.state.word(), 8, tone),
        attempt.migration
    );
    if attempt.state == AttemptState::Failed && attempt.direction == Direction::Down {
        text.push_str("  (down)");
    }
    match (&attempt.note, attempt.elapsed()) {
        (Some(note), _) => text.push_str(&format!("  ({note})")),
        (None, Some(elapsed)) => text.push_str(&format!("  in {}", duration(elapsed))),
        (None, None) => {}
    }
    text.push_str(&format!("  by {}@{}", attempt.author.user, attempt.author.host));
    if let Some(error) = attempt.error.as_deref().and_then(|error| error.lines().next()) {
        text.push_str(&format!("\n    {error}"));
    }
    text
}

fn as_json(line: &Line<'_>) -> Value {
    match line {
        Line::Foreign { name, at } => {
            json!({ "migration": name, "direction": "up", "state": "applied", "finished_at": moment_json(*at), "by": null })
        }
        Line::Ours(attempt) => json!({
            "migration": attempt.migration,
            "direction": attempt.direction.to_string(),
            "state": attempt.state.word(),
            "transactional": attempt.is_transactional,
            "started_at": moment_json(attempt.started_at.div_euclid(1000)),
            "finished_at": attempt.finished_at.map(|at| moment_json(at.div_euclid(1000))),
            "duration_ms": attempt.elapsed().map(|it| u64::try_from(it.as_millis()).unwrap_or(u64::MAX)),
            "error": attempt.error,
            "note": attempt.note,
            "checksum": attempt.checksum,
            "by": { "user": attempt.author.user, "host": attempt.author.host, "tool": attempt.author.tool },
        }),
    }
}
