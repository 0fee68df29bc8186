//! What a migration does to the schema, in the plain lines of the ledger, and what such lines say.
//!
//! Pure. A line is `+`, `-` or `~` and the words of `diff`; a rename can be read back from its line, because two schemas
//! alone don't tell it from a drop and an addition. A line that begins with `!` is a person's own: what is lost on the
//! way down and meant to be.

use crate::change::{Change, Movable, Rename, Renamed};
use crate::diff::{self, Answers, Diff, DiffError, WantedRename};
use crate::schema::{Name, Pair, Schema};

/// The line of a migration that leaves the schema as it is.
const NOTHING: &str = "no change of the schema";

/// What can be renamed.
const NOUNS: &[&str] = &["table", "column", "type", "value", "domain", "sequence"];

/// The lines of a difference.
#[must_use]
pub fn lines(diff: &Diff) -> Vec<String> {
    let mut lines: Vec<String> = diff.all().iter().map(line).collect();
    if lines.is_empty() {
        lines.push(NOTHING.to_owned());
    }
    lines
}

fn line(change: &Change) -> String {
    let sign = change.deed().sign();
    match change {
        Change::Rename(it) => format!("{sign} {} {} → {}", noun(it), from(it), to(it)),
        Change::Table(_) => format!("{sign} {}", change.sentence()),
        _ => match change.table() {
            Some(table) => format!("{sign} {table}: {}", change.sentence()),
            None => format!("{sign} {}", change.sentence()),
        },
    }
}

fn noun(rename: &Rename) -> &'static str {
    match rename.what {
        Renamed::Table(_) | Renamed::Moved(Movable::Table, _) => "table",
        Renamed::Column(_) => "column",
        Renamed::Enum(_) | Renamed::Moved(Movable::Enum, _) => "type",
        Renamed::EnumValue(_) => "value",
        Renamed::Domain(_) | Renamed::Moved(Movable::Domain, _) => "domain",
        Renamed::Sequence(_) | Renamed::Moved(Movable::Sequence, _) => "sequence",
    }
}

/// The old name as `--rename` takes it.
fn from(rename: &Rename) -> String {
    match &rename.what {
        Renamed::Column(of) | Renamed::EnumValue(of) => format!("{of}.{}", rename.names.before),
        Renamed::Table(of) | Renamed::Enum(of) | Renamed::Domain(of) | Renamed::Sequence(of) => {
            of.beside(&rename.names.before).to_string()
        }
        Renamed::Moved(_, names) => names.before.to_string(),
    }
}

/// The new name, as `--rename` takes it.
fn to(rename: &Rename) -> String {
    match &rename.what {
        Renamed::Moved(_, names) => names.after.to_string(),
        _ => rename.names.after.clone(),
    }
}

/// The renames that the lines tell of.
fn renames(lines: &[String]) -> Vec<WantedRename> {
    let rename = |line: &String| {
        let (noun, rest) = line.strip_prefix("~ ")?.split_once(' ')?;
        NOUNS.contains(&noun).then_some(())?;
        let (from, to) = rest.split_once(" → ")?;
        let is_name = |it: &str| !it.is_empty() && !it.contains([':', ' ']);
        (is_name(from) && is_name(to))
            .then(|| WantedRename { from: from.to_owned(), to: to.to_owned() })
    };
    lines.iter().filter_map(rename).collect()
}

/// What differs between two schemas, with the renames that `known` lines tell of where they are possible.
///
/// # Errors
/// [`DiffError`] when the two can't be compared.
pub(super) fn between(
    before: &Schema,
    after: &Schema,
    known: &[String],
    exclude: &[String],
) -> Result<Diff, DiffError> {
    let schemas = Pair::new(before.clone(), after.clone());
    let answers = Answers { exclude: exclude.to_vec(), ..Answers::default() };
    let told = renames(known);
    if !told.is_empty()
        && let Ok(diff) = diff::diff(&schemas, &Answers { renames: told, ..answers.clone() })
    {
        return Ok(diff);
    }
    diff::diff(&schemas, &answers)
}

/// Whether the lines say what the difference is, in any order.
pub(super) fn is_true(known: &[String], diff: &Diff) -> bool {
    let mut known: Vec<&str> =
        known.iter().map(String::as_str).filter(|it| !it.starts_with('!')).collect();
    let lines = lines(diff);
    let mut found: Vec<&str> = lines.iter().map(String::as_str).collect();
    known.sort_unstable();
    found.sort_unstable();
    known == found
}

/// The lines for the ledger: what is so, and what a person has declared.
pub(super) fn written(diff: &Diff, known: &[String]) -> Vec<String> {
    let declared = known.iter().filter(|it| it.starts_with('!')).cloned();
    lines(diff).into_iter().chain(declared).collect()
}

/// The line with which a person says that this is lost on purpose.
pub(super) fn declaration(table: &Name, column: Option<&str>) -> String {
    match column {
        Some(column) => format!("! {table}.{column} is not given back"),
        None => format!("! {table} loses rows"),
    }
}

/// Whether a person has said that.
pub(super) fn is_declared(known: &[String], table: &Name, column: Option<&str>) -> bool {
    let object = column.map_or_else(|| table.to_string(), |column| format!("{table}.{column}"));
    known.iter().any(|line| {
        line.strip_prefix('!').and_then(|it| it.split_whitespace().next()) == Some(object.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rename_is_read_from_its_line_and_nothing_else_is() {
        let lines = [
            "~ column location.name → title",
            "~ table place → location",
            "~ location: column id: integer → bigint",
            "+ location: column a text",
            "~ location: comment → none",
            "! location.name is not given back",
        ];
        let lines: Vec<String> = lines.iter().map(|&it| it.to_owned()).collect();
        let found: Vec<_> = renames(&lines).into_iter().map(|it| (it.from, it.to)).collect();
        let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        assert_eq!(found, [pair("location.name", "title"), pair("place", "location")]);
        let table = Name::plain("location");
        assert!(is_declared(&lines, &table, Some("name")));
        assert!(!is_declared(&lines, &table, Some("na")) && !is_declared(&lines, &table, None));
    }
}
