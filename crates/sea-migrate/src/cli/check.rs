//! `check`: is a migration missing? Entities against migrations, sources against list and ledger.
//!
//! For CI. It works on scratch databases alone and writes nothing.

use std::time::Duration;

use serde_json::json;

use super::grammar::Format;
use super::printer::{self, Printer};
use super::{Project, diff, env};
use crate::Error;
use crate::apply::{Migrations, Options};
use crate::author::{Check, Findings, Scratch};
use crate::entities::{EntityError, EntityErrors};
use crate::error::Exit;
use crate::history::Author;
use crate::plan::Plan;

pub(super) async fn run(
    migrations: &Migrations,
    project: &Project,
    database_url: Option<&str>,
    author: Author,
    format: Format,
    printer: &Printer,
) -> Result<Exit, Error> {
    let Some(entities) = project.entities else {
        return Err(EntityErrors::from(EntityError::NoneGiven).into());
    };
    let entities = entities();
    let options = Options { lock_wait: Duration::ZERO, ..Options::by(author) };
    let place = project.place.as_ref();
    let check = Check { entities: &entities, migrations, options: &options, place };
    let scratch = Scratch::found(env::scratch_target()?, env::named_target(database_url)?, None);
    let findings = check.run(&scratch).await;
    scratch.take_notices().iter().for_each(|it| printer::notice(it));
    let findings = findings?;
    let plan = Plan::of(&findings.missing);
    match format {
        Format::Json => printer::json(&json!({
            "dialect": scratch.dialect(),
            "missing": diff::as_json(&findings.missing, &plan),
            "books": findings.books,
        })),
        Format::Sql => printer::verbatim(&diff::script(&plan.up))?,
        // Only `dump` draws.
        _ => show(&findings, &plan, &entities.tables(), &scratch, printer),
    }
    Ok(if findings.is_empty() { Exit::Done } else { Exit::Findings })
}

fn show(findings: &Findings, plan: &Plan, tables: &[String], scratch: &Scratch, printer: &Printer) {
    if findings.is_empty() {
        printer::line(&format!(
            "entities and migrations agree: {}, on {}",
            printer::counted(tables.len(), "table"),
            scratch.dialect()
        ));
        return;
    }
    for finding in &findings.books {
        printer::line(finding);
    }
    if findings.missing.is_empty() {
        return;
    }
    printer::line("the entities ask for this, and no migration does it:");
    diff::show(&findings.missing, plan, printer);
    for question in &findings.missing.questions {
        printer::notice(&format!(
            "{question}; if so, say it beside the entity: renamed_from or column_renamed_from"
        ));
    }
    printer::notice("write a migration that does it, or correct the entities");
}
