//! What vanishes while something alike appears may have been renamed: a question, never a guess.

use std::collections::BTreeMap;
use std::fmt;

use crate::schema::{Column, Name, Named, Pair, Schema, Table};

/// A question whether something was renamed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What it is.
    pub what: &'static str,
    /// The old name and the new one, as `--rename` takes them.
    pub names: Pair<String>,
    /// How alike they are.
    pub grade: Grade,
}

/// How alike two things are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// All but the name is the same.
    Exact,
    /// A column's type is the same; most columns of a table are.
    Close,
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, names, grade } = self;
        let how = match grade {
            Grade::Exact => "they are the same but for the name",
            Grade::Close => "they are alike",
        };
        write!(f, "was {what} `{}` renamed to `{}`? {how}", names.before, names.after)
    }
}

pub(super) fn ask(schemas: &Pair<Schema>) -> Vec<Question> {
    let mut questions = Vec::new();
    let Pair { before, after } = schemas;
    let mut ask = |what, old: &Name, new: &Name, grade: Option<Grade>| {
        let to = if old.namespace == new.namespace { new.name.clone() } else { new.to_string() };
        let names = Pair::new(old.to_string(), to);
        questions.extend(grade.map(|grade| Question { what, names, grade }));
    };
    for (old, new) in vanished(&before.tables, &after.tables) {
        ask("table", &old.name, &new.name, tables(old, new));
    }
    for (old, new) in vanished(&before.enums, &after.enums) {
        ask("enum", &old.name, &new.name, exact(old.values == new.values));
    }
    for (old, new) in vanished(&before.domains, &after.domains) {
        let is_same = old.base == new.base && old.checks.len() == new.checks.len();
        ask("domain", &old.name, &new.name, exact(is_same));
    }
    for (old, new) in vanished(&before.sequences, &after.sequences) {
        // Most sequences are alike.
        let is_same = old.options == new.options && old.name.name == new.name.name;
        ask("sequence", &old.name, &new.name, exact(is_same));
    }
    for old in before.tables.values() {
        let Some(new) = after.tables.get(&old.name) else { continue };
        for gone in old.columns.iter().filter(|it| new.column(&it.name).is_none()) {
            for came in new.columns.iter().filter(|it| old.column(&it.name).is_none()) {
                if let Some(grade) = columns(gone, came) {
                    let names = Pair::new(format!("{}.{}", old.name, gone.name), came.name.clone());
                    questions.push(Question { what: "column", names, grade });
                }
            }
        }
    }
    questions.sort_by_key(|it| it.grade);
    questions
}

/// What is only there before with what is only there afterwards; in another namespace only under the same name.
fn vanished<'m, T: Named>(
    before: &'m BTreeMap<Name, T>,
    after: &'m BTreeMap<Name, T>,
) -> Vec<(&'m T, &'m T)> {
    let mut found = Vec::new();
    for old in before.values().filter(|it| !after.contains_key(it.name())) {
        for new in after.values().filter(|it| !before.contains_key(it.name())) {
            let names = Pair::new(old.name(), new.name());
            if !names.differs_in(|it| it.namespace.clone())
                || !names.differs_in(|it| it.name.clone())
            {
                found.push((old, new));
            }
        }
    }
    found
}

fn exact(is_same: bool) -> Option<Grade> {
    is_same.then_some(Grade::Exact)
}

fn columns(old: &Column, new: &Column) -> Option<Grade> {
    if old.ty != new.ty {
        return None;
    }
    let named = Column { name: new.name.clone(), ..old.clone() };
    Some(if named == *new { Grade::Exact } else { Grade::Close })
}

fn tables(old: &Table, new: &Table) -> Option<Grade> {
    let shared = old
        .columns
        .iter()
        .filter(|it| new.column(&it.name).is_some_and(|other| other.ty == it.ty))
        .count();
    let all = old.columns.len().max(new.columns.len());
    if shared == all && all > 0 {
        Some(Grade::Exact)
    } else {
        (shared * 2 > all).then_some(Grade::Close)
    }
}
