//! What can't share a transaction, apart: a value of an enumerated type can't be used before it is committed.
//!
//! <https://www.postgresql.org/docs/current/sql-altertype.html>

use crate::change::{Change, EnumChange, EnumUser};
use crate::diff::Diff;
use crate::plan::{Plan, Statement};
use crate::schema::{Column, Enumeration, Pair, Schema};

/// The differences as those of one migration after the other; mostly there is one.
///
/// Values that come and are used at once come first; those that go and are used on the way back go last.
#[must_use]
pub fn parts(sides: &[Diff]) -> Vec<Vec<Diff>> {
    let mut middle = sides.to_vec();
    let mut parts = Vec::new();
    let plans: Vec<Plan> = sides.iter().map(Plan::of).collect();
    if plans.iter().any(|it| has_to_wait(&it.up)) {
        let (first, rest) = middle.iter().map(coming).unzip();
        parts.push(first);
        middle = rest;
    }
    let mut last = None;
    if plans.iter().any(|it| has_to_wait(&it.down)) {
        let (rest, going) = middle.iter().map(going).unzip();
        middle = rest;
        last = Some(going);
    }
    parts.push(middle);
    parts.extend(last);
    parts
}

/// Whether a value has to be committed before something uses it.
fn has_to_wait(statements: &[Statement]) -> bool {
    statements.iter().any(|it| !it.is_transactional && it.sql.contains(" ADD VALUE "))
}

fn values(change: &Change) -> Option<&Pair<Enumeration>> {
    match change {
        Change::Enum(EnumChange::Alter { types, .. }) => Some(types),
        _ => None,
    }
}

/// New names and new values first, then the rest.
fn coming(diff: &Diff) -> (Diff, Diff) {
    let (mut first, then): (Vec<Change>, Vec<Change>) =
        diff.changes.iter().cloned().partition(|it| values(it).is_some_and(EnumChange::only_adds));
    let mut between = diff.schemas.before.clone();
    settle(&mut first, &mut between, |types| &types.after, |columns| &columns.before);
    let Pair { before, after } = diff.schemas.clone();
    (
        Diff {
            changes: first,
            schemas: Pair::new(before, between.clone()),
            questions: Vec::new(),
            ..diff.clone()
        },
        Diff {
            renames: Vec::new(),
            changes: then,
            schemas: Pair::new(between, after),
            ..diff.clone()
        },
    )
}

/// Values that go last, after the rest.
fn going(diff: &Diff) -> (Diff, Diff) {
    let only_removes = |it: &Pair<Enumeration>| EnumChange::only_adds(&it.clone().flip());
    let (mut last, rest): (Vec<Change>, Vec<Change>) =
        diff.changes.iter().cloned().partition(|it| values(it).is_some_and(only_removes));
    let mut between = diff.schemas.after.clone();
    settle(&mut last, &mut between, |types| &types.before, |columns| &columns.after);
    let Pair { before, after } = diff.schemas.clone();
    (
        Diff { changes: rest, schemas: Pair::new(before, between.clone()), ..diff.clone() },
        Diff {
            renames: Vec::new(),
            changes: last,
            schemas: Pair::new(between, after),
            questions: Vec::new(),
            left_alone: Vec::new(),
        },
    )
}

/// Between the two parts the types have these values, and their columns are those of the one side.
fn settle(
    changes: &mut [Change],
    between: &mut Schema,
    then: impl Fn(&Pair<Enumeration>) -> &Enumeration,
    meanwhile: impl Fn(&Pair<Column>) -> &Column,
) {
    for change in changes {
        let Change::Enum(EnumChange::Alter { types, users }) = change else { continue };
        let it = then(types).clone();
        between.enums.insert(it.name.clone(), it);
        for EnumUser { columns, .. } in users {
            let column = meanwhile(columns).clone();
            *columns = Pair::new(column.clone(), column);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Dialect;

    #[test]
    fn what_has_nothing_to_wait_for_is_one() {
        let empty = Schema::empty(Dialect::Postgres);
        let diff = Diff {
            renames: Vec::new(),
            changes: Vec::new(),
            schemas: Pair::new(empty.clone(), empty),
            questions: Vec::new(),
            left_alone: Vec::new(),
        };
        assert_eq!(parts(std::slice::from_ref(&diff)), vec![vec![diff.clone()]]);
    }
}
