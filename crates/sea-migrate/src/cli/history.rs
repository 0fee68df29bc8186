//! `history`: what ran on the database, newest first.

use serde_json::{Value, json};

use super::printer::{self, Printer, moment, moment_json};
use crate::Error;
use crate::apply::Runner;

pub(super) async fn run(runner: &Runner<'_>, printer: &mut Printer) -> Result<(), Error> {
    let standing = runner.standing().await?;
    let mut rows = standing.chronicle();
    rows.reverse();
    if printer.is_json() {
        let history: Vec<Value> = rows
            .iter()
            .map(|(name, at)| json!({ "migration": name, "applied_at": moment_json(*at) }))
            .collect();
        printer::json(&json!({ "database": runner.place(), "history": history }));
        return Ok(());
    }
    if rows.is_empty() {
        printer::talk(&format!("nothing is applied to {}", runner.place()));
    }
    for (name, at) in rows {
        printer::line(&format!("{}  {name}", moment(at)));
    }
    Ok(())
}
