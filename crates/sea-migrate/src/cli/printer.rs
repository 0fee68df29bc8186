//! The only place that writes to stdout and stderr.
//!
//! stdout is data: what was done, what there is. stderr is talk: notices, questions, errors. Colours go
//! through `anstream`, which drops them for a pipe and for `NO_COLOR`.

use std::cell::Cell;
use std::io::{BufWriter, IsTerminal, Write};
use std::process::ExitCode;
use std::rc::Rc;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;

use super::grammar::Format;
use super::progress::Progress;
use super::prompt;
use crate::Error;
use crate::apply::{Direction, Event, Forecast, Interrupt, Loss, Observer};

const GOOD: Style = AnsiColor::Green.on_default();
const NOTICE: Style = AnsiColor::Yellow.on_default();
const BAD: Style = AnsiColor::Red.on_default().bold();
const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

/// How a word of a table is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Notice,
    Bad,
    Faint,
}

/// A line of the answer.
pub(super) fn line(text: &str) {
    let mut stdout = BufWriter::new(anstream::stdout().lock());
    // A closed pipe (`status | head -1`) is the reader's decision, not a failure.
    drop(writeln!(stdout, "{text}").and_then(|()| stdout.flush()));
}

/// Text that another program reads: not a byte of it may change, and none may be missing in silence.
pub(super) fn verbatim(text: &str) -> Result<(), Error> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        // A closed pipe is the reader's decision, not a failure.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// The answer for a program, on one line.
pub(super) fn json(value: &Value) {
    line(&value.to_string());
}

fn aside(text: &str) {
    drop(writeln!(anstream::stderr(), "{text}"));
}

/// Something worth knowing that is not the answer.
pub(super) fn talk(text: &str) {
    aside(&format!("{FAINT}{text}{FAINT:#}"));
}

/// Something that deserves attention.
pub(super) fn notice(text: &str) {
    aside(&format!("{NOTICE}notice{NOTICE:#}: {text}"));
}

/// Prints in the format that was asked for.
#[derive(Debug)]
pub(super) struct Printer {
    format: Format,
    program: String,
    progress: Option<Progress>,
    /// Whether the losses were shown already, by this one or by its asker.
    shown: Rc<Cell<bool>>,
    /// What ends a question without an answer.
    interrupt: Interrupt,
}

impl Printer {
    pub(super) fn new(format: Format, program: String) -> Self {
        let (shown, interrupt) = (Rc::default(), Interrupt::never());
        Self { format, program, progress: None, shown, interrupt }
    }

    /// Takes away the line that shows that work goes on.
    pub(super) fn end_progress(&mut self) {
        self.progress = None;
    }

    /// A second one, to ask questions with.
    pub(super) fn asker(&self) -> Self {
        let (shown, interrupt) = (Rc::clone(&self.shown), self.interrupt.clone());
        Self { shown, interrupt, ..Self::new(self.format, self.program.clone()) }
    }

    /// Lets a signal end a question.
    pub(super) fn obey(&mut self, interrupt: Interrupt) {
        self.interrupt = interrupt;
    }

    pub(super) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Help, version or a usage error, as clap words them.
    pub(super) fn usage(error: &clap::Error) -> ExitCode {
        // A closed pipe is the reader's decision, not a failure.
        drop(error.print());
        ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
    }

    /// Says what is going on, to a person.
    pub(super) fn progress(&self, text: &str) {
        if !self.is_json() {
            talk(text);
        }
    }

    /// A word in its tone, padded to `width`.
    pub(super) fn word(word: &str, width: usize, tone: Tone) -> String {
        let style = match tone {
            Tone::Good => GOOD,
            Tone::Notice => NOTICE,
            Tone::Bad => BAD,
            Tone::Faint => FAINT,
        };
        format!("{style}{word:<width$}{style:#}")
    }

    pub(super) fn strong(text: &str) -> String {
        format!("{STRONG}{text}{STRONG:#}")
    }

    pub(super) fn error(&mut self, error: &Error) {
        self.end_progress();
        let hint = error.hint(&self.program);
        if self.is_json() {
            let exit = error.exit() as u8;
            json(
                &serde_json::json!({ "event": "failed", "error": error.to_string(), "hint": hint, "exit_code": exit }),
            );
        }
        aside(&format!("{BAD}error{BAD:#}: {error}"));
        if let Some(hint) = hint {
            aside(&format!("{STRONG}hint{STRONG:#}: {hint}"));
        }
    }

    /// Shows what is deleted, to a person.
    fn losses(&self, losses: &[Loss]) {
        if !losses.is_empty() {
            self.shown.set(true);
            aside(&format!("{NOTICE}This deletes:{NOTICE:#}"));
            for loss in losses {
                aside(&format!("  {loss}"));
            }
        }
    }

    /// Asks a person to agree; `None` when there is nobody to ask.
    pub(super) fn ask(&self, place: &str, forecast: &Forecast) -> Result<Option<bool>, Error> {
        if !self.is_attended() {
            return Ok(None);
        }
        self.losses(&forecast.losses);
        let question = format!("Type {STRONG}yes{STRONG:#} to go on with {place}: ");
        let answer = prompt::answer(&question, &self.interrupt)?;
        Ok(Some(answer.eq_ignore_ascii_case("yes")))
    }

    /// Asks a person to repeat the database's name; `None` when there is nobody to ask.
    pub(super) fn ask_for_name(
        &self,
        what: &str,
        database: &str,
        losses: &[Loss],
    ) -> Result<Option<bool>, Error> {
        if !self.is_attended() {
            return Ok(None);
        }
        self.losses(losses);
        let question = format!(
            "This is about {what}. Type the database's name, {STRONG}{database}{STRONG:#}, to go on: "
        );
        Ok(Some(prompt::answer(&question, &self.interrupt)? == database))
    }

