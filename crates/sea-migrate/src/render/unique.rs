//! `MySQL` has no unique constraints, only unique indexes: where another side has a constraint of the same columns, the
//! index is said as one.

use std::collections::BTreeSet;

use super::lane::Lane;
use super::mysql;
use crate::change::{Change, ConstraintChange, IndexChange, TableChange};
use crate::dialect::Dialect;
use crate::schema::{Constraint, Index, Name, NullsIn, Rule, Schema};

/// A table and some of its columns.
type Key = (Name, Vec<String>);

/// Says unique indexes as the other sides do.
pub(super) fn align(lanes: &mut [Lane<'_>]) {
    let of_others = |schema: &dyn Fn(&Lane<'_>) -> Vec<Key>, lanes: &[Lane<'_>]| -> BTreeSet<Key> {
        let others = lanes.iter().filter(|it| it.dialect != Dialect::MySql);
        others.flat_map(schema).collect()
    };
    let before = of_others(&|it| keys(it.schemas.before), lanes);
    let after = of_others(&|it| keys(it.schemas.after), lanes);
    for lane in lanes.iter_mut().filter(|it| it.dialect == Dialect::MySql) {
        let changes = std::mem::take(&mut lane.changes);
        let mut all: Vec<Change> = Vec::new();
        for change in changes {
            let is_own = lane.own(&change).is_some();
            match change {
                Change::Index(IndexChange::Create { table, index })
                    if !is_own && is_among(&after, &table, &index) =>
                {
                    let constraint = said(&index);
                    match new_table(&mut all, &table) {
                        Some(constraints) => constraints.push(constraint),
                        None => all
                            .push(Change::Constraint(ConstraintChange::Add { table, constraint })),
                    }
                }
                Change::Index(IndexChange::Drop { table, index })
                    if !is_own && is_among(&before, &table, &index) =>
                {
                    let constraint = said(&index);
                    all.push(Change::Constraint(ConstraintChange::Drop { table, constraint }));
                }
                other => all.push(other),
            }
        }
        lane.changes = all;
    }
}

fn keys(schema: &Schema) -> Vec<Key> {
    let of_table = schema.tables.values().flat_map(|table| {
        table.constraints.iter().filter_map(|it| match &it.rule {
            Rule::Unique { columns, .. } => Some((table.name.clone(), columns.clone())),
            _ => None,
        })
    });
    of_table.collect()
}

fn is_among(keys: &BTreeSet<Key>, table: &Name, index: &Index) -> bool {
    mysql::unique_columns(index).is_some_and(|it| keys.contains(&(table.clone(), it)))
}

fn said(index: &Index) -> Constraint {
    let columns = mysql::unique_columns(index).unwrap_or_default();
    let rule = Rule::Unique { columns, include: Vec::new(), nulls: NullsIn::Distinct };
    Constraint::new(Some(index.name.clone()), rule)
}

/// What a table that comes has, to be added to.
fn new_table<'c>(changes: &'c mut [Change], name: &Name) -> Option<&'c mut Vec<Constraint>> {
    changes.iter_mut().find_map(|it| match it {
        Change::Table(TableChange::Create(table)) if table.name == *name => {
            Some(&mut table.constraints)
        }
        _ => None,
    })
}
