//! What stands above a migration: what it does in the words of `diff`, and what is lost.

use super::step;
use crate::change::{Change, Rename, Renamed};
use crate::diff::Diff;

/// The effect in plain lines: that of the first side, and what only another one has.
pub(super) fn effect(sides: &[Diff]) -> Vec<String> {
    let Some(first) = sides.first() else { return Vec::new() };
    let mut lines: Vec<String> = sorted(first).iter().map(line).collect();
    let known: Vec<String> = sides[0].all().iter().map(step::key).collect();
    for diff in sides.iter().skip(1) {
        let dialect = diff.schemas.after.dialect;
        let own = sorted(diff).into_iter().filter(|it| !known.contains(&step::key(it)));
        lines.extend(own.map(|it| format!("{} ({})", line(&it), dialect)));
    }
    lines
}

/// What belongs to no table first, then new names of tables, then by table.
fn sorted(diff: &Diff) -> Vec<Change> {
    let mut changes = diff.all();
    let is_renamed =
        |it: &Change| matches!(it, Change::Rename(Rename { what: Renamed::Table(_), .. }));
    changes.sort_by_key(|it| (it.table().is_some(), !is_renamed(it), it.table().cloned()));
    changes
}

fn line(it: &Change) -> String {
    let is_whole = matches!(it, Change::Table(_) | Change::Comment(_))
        || matches!(it, Change::Rename(Rename { what: Renamed::Table(_), .. }));
    match it.table().filter(|_| !is_whole) {
        Some(table) => format!("{} {table}: {}", it.deed().sign(), it.sentence()),
        None => format!("{} {}", it.deed().sign(), it.sentence()),
    }
}

/// `m20261122_101500_add_location_photo` as a sentence.
pub(super) fn title(name: &str) -> String {
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let words: Vec<&str> = name.split('_').collect();
    let words = match words.as_slice() {
        [day, time, rest @ ..]
            if day.strip_prefix('m').is_some_and(is_number) && is_number(time) =>
        {
            rest
        }
        all => all,
    };
    let text = words.join(" ");
    let mut chars = text.chars();
    let first = chars.next().map(|it| it.to_uppercase().collect::<String>());
    format!("{}{}.", first.unwrap_or_default(), chars.as_str())
}

/// The comment.
pub(super) fn comment(name: &str, effect: &[String], up: &[String], down: &[String]) -> String {
    let mut text = format!("//! {}\n", title(name));
    if !effect.is_empty() {
        text.push_str("//!\n//! ```text\n");
        for line in effect.iter().flat_map(|it| it.lines()) {
            text.push_str(&format!("//! {line}\n"));
        }
        text.push_str("//! ```\n");
    }
    for (way, losses) in [("up", up), ("down", down)] {
        if !losses.is_empty() {
            text.push_str(&format!(
                "//!\n//! Lost for good on the way {way}: {}.\n",
                losses.join(", ")
            ));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_sentence() {
        assert_eq!(title("m20261122_101500_add_location_photo"), "Add location photo.");
        assert_eq!(title("add_x"), "Add x.");
    }
}
