//! `fresh`: drops everything and applies all migrations.

use serde_json::json;

use super::consent;
use super::grammar::Fresh;
use super::printer::{self, Printer, counted};
use crate::Error;
use crate::apply::Runner;

pub(super) async fn run(
    runner: &Runner<'_>,
    args: &Fresh,
    printer: &mut Printer,
) -> Result<(), Error> {
    if !consent::is_given(runner, &args.consent) {
        let (what, contents) = ("dropping everything in the database", runner.contents().await?);
        consent::agree(runner, &args.consent, what, &contents, printer)?;
    }
    let names = runner.fresh(printer).await?;
    if printer.is_json() {
        printer::json(&json!({ "event": "done", "database": runner.place(), "applied": names }));
    } else {
        let count = counted(names.len(), "migration");
        printer::line(&format!("{} was emptied, {count} applied", runner.place()));
    }
    Ok(())
}
