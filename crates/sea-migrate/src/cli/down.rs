//! `down`: reverts, after saying what that deletes.

use std::time::Instant;

use serde_json::json;

use super::grammar::{self, Down};
use super::printer::{self, Printer, counted, duration};
use crate::Error;
use crate::apply::{Consent, DownTo, Forecast, Runner};

pub(super) async fn run(
    runner: &Runner<'_>,
    args: Down,
    printer: &mut Printer,
) -> Result<(), Error> {
    let started = Instant::now();
    let (to, consent) = args.split();
    let names = revert(runner, &to, consent, printer).await?;
    let elapsed = started.elapsed();
    let place = runner.place();
    if printer.is_json() {
        let ms = elapsed.as_secs_f64() * 1000.0;
        printer::json(
            &json!({ "event": "done", "database": place, "reverted": names, "elapsed_ms": ms }),
        );
    } else if names.is_empty() {
        printer::line(&format!("nothing to do: there is nothing to revert on {place}"));
    } else {
        printer::line(&format!(
            "{} reverted on {place} in {}",
            counted(names.len(), "migration"),
            duration(elapsed)
        ));
    }
    Ok(())
}

/// Reverts with the consent of the command line, or of the person at the terminal.
pub(super) async fn revert(
    runner: &Runner<'_>,
    to: &DownTo,
    consent: grammar::Consent,
    printer: &mut Printer,
) -> Result<Vec<String>, Error> {
    let asker = printer.clone();
    let place = runner.place().to_owned();
    let mut decide = |forecast: &Forecast| {
        if consent.yes {
            return Ok(Consent::Given);
        }
        Ok(match asker.ask(&place, forecast)? {
            Some(true) => Consent::Given,
            Some(false) => Consent::Declined,
            None => Consent::Absent,
        })
    };
    runner.down(to, &mut decide, printer).await
}
