//! Events as text for people: one line a step, and on a terminal the step at work with its time.
//!
//! It makes text; it writes nothing.

use std::time::{Duration, Instant};

use super::{
    super::{
        event::{Audience, Event, Finish},
        lock::Owner,
        preflight::Weight,
        step::{Id, Kind, Step},
    },
    Detail,
};
use crate::{clock, exit::Exit};

/// Where nothing can be overwritten, a line now and then says that it goes on.
const SIGN_OF_LIFE: Duration = Duration::from_secs(30);
/// How often the line on a terminal is drawn again.
const FRAME: Duration = Duration::from_millis(100);
/// As wide as the narrowest terminal that anybody has.
const WIDTH: usize = 78;

pub(crate) struct Human {
    on_terminal: bool,
    in_colour: bool,
    detail: Detail,
    /// The step at work, since when, and the last line of docker about it.
    at_work: Option<AtWork>,
    /// The line at the cursor is to be overwritten.
    line_is_open: bool,
    waiting_told: Option<Instant>,
    lines: Lines,
}

/// Whether the lines of the step at work were shown as they came.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    Kept,
    Shown,
}

struct AtWork {
    id: Id,
    since: Instant,
    drawn: Instant,
    last: String,
}

impl Human {
    pub(super) fn new(on_terminal: bool, detail: Detail) -> Self {
        let in_colour = on_terminal && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty());
        Self {
            on_terminal,
            in_colour,
            detail,
            at_work: None,
            line_is_open: false,
            waiting_told: None,
            lines: Lines::Kept,
        }
    }

    pub(super) fn text(&mut self, event: &Event<'_>) -> String {
        match event {
            Event::Beat => self.frame(),
            Event::Output { line, for_whom: Audience::WhoAsked, .. }
                if self.detail == Detail::Essential =>
            {
                if let Some(work) = &mut self.at_work {
                    (*line).clone_into(&mut work.last);
                }
                self.frame()
            }
            Event::Waiting { .. }
                if self.waiting_told.is_some_and(|told| told.elapsed() < SIGN_OF_LIFE) =>
            {
                self.frame()
            }
            Event::Started(step) => self.started(step),
            _ => {
                let cleared = self.clear();
                cleared + &self.lines(event)
            }
        }
    }

    fn lines(&mut self, event: &Event<'_>) -> String {
        match event {
            Event::Planned { plan, place } => {
                let verb = match plan.kind {
                    Kind::Deploy => "deploying",
                    Kind::Rollback => "rolling back to",
                };
                format!("{verb} {} {} on {place}\n", plan.stack.project, plan.tag)
            }
            Event::Problem(problem) => {
                let word = match problem.weight {
                    Weight::Refuses => self.paint(RED, "error"),
                    Weight::Warns => self.paint(YELLOW, "warning"),
                };
                format!("{word}: {}\nhint: {}\n", problem.what, problem.hint)
            }
            Event::Warned { what, hint } => {
                format!("{}: {what}\nhint: {hint}\n", self.paint(YELLOW, "warning"))
            }
            Event::Waiting { owner } => {
                self.waiting_told = Some(Instant::now());
                let who =
                    owner.map_or_else(|| "somebody else is deploying".to_owned(), Owner::sentence);
                format!("  waiting: {who}\n")
            }
            Event::Output { line, .. } => {
                self.lines = Lines::Shown;
                format!("    {line}\n")
            }
            Event::Done { step, note, took } => self.ended(*step, GREEN, "ok", note, *took),
            Event::Failed { step, what, took } => self.ended(*step, RED, "FAILED", what, *took),
            Event::Skipped { step, why } => {
                format!("  {:<8} {}  {why}\n", step.name(), self.paint(FAINT, "-"))
            }
            Event::Restoring { tag } => format!("  bringing back the previous backend, {tag}\n"),
            Event::Restored { tag, took } => {
                format!(
                    "  {:<8} {}  {tag} serves again  {}\n",
                    "restore",
                    self.paint(GREEN, "ok"),
                    clock::duration(*took)
                )
            }
            Event::Finished(finish) => self.finished(finish),
            Event::Beat | Event::Started(_) => String::new(),
        }
    }

    fn started(&mut self, step: &Step) -> String {
        let now = Instant::now();
        self.lines = Lines::Kept;
        self.at_work =
            Some(AtWork { id: step.id, since: now, drawn: now, last: step.title.clone() });
        if self.on_terminal {
            self.draw()
        } else if self.detail == Detail::Everything || step.id == Id::Migrate {
            // What follows are lines of others: without this nobody would know whose.
            format!("  {:<8} {}\n", step.id.name(), step.title)
        } else {
            String::new()
        }
    }

    fn ended(&mut self, step: Id, colour: &str, word: &str, note: &str, took: Duration) -> String {
        self.at_work = None;
        let note = if note.is_empty() { String::new() } else { format!("{note}  ") };
        format!(
            "  {:<8} {}  {note}{}\n",
            step.name(),
            self.paint(colour, word),
            clock::duration(took)
        )
    }

    fn finished(&self, finish: &Finish) -> String {
        let mut text = String::new();
        if !finish.tail.is_empty() && self.lines == Lines::Kept {
            text.push_str("the last lines of it:\n");
            for line in &finish.tail {
                text.push_str(&format!("    {line}\n"));
            }
        }
        if finish.exit == Exit::Done {
            text.push_str(&format!("{}\n", finish.what));
        } else {
            text.push_str(&format!("{}: {}\n", self.paint(RED, "error"), finish.what));
        }
        for next in &finish.next {
            text.push_str(&format!("hint: {next}\n"));
        }
        text
    }

    /// The step at work again, if it is time.
    fn frame(&mut self) -> String {
        let pause = if self.on_terminal { FRAME } else { SIGN_OF_LIFE };
        match &mut self.at_work {
            Some(work) if work.drawn.elapsed() >= pause => {
                work.drawn = Instant::now();
                if self.on_terminal {
                    self.draw()
                } else {
                    format!(
                        "  {:<8} …  {}\n",
                        work.id.name(),
                        clock::duration(work.since.elapsed())
                    )
                }
            }
            Some(_) | None => String::new(),
        }
    }

    fn draw(&mut self) -> String {
        let Some(work) = &self.at_work else { return String::new() };
        let line = format!(
            "  {:<8} …  {}  {}",
            work.id.name(),
            clock::duration(work.since.elapsed()),
            work.last
        );
        let line: String = line.chars().take(WIDTH).collect();
        self.line_is_open = true;
        format!("\r\u{1b}[K{line}")
    }

    fn clear(&mut self) -> String {
        if std::mem::take(&mut self.line_is_open) { "\r\u{1b}[K".to_owned() } else { String::new() }
    }

    fn paint(&self, colour: &str, word: &str) -> String {
        if self.in_colour { format!("\u{1b}[{colour}m{word}\u{1b}[0m") } else { word.to_owned() }
    }
}

