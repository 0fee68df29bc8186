//! `down`: reverts, after saying what that deletes.

use std::time::Instant;

use serde_json::json;

use super::consent::decide;
use super::grammar::Down;
use super::printer::{self, Printer, counted, duration};
use crate::Error;
use crate::apply::Runner;

pub(super) async fn run(
    runner: &Runner<'_>,
    args: Down,
    printer: &mut Printer,
) -> Result<(), Error> {
    let started = Instant::now();
    let (to, consent) = args.split();
    let mut decide = decide(runner, &consent, printer.asker());
    let names = runner.down(&to, &mut decide, printer).await?;
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
