//! What can't share a transaction, apart: a value of an enumerated type can't be used before it is committed.
//!
//! <https://www.postgresql.org/docs/current/sql-altertype.html>

use crate::change::{Change, EnumChange};
use crate::dialect::Dialect;
use crate::diff::Diff;
use crate::plan::Plan;
use crate::schema::Pair;

/// The differences as those of one migration after the other; mostly there is one.
#[must_use]
pub fn parts(sides: &[Diff]) -> Vec<Vec<Diff>> {
    if !sides.iter().any(uses_a_new_value) {
        return vec![sides.to_vec()];
    }
    let (first, then): (Vec<Diff>, Vec<Diff>) = sides.iter().map(apart).unzip();
    vec![first, then]
}

/// Whether a value is added that something else of the difference uses.
fn uses_a_new_value(diff: &Diff) -> bool {
    diff.schemas.after.dialect == Dialect::Postgres
        && Plan::of(diff).up.iter().any(|it| !it.is_transactional && it.sql.contains(" ADD VALUE "))
}

/// New names and new values first, then the rest.
fn apart(diff: &Diff) -> (Diff, Diff) {
    let is_value = |it: &Change| matches!(it, Change::Enum(EnumChange::Alter { types, .. }) if EnumChange::only_adds(types));
    let (mut values, rest): (Vec<Change>, Vec<Change>) =
        diff.changes.iter().cloned().partition(is_value);
    let mut between = diff.schemas.before.clone();
    for change in &mut values {
        let Change::Enum(EnumChange::Alter { types, users }) = change else { continue };
        between.enums.insert(types.after.name.clone(), types.after.clone());
        // Until then its columns are what they were.
        for user in users {
            user.columns.after = user.columns.before.clone();
        }
    }
    let Pair { before, after } = diff.schemas.clone();
    let first = Diff {
        renames: diff.renames.clone(),
        changes: values,
        schemas: Pair::new(before, between.clone()),
        questions: Vec::new(),
        left_alone: Vec::new(),
    };
    let then = Diff {
        renames: Vec::new(),
        changes: rest,
        schemas: Pair::new(between, after),
        questions: diff.questions.clone(),
        left_alone: diff.left_alone.clone(),
    };
    (first, then)
}
