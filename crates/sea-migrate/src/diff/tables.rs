//! Tables, their constraints and their indexes: by structure first, by name second.
//!
//! What differs only in its name gets another name; it is not made again.

use super::{Answers, columns, commented, renamed_and_commented, zip};
use crate::change::{Change, Commented, ConstraintChange, IndexChange, TableChange};
use crate::schema::{Constraint, Index, Pair, Schema, Table};

pub(super) fn compare(schemas: &Pair<Schema>, answers: &Answers, changes: &mut Vec<Change>) {
    for pair in zip(&schemas.before.tables, &schemas.after.tables) {
        match (pair.before, pair.after) {
            (None, Some(it)) => {
                changes.push(Change::Table(TableChange::Create(Box::new(it.clone()))));
            }
            (Some(it), None) => {
                changes.push(Change::Table(TableChange::Drop(Box::new(it.clone()))));
            }
            (Some(before), Some(after)) => table(Pair::new(before, after), answers, changes),
            (None, None) => {}
        }
    }
}

fn table(tables: Pair<&Table>, answers: &Answers, changes: &mut Vec<Change>) {
    let Pair { before, after } = tables;
    if before.options != after.options {
        changes.push(Change::Table(TableChange::Alter {
            table: after.name.clone(),
            options: Pair::new(before.options.clone(), after.options.clone()),
        }));
    }
    columns::compare(tables, answers, changes);
    constraints(tables, changes);
    indexes(tables, changes);
    let comments = Pair::new(&before.comment, &after.comment);
    commented(Commented::Table(after.name.clone()), comments, changes);
}

/// Pairs what is alike, names first, and leaves over what is not.
fn pairs<'t, T>(
    before: &'t [T],
    after: &'t [T],
    is_alike: impl Fn(&T, &T) -> bool,
    is_same_name: impl Fn(&T, &T) -> bool,
) -> Matched<'t, T> {
    // Where names go round in a circle there is no first one to rename.
    let is_circle = |old: &T, new: &T| {
        before.iter().any(|it| is_same_name(it, new))
            && after.iter().any(|it| is_same_name(old, it))
    };
    let mut left: Vec<&T> = before.iter().collect();
    let mut added: Vec<&T> = after.iter().collect();
    let mut matched = Vec::new();
    for only_same_name in [true, false] {
        added.retain(|new| {
            let at = left.iter().position(|old| {
                is_alike(old, new)
                    && if only_same_name { is_same_name(old, new) } else { !is_circle(old, new) }
            });
            if let Some(at) = at {
                matched.push(Pair::new(left.remove(at), *new));
            }
            at.is_none()
        });
    }
    Matched { pairs: matched, dropped: left, added }
}

struct Matched<'t, T> {
    pairs: Vec<Pair<&'t T>>,
    dropped: Vec<&'t T>,
    added: Vec<&'t T>,
}

fn constraints(tables: Pair<&Table>, changes: &mut Vec<Change>) {
    let name = &tables.after.name;
    let Matched { pairs, mut dropped, mut added } = pairs(
        &tables.before.constraints,
        &tables.after.constraints,
        Constraint::is_like,
        // Who has no name has not the same one as anybody.
        |old, new| old.name.is_some() && old.name == new.name,
    );
    let mut push = |change| changes.push(Change::Constraint(change));
    for pair in pairs {
        let constraints = pair.map(Clone::clone);
        let table = name.clone();
        // Who has no name is like anybody of its kind.
        let is_renamed = pair.before.name.is_some()
            && pair.after.name.is_some()
            && pair.before.name != pair.after.name;
        if is_renamed {
            push(ConstraintChange::Rename { table, constraints: constraints.clone() });
        }
        if pair.before.is_valid != pair.after.is_valid {
            push(ConstraintChange::Validate { table: name.clone(), constraints });
        }
    }
    // A foreign key that is only looked at at another time need not be made again.
    added.retain(|new| {
        let at = dropped.iter().position(|old| {
            old.name == new.name
                && old.rule == new.rule
                && new.foreign_key().is_some()
                && old.is_valid == new.is_valid
        });
        if let Some(at) = at {
            let constraints = Pair::new(dropped.remove(at).clone(), (*new).clone());
            push(ConstraintChange::Alter { table: name.clone(), constraints });
        }
        at.is_none()
    });
    for constraint in dropped {
        push(ConstraintChange::Drop { table: name.clone(), constraint: constraint.clone() });
    }
    for constraint in added {
        push(ConstraintChange::Add { table: name.clone(), constraint: constraint.clone() });
    }
    for new in &tables.after.constraints {
        let old = tables.before.constraints.iter().find(|old| {
            old.rule == new.rule
                && (old.is_like(new) || old.name == new.name && new.foreign_key().is_some())
        });
        if let Some(old) = old {
            let pair = Pair::new(old, new);
            let on = pair.map(|it| Commented::Constraint(name.clone(), it.label().to_owned()));
            renamed_and_commented(on, pair.map(|it| &it.comment), changes);
        }
    }
}

fn indexes(tables: Pair<&Table>, changes: &mut Vec<Change>) {
    let table = &tables.after.name;
    let Matched { pairs, dropped, added } =
        pairs(&tables.before.indexes, &tables.after.indexes, Index::is_like, |old, new| {
            old.name == new.name
        });
    for pair in &pairs {
        if pair.before.name != pair.after.name {
            let indexes = pair.map(Clone::clone);
            changes.push(Change::Index(IndexChange::Rename { table: table.clone(), indexes }));
        }
    }
    for index in dropped {
        let (table, index) = (table.clone(), index.clone());
        changes.push(Change::Index(IndexChange::Drop { table, index }));
    }
    for index in added {
        let (table, index) = (table.clone(), index.clone());
        changes.push(Change::Index(IndexChange::Create { table, index }));
    }
    for pair in pairs {
        let on = pair.map(|it| Commented::Index(table.clone(), it.name.clone()));
        renamed_and_commented(on, pair.map(|it| &it.comment), changes);
    }
}
