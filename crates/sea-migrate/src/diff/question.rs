//! What vanishes while something alike appears may have been renamed: a question, never a guess.

use std::fmt;

use crate::schema::{Column, Pair, Schema, Table};

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
    let gone = before.tables.values().filter(|it| !after.tables.contains_key(&it.name));
    for old in gone {
        for new in after.tables.values().filter(|it| !before.tables.contains_key(&it.name)) {
            if old.name.namespace == new.name.namespace
                && let Some(grade) = tables(old, new)
            {
                let names = Pair::new(old.name.to_string(), new.name.name.clone());
                questions.push(Question { what: "table", names, grade });
            }
        }
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
