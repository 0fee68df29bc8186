//! `reset`: reverts all migrations and removes the bookkeeping.

use serde_json::json;

use super::consent;
use super::grammar::Fresh;
use super::printer::{self, Printer, counted};
use crate::Error;
use crate::apply::{Consent, Forecast, Loss, Runner};

pub(super) async fn run(
    runner: &Runner<'_>,
    args: &Fresh,
    printer: &mut Printer,
) -> Result<(), Error> {
    let asking = printer.asker();
    let agree = |losses: &[Loss]| {
        let what = "reverting all migrations and forgetting their history";
        consent::agree(runner, &args.consent, what, losses, &asking)
    };
    if runner.standing().await?.head().is_none() {
        // There is nothing to revert, and so no forecast to decide about.
        agree(&[])?;
    }
    let mut decide = |forecast: &Forecast| agree(&forecast.losses).map(|()| Consent::Given);
    let names = runner.reset(&mut decide, printer).await?;
    if printer.is_json() {
        printer::json(&json!({ "event": "done", "database": runner.place(), "reverted": names }));
    } else {
        let count = counted(names.len(), "migration");
        printer::line(&format!("{count} reverted on {}, and the history removed", runner.place()));
    }
    Ok(())
}
