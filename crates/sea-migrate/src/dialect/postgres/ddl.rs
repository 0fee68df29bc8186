//! From a change to the SQL of `PostgreSQL`: one file for each kind of object.
//!
//! It writes; what comes first is `plan`'s business. Every name is quoted, so that any name will do.

pub mod cast;
mod column;
mod comment;
mod constraint;
mod domain;
mod enumeration;
mod index;
mod neutral;
pub mod online;
mod rename;
mod sequence;
mod table;

#[cfg(feature = "author")]
pub(crate) use column::{identity, serial};
pub(crate) use constraint::definition as constraint_definition;
#[cfg(feature = "author")]
pub(crate) use neutral::value as neutral_value;

use crate::change::{Change, NamespaceChange};
use crate::plan::{Direction, Statement};
use crate::schema::{Constraint, Name, Pair, Schema};

/// The longest name that the server keeps whole, in bytes: <https://www.postgresql.org/docs/current/limits.html>
const LONGEST: usize = 63;

/// The statements of a change.
#[must_use]
pub fn statements(change: &Change, schemas: Pair<&Schema>, direction: Direction) -> Vec<Statement> {
    let sql = match change {
        Change::Namespace(NamespaceChange::Create(it)) => {
            let mut sql = vec![format!("CREATE SCHEMA {}", qualified(&it.name))];
            let named = format!("SCHEMA {}", qualified(&it.name));
            sql.extend(comment::new(&named, it.comment.as_deref()));
            sql
        }
        Change::Namespace(NamespaceChange::Drop(it)) => {
            vec![format!("DROP SCHEMA {}", qualified(&it.name))]
        }
        Change::Enum(it) => enumeration::write(it, schemas),
        Change::Domain(it) => domain::write(it),
        Change::Sequence(it) => sequence::write(it),
        Change::Table(it) => table::write(it),
        Change::Column(it) => column::write(it, schemas, direction),
        Change::Constraint(it) => constraint::write(it),
        Change::Index(it) => index::write(it),
        Change::Rename(it) => rename::write(it),
        Change::Comment(it) => comment::write(it),
    };
    sql.into_iter().map(Statement::new).collect()
}

/// A name in quotes.
#[must_use]
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A name in quotes, with its namespace where it has one.
#[must_use]
pub fn qualified(name: &Name) -> String {
    match &name.namespace {
        Some(namespace) => format!("{}.{}", quoted(namespace), quoted(&name.name)),
        None => quoted(&name.name),
    }
}

/// A text as a literal.
#[must_use]
pub fn literal(text: &str) -> String {
    if text.contains('\\') {
        return format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "''"));
    }
    format!("'{}'", text.replace('\'', "''"))
}

/// A name made of a stem and an ending, cut where the server would cut it, but never its ending.
fn cut(stem: &str, ending: &str) -> String {
    let mut stem = stem.to_owned();
    while stem.len() + ending.len() > LONGEST {
        stem.pop();
    }
    stem + ending
}

/// A name with an ending that nothing has, neither before nor after.
fn free(name: &Name, ending: &str, schemas: Pair<&Schema>) -> Name {
    let is_taken = |wanted: &Name| {
        [schemas.before, schemas.after].iter().any(|schema| {
            let of_tables = schema.tables.values().any(|table| {
                let mut sequences = table.columns.iter().filter_map(|it| it.sequence());
                let mut indexes = table.indexes.iter().map(|it| it.name.as_str());
                let mut constraints = table.constraints.iter().map(Constraint::label);
                table.name == *wanted
                    || sequences.any(|it| it.name == *wanted)
                    || table.name.namespace == wanted.namespace
                        && (indexes.any(|it| it == wanted.name)
                            || constraints.any(|it| it == wanted.name))
            });
            of_tables
                || schema.enums.contains_key(wanted)
                || schema.domains.contains_key(wanted)
                || schema.sequences.contains_key(wanted)
        })
    };
    let numbered = (2..).map(|number| format!("{ending}{number}"));
    let endings = std::iter::once(ending.to_owned()).chain(numbered);
    let mut names = endings.map(|ending| name.beside(&cut(&name.name, &ending)));
    names.find(|it| !is_taken(it)).unwrap_or_else(|| name.clone())
}

fn columns(names: &[String]) -> String {
    names.iter().map(|it| quoted(it)).collect::<Vec<_>>().join(", ")
}

/// Storage parameters.
fn parameters(storage: &std::collections::BTreeMap<String, String>) -> String {
    let pairs = storage.iter().map(|(key, value)| format!("{key}={value}"));
    pairs.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_and_any_text_can_be_written() {
        assert_eq!(quoted("a\"b"), "\"a\"\"b\"");
        assert_eq!(literal("it's"), "'it''s'");
        assert_eq!(literal("a\\'"), "E'a\\\\'''");
        assert_eq!(cut(&"ä".repeat(40), "__old").len(), 63);
    }
}