const RED: &str = "31";
const GREEN: &str = "32";
const YELLOW: &str = "33";
const FAINT: &str = "2";

#[cfg(test)]
mod tests {
    use super::*;

    fn done(human: &mut Human) -> String {
        human.text(&Event::Done { step: Id::Build, note: "", took: Duration::from_secs(2) })
    }

    #[test]
    fn elsewhere_than_on_a_terminal_there_are_plain_lines() {
        let mut human = Human::new(false, Detail::Essential);
        let noise = Event::Output { step: Id::Build, line: "#1 x", for_whom: Audience::WhoAsked };
        assert_eq!(human.text(&noise), "");
        assert_eq!(human.text(&Event::Beat), "");
        assert_eq!(done(&mut human), "  build    ok  2.0 s\n");
        let said =
            Event::Output { step: Id::Migrate, line: "applied m1", for_whom: Audience::Everybody };
        assert_eq!(human.text(&said), "    applied m1\n");
    }

    #[test]
    fn on_a_terminal_a_line_is_overwritten_by_what_comes() {
        let mut human = Human::new(true, Detail::Essential);
        human.in_colour = false;
        human.line_is_open = true;
        assert_eq!(done(&mut human), "\r\u{1b}[K  build    ok  2.0 s\n");
        assert_eq!(done(&mut human), "  build    ok  2.0 s\n");
    }
}
