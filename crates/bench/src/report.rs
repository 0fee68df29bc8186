//! The only place that writes to stdout and stderr: figures to the one, talk to the other.

use std::io::Write;
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::aim::Aim;
use crate::grammar::Format;
use crate::rounds::Samples;

/// Everything that was measured, and with what.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) format: Format,
    pub(crate) rounds: u32,
    pub(crate) header: Vec<String>,
    /// What is missing, and why.
    pub(crate) notes: Vec<String>,
    pub(crate) groups: Vec<Group>,
}

/// What was measured under the same conditions.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) title: String,
    pub(crate) rows: Vec<Row>,
}

/// One contender, one command.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) label: String,
    pub(crate) samples: Samples,
    /// Times the shell with the same statements.
    pub(crate) ratio: Option<f64>,
    pub(crate) aim: Option<Aim>,
}

impl Row {
    fn is_met(&self) -> Option<bool> {
        self.aim?.is_met(self.samples.median(), self.ratio)
    }
}

/// How the measuring went; a missed aim is no failure.
pub(crate) fn outcome(measured: anyhow::Result<Report>) -> ExitCode {
    match measured {
        Ok(report) => {
            let text = match report.format {
                Format::Human => table(&report),
                Format::Json => format!("{}\n", as_json(&report)),
            };
            // A closed pipe is the reader's decision, not a failure.
            drop(std::io::stdout().write_all(text.as_bytes()));
            ExitCode::SUCCESS
        }
        Err(error) => failed(&error),
    }
}

/// How a role went.
pub(crate) fn played(done: anyhow::Result<()>) -> ExitCode {
    done.map_or_else(|error| failed(&error), |()| ExitCode::SUCCESS)
}

/// What is being measured now.
pub(crate) fn progress(text: &str) {
    drop(writeln!(std::io::stderr(), "measuring: {text}"));
}

fn failed(error: &anyhow::Error) -> ExitCode {
    drop(writeln!(std::io::stderr(), "error: {error:#}"));
    ExitCode::FAILURE
}

fn table(report: &Report) -> String {
    let mut text = report.header.join("\n");
    text.push('\n');
    let width = report.groups.iter().flat_map(|group| &group.rows).map(|row| row.label.len()).max();
    let width = width.unwrap_or_default();
    for group in &report.groups {
        text += &format!("\n{}\n", group.title);
        text += &format!("  {:width$}  {:>10}  {:>10}  {:>7}\n", "", "median", "fastest", "ratio");
        text.extend(group.rows.iter().map(|row| line(row, width)));
    }
    if !report.notes.is_empty() {
        text.push('\n');
        text.extend(report.notes.iter().map(|note| format!("notice: {note}\n")));
    }
    text
}

fn line(row: &Row, width: usize) -> String {
    let ms = |time: std::time::Duration| format!("{:.1} ms", time.as_secs_f64() * 1000.0);
    let ratio = row.ratio.map(|ratio| format!("{ratio:.2} x")).unwrap_or_default();
    let (median, fastest) = (ms(row.samples.median()), ms(row.samples.fastest()));
    let aim = row.aim.map(|aim| format!("  aim {aim}: {}", verdict(row))).unwrap_or_default();
    let line = format!("  {:width$}  {median:>10}  {fastest:>10}  {ratio:>7}{aim}", row.label);
    format!("{}\n", line.trim_end())
}

fn verdict(row: &Row) -> &'static str {
    match row.is_met() {
        Some(true) => "met",
        Some(false) => "missed",
        None => "nothing to compare with",
    }
}

fn as_json(report: &Report) -> Value {
    let row = |row: &Row| {
        json!({
            "what": row.label,
            "median_ms": row.samples.median().as_secs_f64() * 1000.0,
            "samples_ms": row.samples.milliseconds(),
            "ratio": row.ratio,
            "aim": row.aim.map(|aim| aim.to_string()),
            "met": row.is_met(),
        })
    };
    let group = |group: &Group| json!({ "title": group.title, "rows": group.rows.iter().map(row).collect::<Vec<_>>() });
    json!({
        "with": report.header,
        "rounds": report.rounds,
        "notes": report.notes,
        "groups": report.groups.iter().map(group).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aim;

    #[test]
    fn a_row_says_how_it_stands_to_its_aim() {
        let samples = crate::rounds::play(1, &[30], |ms| Ok(std::time::Duration::from_millis(ms)));
        let samples = samples.unwrap().remove(0);
        let row =
            Row { label: "up".to_owned(), samples, ratio: Some(1.5), aim: Some(aim::FROM_EMPTY) };
        assert_eq!(
            line(&row, 4),
            "  up       30.0 ms     30.0 ms   1.50 x  aim at most 1.20 x: missed\n"
        );
        let alone = Row { ratio: None, ..row };
        assert!(line(&alone, 2).ends_with("aim at most 1.20 x: nothing to compare with\n"));
    }
}
