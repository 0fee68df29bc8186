//! Two schemas become the changes that lead from one to the other.
//!
//! Pure and deterministic. It knows no dialect: both sides were brought into the same words when they were read. It
//! guesses nothing: what may be a rename comes back as a question, and the answer goes in as data.

mod carried;
mod columns;
mod question;
mod rename;
mod tables;
mod unmanaged;
mod untangle;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use carried::carry_out;
pub use question::{Grade, Question};
pub use rename::WantedRename;

use crate::change::{
    Change, Commented, DomainChange, EnumChange, EnumUser, NamespaceChange, Rename, SequenceChange,
    SetComment,
};
use crate::schema::{Domain, Enumeration, Name, Pair, Schema};

/// What a person has said about the two schemas.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    /// What is not dropped and added but renamed.
    pub renames: Vec<WantedRename>,
    /// What rows get that are there, by table and column.
    pub fills: BTreeMap<(Name, String), String>,
    /// Tables that are left out, on both sides; `*` stands for anything.
    pub exclude: Vec<String>,
    /// What happens to tables, types and sequences that are only there before.
    pub unmanaged: Unmanaged,
}

/// What happens to what is only there before and was not renamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unmanaged {
    /// It goes: the other side is all there shall be.
    #[default]
    Goes,
    /// It stays as it is: it is somebody else's.
    Stays,
}

/// The difference between two schemas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diff {
    /// What gets another name, in an order that works; it happens first.
    pub renames: Vec<Rename>,
    /// What else changes, in the names that hold after the renames.
    pub changes: Vec<Change>,
    /// Before, in those names; and after.
    pub schemas: Pair<Schema>,
    /// What may be a rename.
    pub questions: Vec<Question>,
    /// What was left alone because the answers say so.
    pub left_alone: Vec<String>,
}

/// Why two schemas can't be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DiffError {
    /// They are schemas of different dialects.
    #[error("a {} schema can't be compared with a {} schema", dialects.before, dialects.after)]
    Dialects {
        /// Whose they are.
        dialects: Pair<crate::dialect::Dialect>,
    },
    /// Nothing has the old name.
    #[error("rename `{from}:{to}`: there is nothing called `{from}` before")]
    NothingToRename {
        /// The old name.
        from: String,
        /// The new name.
        to: String,
    },
    /// Nothing has the new name.
    #[error("rename `{from}:{to}`: there is no such {what} afterwards")]
    NothingRenamed {
        /// The old name.
        from: String,
        /// The new name.
        to: String,
        /// What it would have to be.
        what: &'static str,
    },
    /// A fill value is for nothing.
    #[error("fill `{place}`: there is no such column afterwards")]
    NothingToFill {
        /// The table and the column.
        place: String,
    },
}

impl Diff {
    /// All changes, renames first.
    #[must_use]
    pub fn all(&self) -> Vec<Change> {
        let renames = self.renames.iter().cloned().map(Change::Rename);
        renames.chain(self.changes.iter().cloned()).collect()
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.renames.is_empty() && self.changes.is_empty()
    }
}

/// Compares two schemas.
///
/// # Errors
/// [`DiffError`] when they can't be compared, or an answer is about nothing.
pub fn diff(schemas: &Pair<Schema>, answers: &Answers) -> Result<Diff, DiffError> {
    let dialects = schemas.as_ref().map(|it| it.dialect);
    if dialects.differs() {
        return Err(DiffError::Dialects { dialects });
    }
    let mut schemas = schemas.clone();
    let mut left_alone = BTreeSet::new();
    for schema in [&mut schemas.before, &mut schemas.after] {
        schema.tables.retain(|name, _| {
            let is_left = answers.exclude.iter().any(|it| matches(it, name));
            if is_left {
                left_alone.insert(format!("table {name}"));
            }
            !is_left
        });
    }
    for (table, column) in answers.fills.keys() {
        if schemas.after.tables.get(table).is_none_or(|it| it.column(column).is_none())
            && schemas.before.tables.get(table).is_none_or(|it| it.column(column).is_none())
        {
            return Err(DiffError::NothingToFill { place: format!("{table}.{column}") });
        }
    }
    let renames = rename::apply(&mut schemas, &answers.renames)?;
    let questions = question::ask(&schemas);
    if answers.unmanaged == Unmanaged::Stays {
        left_alone.extend(unmanaged::keep(&mut schemas));
    }
    let mut changes = Vec::new();
    namespaces(&schemas, &mut changes);
    enums(&schemas, answers, &mut changes);
    domains(&schemas, &mut changes);
    sequences(&schemas, &mut changes);
    tables::compare(&schemas, answers, &mut changes);
    let left_alone = left_alone.into_iter().collect();
    Ok(Diff { renames, changes, schemas, questions, left_alone })
}

/// Whether the pattern is the table's name, with or without its namespace.
fn matches(pattern: &str, name: &Name) -> bool {
    glob(pattern, &name.to_string()) || glob(pattern, &name.name)
}

fn glob(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|tail| {
            let ends = tail.char_indices().map(|(at, _)| at).chain([tail.len()]);
            ends.into_iter().any(|at| glob(rest, &tail[at..]))
        }),
    }
}

