//! `redo`: reverts the newest migration and applies it again, for work on a migration.

use serde_json::json;

use super::down::revert;
use super::grammar::Consent;
use super::printer::{self, Printer};
use crate::Error;
use crate::apply::{DownTo, Runner};

pub(super) async fn run(
    runner: &Runner<'_>,
    consent: Consent,
    printer: &mut Printer,
) -> Result<(), Error> {
    let names = revert(runner, &DownTo::Steps(1), consent, printer).await?;
    let Some(name) = names.first() else {
        if printer.is_json() {
            printer::json(&json!({ "event": "done", "database": runner.place(), "redone": null }));
        } else {
            printer::line(&format!("nothing to do: nothing is applied to {}", runner.place()));
        }
        return Ok(());
    };
    // By its name and not by one step: an older migration that is still pending is not what was asked for.
    runner.again(name, printer).await?;
    if printer.is_json() {
        printer::json(&json!({ "event": "done", "database": runner.place(), "redone": name }));
    } else {
        printer::line(&format!("{name} was reverted and applied again on {}", runner.place()));
    }
    Ok(())
}
