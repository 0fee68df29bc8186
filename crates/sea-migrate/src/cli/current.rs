//! `current`: the newest applied migration, alone on stdout so that a script can take it.

use serde_json::json;

use super::printer::{self, Printer};
use crate::Error;
use crate::apply::Runner;

pub(super) async fn run(runner: &Runner<'_>, printer: &mut Printer) -> Result<(), Error> {
    let standing = runner.standing().await?;
    let word = standing.overall().word();
    if printer.is_json() {
        printer::json(
            &json!({ "database": runner.place(), "current": standing.head(), "status": word }),
        );
        return Ok(());
    }
    match standing.head() {
        Some(head) => {
            printer::line(head);
            printer::talk(&format!("{} is {word}", runner.place()));
        }
        None => printer::talk(&format!("nothing is applied to {}", runner.place())),
    }
    Ok(())
}
