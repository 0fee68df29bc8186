//! Foreign keys: which leave before anything else happens, and which come when all is there.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::{Change, ColumnChange, ConstraintChange};
use crate::schema::{Constraint, Kind, Name, Pair, Schema, Table};

/// Foreign keys by their table.
pub(super) type Keys = BTreeMap<Name, Vec<Constraint>>;

/// The foreign keys that leave, and those that come.
pub(super) fn foreign_keys(
    altered: &[(Pair<&Table>, Vec<&Change>)],
    dropped: &[&Table],
    schemas: Pair<&Schema>,
) -> Pair<Keys> {
    let mut leaving = Keys::new();
    let mut coming = Keys::new();
    let mut touched: BTreeSet<(&Name, &str)> = BTreeSet::new();
    for (tables, changes) in altered {
        let name = &tables.after.name;
        for change in changes {
            match change {
                Change::Constraint(ConstraintChange::Drop { constraint, .. })
                    if constraint.kind() == Kind::ForeignKey =>
                {
                    leaving.entry(name.clone()).or_default().push(constraint.clone());
                }
                Change::Constraint(ConstraintChange::Add { constraint, .. })
                    if constraint.kind() == Kind::ForeignKey =>
                {
                    coming.entry(name.clone()).or_default().push(constraint.clone());
                }
                Change::Constraint(
                    ConstraintChange::Rename { constraints, .. }
                    | ConstraintChange::Alter { constraints, .. },
                ) if constraints.after.kind() == Kind::ForeignKey => {
                    leaving.entry(name.clone()).or_default().push(constraints.before.clone());
                    coming.entry(name.clone()).or_default().push(constraints.after.clone());
                }
                Change::Column(ColumnChange::Alter(it)) if it.is_retyped() => {
                    touched.insert((name, &it.columns.after.name));
                }
                // It may be one that goes and comes.
                Change::Column(ColumnChange::Drop { column, .. }) => {
                    touched.insert((name, &column.name));
                }
                _ => {}
            }
        }
    }
    // Columns that refer to each other have one type, so who changes it lets go first.
    for table in schemas.before.tables.values() {
        let Some(after) = schemas.after.tables.get(&table.name) else { continue };
        for it in &table.constraints {
            let Some(key) = it.foreign_key() else { continue };
            let own = key.columns.iter().map(|it| (&table.name, it.as_str()));
            let theirs = key.references.iter().map(|it| (&key.table, it.as_str()));
            let is_gone = leaving.get(&table.name).is_some_and(|keys| keys.contains(it));
            if is_gone || !own.chain(theirs).any(|it| touched.contains(&it)) {
                continue;
            }
            leaving.entry(table.name.clone()).or_default().push(it.clone());
            if after.constraints.contains(it) {
                coming.entry(table.name.clone()).or_default().push(it.clone());
            }
        }
    }
    // Tables go at the end. Until then their foreign keys hold on to names that others want, and to columns that change.
    let taken: BTreeSet<&str> = schemas
        .after
        .tables
        .values()
        .flat_map(|it| &it.constraints)
        .filter(|it| it.kind() == Kind::ForeignKey)
        .map(Constraint::label)
        .collect();
    for table in dropped {
        let is_held = |it: &&Constraint| {
            it.foreign_key().is_some_and(|key| {
                taken.contains(it.label())
                    || altered.iter().any(|(tables, _)| tables.after.name == key.table)
            })
        };
        for it in table.constraints.iter().filter(is_held) {
            leaving.entry(table.name.clone()).or_default().push(it.clone());
        }
    }
    Pair::new(leaving, coming)
}