    /// Asks a person for a line; `None` when there is nobody to ask.
    #[cfg(feature = "author")]
    pub(super) fn ask_for_line(&self, question: &str) -> Result<Option<String>, Error> {
        if !self.is_attended() {
            return Ok(None);
        }
        prompt::answer(&format!("{STRONG}{question}{STRONG:#} "), &self.interrupt).map(Some)
    }

    fn is_attended(&self) -> bool {
        !self.is_json() && std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }
}

impl Observer for Printer {
    fn tell(&mut self, event: Event<'_>) {
        if matches!(event, Event::NothingToDo { .. }) {
            // The command that found nothing to do says so in its own words.
            return;
        }
        self.end_progress();
        if self.is_json() {
            json(&event_json(event));
            return;
        }
        match event {
            Event::Planned { .. } | Event::NothingToDo { .. } => {}
            Event::Waiting { holder, wait } => self.progress(&format!(
                "waiting up to {} for the lock: {} is migrating",
                duration(wait),
                holder.unwrap_or("somebody else")
            )),
            Event::Retrying { name, tries_left } => notice(&format!(
                "{name} waited too long for a lock and was rolled back; trying again (tries left: {tries_left})"
            )),
            Event::OutOfOrder { names, head } => {
                notice(&format!(
                    "older than {head}, which is applied, and running late: {}",
                    names.join(", ")
                ));
            }
            Event::Ahead { names } => notice(&format!(
                "the database is ahead: it has {} this program does not contain ({})",
                counted(names.len(), "newer migration"),
                names.join(", ")
            )),
            Event::Losing { .. } if self.shown.get() => {}
            Event::Losing { losses } => {
                notice("this deletes:");
                for loss in losses {
                    aside(&format!("  {loss}"));
                }
            }
            Event::Started { direction, name } => {
                let doing = if direction == Direction::Up { "applying" } else { "reverting" };
                self.progress = Progress::start(format!("{doing} {name}"));
                if self.progress.is_none() {
                    talk(&format!("{doing} {name} …"));
                }
            }
            Event::Finished { direction, name, elapsed } => {
                let done = Self::word(past(direction), 8, Tone::Good);
                line(&format!("{done} {name} {FAINT}in {}{FAINT:#}", duration(elapsed)));
            }
        }
    }
}

fn event_json(event: Event<'_>) -> Value {
    match event {
        Event::Planned { direction, names } => {
            serde_json::json!({ "event": "planned", "direction": direction.to_string(), "migrations": names })
        }
        Event::NothingToDo { standing } => {
            serde_json::json!({ "event": "nothing_to_do", "status": standing.overall().word() })
        }
        Event::OutOfOrder { names, head } => {
            serde_json::json!({ "event": "out_of_order", "migrations": names, "head": head })
        }
        Event::Waiting { holder, wait } => {
            serde_json::json!({ "event": "waiting", "holder": holder, "wait_s": wait.as_secs_f64() })
        }
        Event::Retrying { name, tries_left } => {
            serde_json::json!({ "event": "retrying", "migration": name, "tries_left": tries_left })
        }
        Event::Ahead { names } => serde_json::json!({ "event": "ahead", "unknown": names }),
        Event::Losing { losses } => {
            serde_json::json!({ "event": "losing", "losses": losses.iter().map(ToString::to_string).collect::<Vec<_>>() })
        }
        Event::Started { direction, name } => {
            serde_json::json!({ "event": "started", "direction": direction.to_string(), "migration": name })
        }
        Event::Finished { direction, name, elapsed } => {
            let ms = elapsed.as_secs_f64() * 1000.0;
            serde_json::json!({ "event": "finished", "direction": direction.to_string(), "migration": name, "elapsed_ms": ms })
        }
    }
}

/// What was done, in one word.
pub(super) fn past(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "applied",
        Direction::Down => "reverted",
    }
}

/// A number and its noun: `1 migration`, `2 migrations`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Several in one sentence: `PostgreSQL, SQLite and MySQL`.
#[cfg(feature = "author")]
pub(super) fn listed<T: ToString>(items: &[T]) -> String {
    let words: Vec<String> = items.iter().map(ToString::to_string).collect();
    match words.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => words.concat(),
    }
}

/// A duration as a person says it.
pub(super) fn duration(elapsed: Duration) -> String {
    match elapsed.as_millis() {
        0 => format!("{} µs", elapsed.as_micros()),
        1..1000 => format!("{} ms", elapsed.as_millis()),
        1000..60_000 => format!("{:.1} s", elapsed.as_secs_f64()),
        _ => format!("{} min {} s", elapsed.as_secs() / 60, elapsed.as_secs() % 60),
    }
}

/// A time of the bookkeeping table, for people.
pub(super) fn moment(at: i64) -> String {
    let time = DateTime::<Utc>::from_timestamp(at, 0);
    time.map_or_else(|| at.to_string(), |time| time.format("%Y-%m-%d %H:%M:%S UTC").to_string())
}

/// A time of the bookkeeping table, for programs.
pub(super) fn moment_json(at: i64) -> Value {
    let time = DateTime::<Utc>::from_timestamp(at, 0);
    time.map_or(Value::Null, |time| Value::String(time.to_rfc3339_opts(SecondsFormat::Secs, true)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_the_unit_that_fits() {
        let shown =
            [400, 12_000, 2_340_000, 61_000_000].map(|us| duration(Duration::from_micros(us)));
        assert_eq!(shown, ["400 µs", "12 ms", "2.3 s", "1 min 1 s"]);
    }
}
