//! `check`: is a migration missing? Entities against migrations, sources against list and ledger.
//!
//! For CI. It works on scratch databases alone and writes nothing.

use serde_json::json;

use super::author::{Desk, tell};
use super::diff;
use super::grammar::Format;
use super::printer::{self, Printer};
use crate::Error;
use crate::author::{Check, Findings, Places};
use crate::diff::Diff;
use crate::error::Exit;
use crate::plan::Plan;

pub(super) async fn run(desk: &Desk<'_>, printer: &Printer) -> Result<Exit, Error> {
    let entities = desk.entities()?;
    let check = Check {
        entities: &entities,
        migrations: desk.migrations,
        options: &desk.options,
        place: desk.project.place.as_ref(),
    };
    let mut places = desk.places()?;
    let findings = check.run(&mut places).await;
    tell(&mut places);
    let findings = findings?;
    match desk.format {
        Format::Json => {
            let on = |diff: &Diff| json!({ "dialect": diff.schemas.after.dialect, "missing": diff::as_json(diff, &Plan::of(diff)) });
            let first = findings.missing.first().map(on).unwrap_or_default();
            printer::json(&json!({
                "dialect": first["dialect"],
                "missing": first["missing"],
                "others": findings.missing.iter().skip(1).map(on).collect::<Vec<_>>(),
                "books": findings.books,
            }));
        }
        Format::Sql => {
            for diff in findings.missing.iter().take(1) {
                printer::verbatim(&diff::script(&Plan::of(diff).up))?;
            }
        }
        Format::Human | Format::Mermaid | Format::Svg | Format::Html => {
            show(&findings, &entities.tables(), &places, printer);
        }
    }
    Ok(if findings.is_empty() { Exit::Done } else { Exit::Findings })
}

fn show(findings: &Findings, tables: &[String], places: &Places, printer: &Printer) {
    if findings.is_empty() {
        printer::line(&format!(
            "entities and migrations agree: {}, on {}",
            printer::counted(tables.len(), "table"),
            printer::listed(&places.dialects())
        ));
        return;
    }
    for finding in &findings.books {
        printer::line(finding);
    }
    let Some(first) = findings.missing.iter().find(|it| !it.is_empty()) else { return };
    printer::line(&format!(
        "the entities ask for this, and no migration does it ({}):",
        first.schemas.after.dialect
    ));
    diff::show(first, &Plan::of(first), printer);
    for question in &first.questions {
        let names = &question.names;
        printer::notice(&format!("{question}; if so, --rename {}:{}", names.before, names.after));
    }
    printer::notice(&format!(
        "`{} new NAME` writes a migration that does it",
        super::env::program()
    ));
}
