//! `stamp` and `baseline`: records migrations as applied without running them.

use serde_json::{Value, json};

use super::env;
use super::grammar::Stamp;
use super::printer::{self, Printer, counted};
use crate::Error;
use crate::apply::Runner;

pub(super) async fn stamp(
    runner: &Runner<'_>,
    args: &Stamp,
    printer: &mut Printer,
) -> Result<(), Error> {
    let recorded = runner.stamp(&args.name, printer).await?;
    tell(runner, &recorded, "without looking at the tables", printer);
    Ok(())
}

pub(super) async fn baseline(
    runner: &Runner<'_>,
    args: &Stamp,
    printer: &mut Printer,
) -> Result<(), Error> {
    let scratch = env::scratch_target()?.unwrap_or_else(|| runner.target().clone());
    let baseline = runner.baseline(&args.name, &scratch, printer).await?;
    for (table, brought, there) in &baseline.fewer_rows {
        printer::notice(&format!(
            "the migrations bring {brought} rows into `{table}`, here are {there}; rows are not compared"
        ));
    }
    tell(runner, &baseline.recorded, "after comparing the tables", printer);
    Ok(())
}

fn tell(runner: &Runner<'_>, recorded: &[String], how: &str, printer: &Printer) {
    let place = runner.place();
    if printer.is_json() {
        let recorded: Vec<Value> = recorded.iter().map(|name| json!(name)).collect();
        printer::json(&json!({ "event": "done", "database": place, "recorded": recorded }));
        return;
    }
    if recorded.is_empty() {
        printer::line(&format!("nothing to do: all of it is recorded on {place} already"));
        return;
    }
    for name in recorded {
        printer::line(&format!("recorded {name}"));
    }
    printer::line(&format!(
        "{} recorded as applied to {place}, {how}",
        counted(recorded.len(), "migration")
    ));
}
