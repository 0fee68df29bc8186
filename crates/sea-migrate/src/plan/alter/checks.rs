//! Checks whose name another table wants, where a name is free only once in a database: they leave before that.

use std::collections::{BTreeMap, BTreeSet};

use super::keys::Keys;
use crate::change::{Change, ConstraintChange};
use crate::schema::{Constraint, Kind, Name, Pair, Schema, Table};

/// The checks that have to leave first, by their table.
pub(super) fn leaving(
    altered: &[(Pair<&Table>, Vec<&Change>)],
    dropped: &[&Table],
    schemas: Pair<&Schema>,
) -> Keys {
    let mut leaving = Keys::new();
    if !schemas.after.server.checks_share_names {
        return leaving;
    }
    let mut wanted: BTreeMap<String, BTreeSet<&Name>> = BTreeMap::new();
    for table in schemas.after.tables.values() {
        for it in table.constraints.iter().filter(|it| it.kind() == Kind::Check) {
            wanted.entry(it.label().to_lowercase()).or_default().insert(&table.name);
        }
    }
    let is_wanted_elsewhere = |table: &Name, it: &Constraint| {
        let by = wanted.get(&it.label().to_lowercase());
        it.kind() == Kind::Check && by.is_some_and(|it| it.iter().any(|it| *it != table))
    };
    let mut leave = |table: &Name, it: &Constraint| {
        if is_wanted_elsewhere(table, it) {
            leaving.entry(table.clone()).or_default().push(it.clone());
        }
    };
    for (tables, changes) in altered {
        let table = &tables.after.name;
        for change in changes {
            let Change::Constraint(it) = change else { continue };
            match it {
                ConstraintChange::Drop { constraint, .. } => leave(table, constraint),
                ConstraintChange::Rename { constraints, .. }
                | ConstraintChange::Alter { constraints, .. } => leave(table, &constraints.before),
                ConstraintChange::Add { .. } | ConstraintChange::Validate { .. } => {}
            }
        }
    }
    for table in dropped {
        table.constraints.iter().for_each(|it| leave(&table.name, it));
    }
    leaving
}
