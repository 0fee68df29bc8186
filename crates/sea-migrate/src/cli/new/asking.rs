//! What only a person knows: asked on a terminal, elsewhere refused with the words that say it.

use super::super::printer::{self, Printer};
use crate::Error;
use crate::author::{Ask, AuthorError, Sides, Wishes, open};
use crate::diff::{Diff, WantedRename};
use crate::entities::Entities;

/// The differences with everything answered.
pub(super) fn answered(
    sides: &Sides,
    entities: &Entities,
    mut wishes: Wishes,
    printer: &Printer,
) -> Result<Vec<Diff>, Error> {
    loop {
        let diffs = sides.diffs(entities, &wishes)?;
        let asks = open(&diffs, &wishes);
        let Some(first) = asks.first() else {
            unused_drops(&wishes, &diffs);
            return Ok(diffs);
        };
        if !ask(first, &mut wishes, printer)? {
            let asked = asks.iter().map(|it| (it.question(), it.flags())).collect();
            return Err(AuthorError::Unanswered { asked }.into());
        }
    }
}

/// What was said to be dropped and isn't deserves a word.
fn unused_drops(wishes: &Wishes, diffs: &[Diff]) {
    for drop in &wishes.drops {
        let mut changes = diffs.iter().flat_map(|it| &it.changes);
        if !changes.any(|it| it.object() == *drop) {
            printer::notice(&format!("--drop {drop}: nothing of that name goes"));
        }
    }
}

/// Asks one question; whether there was anybody to answer it.
fn ask(ask: &Ask, wishes: &mut Wishes, printer: &Printer) -> Result<bool, Error> {
    match ask {
        Ask::Rename { what, from, to } => {
            let mut text = format!("Was {what} `{from}` renamed?\n");
            for (at, name) in to.iter().enumerate() {
                text.push_str(&format!("  {} yes, it is `{name}` now\n", at + 1));
            }
            text.push_str(&format!(
                "  {} no: it goes, and what is new comes empty\nNumber:",
                to.len() + 1
            ));
            loop {
                let Some(answer) = printer.ask_for_line(&text)? else { return Ok(false) };
                match answer.parse::<usize>().ok().and_then(|it| it.checked_sub(1)) {
                    Some(at) if at < to.len() => {
                        let to = to[at].clone();
                        wishes.renames.push(WantedRename { from: from.clone(), to });
                        return Ok(true);
                    }
                    Some(at) if at == to.len() => {
                        wishes.drops.push(from.clone());
                        return Ok(true);
                    }
                    // A closed terminal answers nothing, for ever.
                    _ if answer.is_empty() => return Err(Error::Declined),
                    _ => text = format!("a number from 1 to {}:", to.len() + 1),
                }
            }
        }
        Ask::Fill { table, column, .. } => {
            let Some(answer) = printer.ask_for_line(&format!("{}\nValue:", ask.question()))? else {
                return Ok(false);
            };
            if answer.is_empty() {
                return Err(Error::Declined);
            }
            wishes.fills.push((table.clone(), column.clone(), answer));
            Ok(true)
        }
    }
}
