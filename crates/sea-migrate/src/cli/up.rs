//! `up`: applies what is pending.

use std::time::Instant;

use serde_json::json;

use super::grammar::Up;
use super::printer::{self, Printer, counted, duration};
use crate::Error;
use crate::apply::Runner;

pub(super) async fn run(runner: &Runner<'_>, args: Up, printer: &mut Printer) -> Result<(), Error> {
    let started = Instant::now();
    let names = runner.up(&args.into(), printer).await?;
    let elapsed = started.elapsed();
    let place = runner.place();
    if printer.is_json() {
        let ms = elapsed.as_secs_f64() * 1000.0;
        printer::json(
            &json!({ "event": "done", "database": place, "applied": names, "elapsed_ms": ms }),
        );
    } else if names.is_empty() {
        let standing = runner.standing().await?;
        let at = standing.head().map(|head| format!(" at {head}")).unwrap_or_default();
        printer::line(&format!("nothing to do: {place} is {}{at}", standing.overall().word()));
    } else {
        printer::line(&format!(
            "{} applied to {place} in {}",
            counted(names.len(), "migration"),
            duration(elapsed)
        ));
    }
    Ok(())
}
