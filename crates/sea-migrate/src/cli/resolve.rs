//! `resolve`: a person says what is true, and the history takes note of it.

use serde_json::json;

use super::grammar::Resolve;
use super::printer::{self, Printer};
use crate::Error;
use crate::apply::{Resolution, Runner};

pub(super) async fn run(
    runner: &Runner<'_>,
    args: &Resolve,
    printer: &mut Printer,
) -> Result<(), Error> {
    let resolution = args.resolution();
    let name = runner.resolve(&args.name, resolution, printer).await?;
    let what = match resolution {
        Resolution::Applied => "is recorded as applied",
        Resolution::Reverted => "is recorded as not applied",
        Resolution::Retry => "was run again",
        Resolution::AcceptEdit => "is accepted as it is now",
    };
    if printer.is_json() {
        printer::json(
            &json!({ "event": "done", "database": runner.place(), "migration": name, "resolution": what }),
        );
    } else {
        printer::line(&format!("{name} {what} on {}", runner.place()));
    }
    Ok(())
}
