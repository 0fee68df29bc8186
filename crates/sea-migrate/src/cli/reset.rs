//! `reset`: reverts all migrations and removes the bookkeeping.

use serde_json::json;

use super::consent;
use super::grammar::Fresh;
use super::printer::{self, Printer, counted};
use crate::Error;
use crate::apply::{Consent, Forecast, Runner};

pub(super) async fn run(
    runner: &Runner<'_>,
    args: &Fresh,
    printer: &mut Printer,
) -> Result<(), Error> {
    consent::agree(
        runner,
        &args.consent,
        "reverting all migrations and forgetting their history",
        &[],
        printer,
    )?;
    // Agreed to as a whole; what goes is still told.
    let mut decide = |_: &Forecast| Ok(Consent::Given);
    let names = runner.reset(&mut decide, printer).await?;
    if printer.is_json() {
        printer::json(&json!({ "event": "done", "database": runner.place(), "reverted": names }));
    } else {
        let count = counted(names.len(), "migration");
        printer::line(&format!("{count} reverted on {}, and the history removed", runner.place()));
    }
    Ok(())
}
