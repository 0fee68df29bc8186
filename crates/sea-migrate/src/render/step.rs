//! The sides laid beside each other: what is the same deed on several of them is one step.

use super::lane::Lane;
use crate::change::{Change, ConstraintChange};
use crate::schema::{Constraint, Rule};

/// One step: the change of each side, where it has one.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) cells: Vec<Option<Change>>,
}

impl Step {
    /// Any of its changes: they are the same deed.
    pub(super) fn any(&self) -> Option<&Change> {
        self.cells.iter().flatten().next()
    }

    /// The sides that have it.
    pub(super) fn on(&self) -> Vec<usize> {
        (0..self.cells.len()).filter(|it| self.cells[*it].is_some()).collect()
    }
}

/// The steps of all sides, in the order of the first; what only another side has comes where that side has it.
pub(super) fn steps(lanes: &[Lane<'_>]) -> Vec<Step> {
    let width = lanes.len();
    let mut steps: Vec<Step> = Vec::new();
    for (side, lane) in lanes.iter().enumerate() {
        let keys = numbered(lane.changes.iter().map(key));
        if side == 0 {
            steps.extend(lane.changes.iter().map(|it| {
                let mut cells = vec![None; width];
                cells[0] = Some(it.clone());
                Step { cells }
            }));
            continue;
        }
        let known = numbered(steps.iter().map(|it| it.any().map_or_else(String::new, key)));
        let place = |at: usize| known.iter().position(|it| *it == keys[at]);
        let alone = |at: usize| {
            let mut cells = vec![None; width];
            cells[side] = Some(lane.changes[at].clone());
            Step { cells }
        };
        // What only this side has comes before what follows it here, and behind all that is before it here.
        let mut ahead: Vec<Vec<usize>> = vec![Vec::new(); steps.len() + 1];
        for at in (0..keys.len()).filter(|at| place(*at).is_none()) {
            let next = (at + 1..keys.len()).filter_map(place).min().unwrap_or(steps.len());
            let behind = (0..at).filter_map(place).map(|it| it + 1).max().unwrap_or_default();
            ahead[next.max(behind)].push(at);
        }
        let mut merged: Vec<Step> = Vec::new();
        for (here, mut step) in steps.into_iter().enumerate() {
            merged.extend(ahead[here].iter().map(|at| alone(*at)));
            if let Some(at) = (0..keys.len()).find(|at| place(*at) == Some(here)) {
                step.cells[side] = Some(lane.changes[at].clone());
            }
            merged.push(step);
        }
        merged.extend(ahead.last().into_iter().flatten().map(|at| alone(*at)));
        steps = merged;
    }
    steps
}

/// Each key with its number from the end among its equals: the last of two is what both sides have in common.
fn numbered(keys: impl Iterator<Item = String>) -> Vec<(String, usize)> {
    let keys: Vec<String> = keys.collect();
    let behind = |at: usize| keys[at + 1..].iter().filter(|it| **it == keys[at]).count();
    (0..keys.len()).map(|at| (keys[at].clone(), behind(at))).collect()
}

/// What a change is, in words that all sides have in common.
pub(super) fn key(change: &Change) -> String {
    let object = match change {
        // SQLite has constraints without a name.
        Change::Constraint(it @ (ConstraintChange::Add { .. } | ConstraintChange::Drop { .. })) => {
            format!("{}: {}", it.of(), constraint(it.constraint()))
        }
        Change::Rename(it) => format!("{} → {}", change.object(), it.names.after),
        _ => change.object(),
    };
    format!("{} {object}", change.kind())
}

/// What a constraint is, whether it has a name or not.
pub(super) fn constraint(it: &Constraint) -> String {
    match &it.rule {
        Rule::PrimaryKey { .. } => "primary key".to_owned(),
        Rule::Unique { columns, .. } => format!("unique {}", columns.join(", ")),
        Rule::ForeignKey(key) => {
            let (columns, references) = (key.columns.join(", "), key.references.join(", "));
            format!("foreign key {columns} → {} {references}", key.table.name)
        }
        Rule::Check { expression, .. } => match &it.name {
            Some(name) => format!("check {name}"),
            None => format!("check {}", expression.sql),
        },
        Rule::Exclusion { .. } => format!("exclusion {}", it.label()),
    }
}
