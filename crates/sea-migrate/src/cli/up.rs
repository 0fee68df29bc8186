//! `up`: applies what is pending.

use std::time::Instant;

use serde_json::json;

use super::grammar::Up;
use super::printer::{self, Printer, counted, duration};
use crate::Error;
use crate::apply::{Event, Observer, Runner};

pub(super) async fn run(runner: &Runner<'_>, args: Up, printer: &mut Printer) -> Result<(), Error> {
    let started = Instant::now();
    let mut already = None;
    let mut observer = |event: Event<'_>| match event {
        Event::NothingToDo { standing } => already = Some(standing.clone()),
        event => printer.tell(event),
    };
    let names = match runner.up(&args.into(), &mut observer).await {
        Ok(names) => names,
        Err(error) => {
            printer.end_progress();
            tell_where_it_stands(runner, &error).await;
            return Err(error);
        }
    };
    let elapsed = started.elapsed();
    let place = runner.place();
    if printer.is_json() {
        let ms = elapsed.as_secs_f64() * 1000.0;
        printer::json(
            &json!({ "event": "done", "database": place, "applied": names, "elapsed_ms": ms }),
        );
    } else if let Some(standing) = already {
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

/// After a failure: how far it came. A second failure must not hide the first.
async fn tell_where_it_stands(runner: &Runner<'_>, error: &Error) {
    if !matches!(
        error,
        Error::MigrationFailed { .. } | Error::DanglingRows { .. } | Error::Irreversible { .. }
    ) {
        return;
    }
    if let Ok(standing) = runner.standing().await {
        let at = standing
            .head()
            .map_or_else(|| "with nothing applied".to_owned(), |head| format!("at {head}"));
        let pending = counted(standing.pending().count(), "migration");
        printer::talk(&format!("{} is now {at}, {pending} pending", runner.place()));
    }
}
