//! `plan`: what `up` or `down` would do.

use serde_json::{Value, json};

use super::grammar::Plan;
use super::printer::{self, Printer, Tone};
use crate::Error;
use crate::apply::{Direction, Runner};

pub(super) async fn run(
    runner: &Runner<'_>,
    args: Plan,
    printer: &mut Printer,
) -> Result<(), Error> {
    let plan = match args.split() {
        (Direction::Up, to, _) => runner.plan_up(&to).await?,
        (Direction::Down, _, to) => runner.plan_down(&to, printer).await?,
    };
    let direction = plan.direction.to_string();
    if printer.is_json() {
        let steps: Vec<Value> = plan
            .steps
            .iter()
            .map(|it| json!({ "name": it.name, "transactional": it.is_transactional, "late": it.is_late }))
            .collect();
        let losses: Vec<String> = plan.losses.iter().map(ToString::to_string).collect();
        let database = runner.place();
        printer::json(
            &json!({ "database": database, "direction": direction, "migrations": steps, "losses": losses }),
        );
        return Ok(());
    }
    if plan.steps.is_empty() {
        printer::line(&format!("{direction} would do nothing on {}", runner.place()));
    }
    for step in &plan.steps {
        let mut line = format!("{} {}", Printer::word(&direction, 4, Tone::Good), step.name);
        if !step.is_transactional {
            line.push_str(&format!(
                "  {}",
                Printer::word("outside a transaction", 0, Tone::Notice)
            ));
        }
        if step.is_late {
            line.push_str(&format!(
                "  {}",
                Printer::word("older than what is applied", 0, Tone::Notice)
            ));
        }
        printer::line(&line);
    }
    for loss in &plan.losses {
        printer::line(&format!("     deletes {loss}"));
    }
    Ok(())
}