/// The keys of both sides, in order, each with what stands there.
fn zip<'m, T>(
    before: &'m BTreeMap<Name, T>,
    after: &'m BTreeMap<Name, T>,
) -> Vec<Pair<Option<&'m T>>> {
    let mut names: Vec<&Name> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    names.into_iter().map(|name| Pair::new(before.get(name), after.get(name))).collect()
}

fn commented(on: Commented, comments: Pair<&Option<String>>, changes: &mut Vec<Change>) {
    renamed_and_commented(Pair::new(on.clone(), on), comments, changes);
}

fn renamed_and_commented(
    on: Pair<Commented>,
    comments: Pair<&Option<String>>,
    changes: &mut Vec<Change>,
) {
    if comments.differs() {
        changes.push(Change::Comment(SetComment { on, comments: comments.map(Clone::clone) }));
    }
}

fn namespaces(schemas: &Pair<Schema>, changes: &mut Vec<Change>) {
    for pair in zip(&schemas.before.namespaces, &schemas.after.namespaces) {
        match (pair.before, pair.after) {
            (None, Some(it)) => {
                changes.push(Change::Namespace(NamespaceChange::Create(it.clone())));
            }
            (Some(it), None) => changes.push(Change::Namespace(NamespaceChange::Drop(it.clone()))),
            (Some(before), Some(after)) => commented(
                Commented::Namespace(after.name.clone()),
                Pair::new(&before.comment, &after.comment),
                changes,
            ),
            (None, None) => {}
        }
    }
}

fn enums(schemas: &Pair<Schema>, answers: &Answers, changes: &mut Vec<Change>) {
    for pair in zip(&schemas.before.enums, &schemas.after.enums) {
        match (pair.before, pair.after) {
            (None, Some(it)) => changes.push(Change::Enum(EnumChange::Create(it.clone()))),
            (Some(it), None) => changes.push(Change::Enum(EnumChange::Drop(it.clone()))),
            (Some(before), Some(after)) => {
                if before.values != after.values {
                    let types = Pair::new(before.clone(), after.clone());
                    let users = users(schemas, after, answers);
                    changes.push(Change::Enum(EnumChange::Alter { types, users }));
                }
                let comments = Pair::new(&before.comment, &after.comment);
                commented(Commented::Enum(after.name.clone()), comments, changes);
            }
            (None, None) => {}
        }
    }
}

/// The columns that have the type before and after.
fn users(schemas: &Pair<Schema>, of: &Enumeration, answers: &Answers) -> Vec<EnumUser> {
    let user = |(table, column): (&crate::schema::Table, &crate::schema::Column)| {
        let after = schemas.after.tables.get(&table.name)?.column(&column.name)?;
        // A generated column is made anew around the change.
        (after.ty == column.ty && column.generated().is_none()).then(|| EnumUser {
            table: table.name.clone(),
            columns: Pair::new(column.clone(), after.clone()),
            fill: answers.fills.get(&(table.name.clone(), column.name.clone())).cloned(),
        })
    };
    schemas.before.columns_of_type(&of.name).filter_map(user).collect()
}

fn domains(schemas: &Pair<Schema>, changes: &mut Vec<Change>) {
    let bare = |it: &Domain| {
        let mut it = Domain { comment: None, dependents: Vec::new(), ..it.clone() };
        it.checks.iter_mut().for_each(|check| check.comment = None);
        it
    };
    for pair in zip(&schemas.before.domains, &schemas.after.domains) {
        match (pair.before, pair.after) {
            (None, Some(it)) => changes.push(Change::Domain(DomainChange::Create(it.clone()))),
            (Some(it), None) => changes.push(Change::Domain(DomainChange::Drop(it.clone()))),
            (Some(before), Some(after)) => {
                if bare(before) != bare(after) {
                    let pair = Pair::new(before.clone(), after.clone());
                    changes.push(Change::Domain(DomainChange::Alter(pair)));
                }
                let comments = Pair::new(&before.comment, &after.comment);
                commented(Commented::Domain(after.name.clone()), comments, changes);
                for check in &after.checks {
                    let old = before.checks.iter().find(|it| it.name == check.name);
                    if let Some(old) = old.filter(|it| it.rule == check.rule) {
                        let on =
                            Commented::DomainCheck(after.name.clone(), check.label().to_owned());
                        commented(on, Pair::new(&old.comment, &check.comment), changes);
                    }
                }
            }
            (None, None) => {}
        }
    }
}

fn sequences(schemas: &Pair<Schema>, changes: &mut Vec<Change>) {
    for pair in zip(&schemas.before.sequences, &schemas.after.sequences) {
        match (pair.before, pair.after) {
            (None, Some(it)) => changes.push(Change::Sequence(SequenceChange::Create(it.clone()))),
            (Some(it), None) => changes.push(Change::Sequence(SequenceChange::Drop(it.clone()))),
            (Some(before), Some(after)) => {
                if before.options != after.options || before.owner != after.owner {
                    let pair = Pair::new(before.clone(), after.clone());
                    changes.push(Change::Sequence(SequenceChange::Alter(pair)));
                }
                let comments = Pair::new(&before.comment, &after.comment);
                commented(Commented::Sequence(after.name.clone()), comments, changes);
            }
            (None, None) => {}
        }
    }
}
