//! `redo`: reverts the newest migration and applies it again, for work on a migration.

use serde_json::json;

use super::consent::decide;
use super::grammar::Redo;
use super::printer::{self, Printer};
use crate::Error;
use crate::apply::Runner;

pub(super) async fn run(
    runner: &Runner<'_>,
    args: &Redo,
    printer: &mut Printer,
) -> Result<(), Error> {
    let mut decide = decide(runner, &args.consent, printer.asker());
    let name = runner.redo(&mut decide, printer).await?;
    if printer.is_json() {
        printer::json(&json!({ "event": "done", "database": runner.place(), "redone": name }));
        return Ok(());
    }
    match name {
        Some(name) => {
            printer::line(&format!("{name} was reverted and applied again on {}", runner.place()));
        }
        None => printer::line(&format!("nothing to do: nothing is applied to {}", runner.place())),
    }
    Ok(())
}
