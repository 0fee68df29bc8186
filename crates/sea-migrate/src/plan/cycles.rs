//! Changes that wait for each other: a circle is cut open where that costs least.

use super::companions::through_text;
use crate::change::{Change, ColumnChange, ConstraintChange, IndexChange, TableChange};
use crate::schema::{Constraint, Kind, Pair};

/// Cuts one of the circles among the changes at `circle` open; false where there is nothing to cut.
pub(super) fn cut_open(changes: &mut Vec<Change>, circle: &[usize]) -> bool {
    circle.iter().any(|at| detach_foreign_keys(changes, *at))
        || circle.iter().any(|at| rename_by_way_of_a_third(changes, *at))
        || circle.iter().any(|at| retype_by_way_of_text(changes, *at))
}

/// Columns that swap enumerated types which both change need neither while they do.
fn retype_by_way_of_text(changes: &mut Vec<Change>, at: usize) -> bool {
    let Change::Column(ColumnChange::Alter(it)) = &changes[at] else { return false };
    let users = it.columns.as_ref().map(|it| it.ty.user.as_ref());
    if !users.differs() || users.both().is_none() {
        return false;
    }
    let [first, then] = through_text(it);
    changes[at] = first;
    changes.push(then);
    true
}

/// Tables that refer to each other can go once their foreign keys are gone.
fn detach_foreign_keys(changes: &mut Vec<Change>, at: usize) -> bool {
    let Change::Table(TableChange::Drop(table)) = &mut changes[at] else { return false };
    let name = table.name.clone();
    let (keys, others): (Vec<Constraint>, Vec<Constraint>) = std::mem::take(&mut table.constraints)
        .into_iter()
        .partition(|it| it.kind() == Kind::ForeignKey);
    table.constraints = others;
    let is_cut = !keys.is_empty();
    changes.extend(keys.into_iter().map(|constraint| {
        Change::Constraint(ConstraintChange::Drop { table: name.clone(), constraint })
    }));
    is_cut
}

/// Two that swap their names do it through a third name.
fn rename_by_way_of_a_third(changes: &mut Vec<Change>, at: usize) -> bool {
    let third = |name: &str| {
        let mut stem = name.to_owned();
        while stem.len() > 50 {
            stem.pop();
        }
        format!("{stem}_new{at}")
    };
    let (first, then) = match &changes[at] {
        Change::Index(IndexChange::Rename { table, indexes }) => {
            let mut between = indexes.after.clone();
            between.name = third(&between.name);
            let step = |before, after| {
                let indexes = Pair::new(before, after);
                Change::Index(IndexChange::Rename { table: table.clone(), indexes })
            };
            (step(indexes.before.clone(), between.clone()), step(between, indexes.after.clone()))
        }
        Change::Constraint(ConstraintChange::Rename { table, constraints }) => {
            let mut between = constraints.after.clone();
            between.name = Some(third(between.label()));
            let step = |before, after| {
                let constraints = Pair::new(before, after);
                Change::Constraint(ConstraintChange::Rename { table: table.clone(), constraints })
            };
            (
                step(constraints.before.clone(), between.clone()),
                step(between, constraints.after.clone()),
            )
        }
        _ => return false,
    };
    changes[at] = first;
    changes.push(then);
    true
}
