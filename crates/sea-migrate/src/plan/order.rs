//! Changes in an order that works: a graph whose edges have their reasons, sorted with stable tie-breaks.
//!
//! What a change needs and what it leaves behind is `needs`; what to do about circles is `cycles`.

use std::collections::{BTreeMap, BTreeSet};

use super::{cycles, needs};
use crate::change::{Change, ColumnChange, ConstraintChange, IndexChange, TableChange};
use crate::schema::{Kind, Name, Pair, Schema};

/// How often a circle may be cut open before we give up and keep the order we have.
const PATIENCE: usize = 1000;

/// What decides where the reasons don't.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ties {
    /// The kind: statements of one kind stand together.
    ByKind,
    /// The table: what happens to one table stands together, for people.
    ByTable,
}

/// Sorts the changes.
pub(super) fn sort(mut changes: Vec<Change>, schemas: Pair<&Schema>, ties: Ties) -> Vec<Change> {
    for _ in 0..PATIENCE {
        match try_sort(&changes, schemas, ties) {
            Ok(order) => return order.into_iter().map(|at| changes[at].clone()).collect(),
            Err(circle) => {
                if !cycles::cut_open(&mut changes, &circle) {
                    break;
                }
            }
        }
    }
    // A circle for which nobody has thought of a cut: the usual order is the best guess, and tests look for it.
    debug_assert!(
        false,
        "changes wait for each other: {:#?}",
        changes.iter().map(|it| (it.object(), it.sentence())).collect::<Vec<_>>()
    );
    changes.sort_by_key(rank);
    changes
}

/// Where a column stands in its table.
fn position(change: &Change, schemas: Pair<&Schema>) -> Option<(Name, usize)> {
    let Change::Column(it) = change else { return None };
    let schema = match it {
        ColumnChange::Drop { .. } => schemas.before,
        _ => schemas.after,
    };
    let columns = &schema.tables.get(it.of())?.columns;
    let at = columns.iter().position(|column| column.name == it.column().name)?;
    Some((it.of().clone(), at))
}

/// The new tables in an order in which each comes after those that it refers to, as far as there is one.
fn by_reference(changes: &[Change]) -> BTreeMap<Name, usize> {
    let mut left: BTreeMap<&Name, BTreeSet<&Name>> = BTreeMap::new();
    for change in changes {
        match change {
            Change::Table(TableChange::Create(it)) => drop(left.entry(&it.name).or_default()),
            Change::Constraint(ConstraintChange::Add { table, constraint }) => {
                let target = constraint.foreign_key().map(|it| &it.table);
                left.entry(table).or_default().extend(target.filter(|it| *it != table));
            }
            _ => {}
        }
    }
    let is_new = |name: &Name| {
        changes
            .iter()
            .any(|it| matches!(it, Change::Table(TableChange::Create(it)) if it.name == *name))
    };
    left.retain(|name, _| is_new(name));
    for targets in left.values_mut() {
        targets.retain(|it| is_new(it));
    }
    let mut places = BTreeMap::new();
    while let Some(next) = left
        .iter()
        .find(|(_, targets)| targets.iter().all(|it| places.contains_key(*it)))
        // A circle: somebody has to be the first.
        .or(left.first_key_value())
        .map(|(name, _)| *name)
    {
        left.remove(next);
        places.insert(next.clone(), places.len());
    }
    places
}

/// The order as positions, or the positions of the changes that wait for each other.
fn try_sort(
    changes: &[Change],
    schemas: Pair<&Schema>,
    ties: Ties,
) -> Result<Vec<usize>, Vec<usize>> {
    let mut after: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); changes.len()];
    let mut waits_for = vec![0_usize; changes.len()];
    for (first, then) in edges(changes, schemas) {
        if after[first].insert(then) {
            waits_for[then] += 1;
        }
    }
    // Among those that may come, the smallest by kind, object and sentence comes: the same input, the same bytes.
    let places = match ties {
        Ties::ByKind => BTreeMap::new(),
        Ties::ByTable => by_reference(changes),
    };
    let place = |it: &Change| match it {
        Change::Table(TableChange::Create(table)) => places.get(&table.name).copied(),
        _ => None,
    };
    let rank = |it: &Change| match (ties, it) {
        // Beside the table, not between its parts.
        (Ties::ByTable, Change::Index(IndexChange::Drop { .. })) => 0,
        (Ties::ByTable, Change::Index(_)) => 19,
        _ => rank(it),
    };
    let key = |it: &Change| {
        let position = (ties == Ties::ByTable).then(|| position(it, schemas)).flatten();
        (rank(it), place(it), position, it.object(), it.sentence())
    };
    let keys: Vec<_> = changes.iter().map(key).collect();
    let mut ready = BTreeSet::new();
    ready.extend((0..changes.len()).filter(|at| waits_for[*at] == 0).map(|at| (&keys[at], at)));
    let mut order: Vec<usize> = Vec::with_capacity(changes.len());
    loop {
        let table = order.last().filter(|_| ties == Ties::ByTable);
        let table = table.and_then(|at| changes[*at].table());
        let same = ready.iter().find(|it| table.is_some() && changes[it.1].table() == table);
        let Some(next) = same.or(ready.first()).copied() else { break };
        ready.remove(&next);
        let at = next.1;
        order.push(at);
        for next in &after[at] {
            waits_for[*next] -= 1;
            if waits_for[*next] == 0 {
                ready.insert((&keys[*next], *next));
            }
        }
    }
    if order.len() == changes.len() {
        return Ok(order);
    }
    Err((0..changes.len()).filter(|at| waits_for[*at] > 0).collect())
}

/// Who comes before whom, each for one of three reasons.
fn edges(changes: &[Change], schemas: Pair<&Schema>) -> Vec<(usize, usize)> {
    let touched: Vec<needs::Touch> = changes.iter().map(|it| needs::of(it, schemas)).collect();
    let mut roles: BTreeMap<&needs::Thing, [Vec<usize>; 4]> = BTreeMap::new();
    for (at, touch) in touched.iter().enumerate() {
        let lists = [&touch.gives, &touch.takes, &touch.needs, &touch.frees];
        for (role, things) in lists.into_iter().enumerate() {
            for thing in things {
                roles.entry(thing).or_default()[role].push(at);
            }
        }
    }
    let mut edges = Vec::new();
    for [gives, takes, needs, frees] in roles.values() {
        // Order matters: what is needed has to be there first.
        pairs(gives, needs, &mut edges);
        // Order matters: what is still used can't go.
        pairs(frees, takes, &mut edges);
        // Order matters: a name, or a place, is free only when who had it is gone. Who alters takes and gives: among
        // those the other reasons decide.
        let alters = |at: &usize| takes.contains(at) && gives.contains(at);
        for first in takes {
            let then = gives.iter().filter(|it| *it != first && !(alters(first) && alters(it)));
            edges.extend(then.map(|then| (*first, *then)));
        }
    }
    edges
}

fn pairs(first: &[usize], then: &[usize], edges: &mut Vec<(usize, usize)>) {
    for a in first {
        edges.extend(then.iter().filter(|b| a != *b).map(|b| (*a, *b)));
    }
}

/// The usual order, where no edge says otherwise: what is in the way leaves, types and tables come, then what stands
/// on them, then what is no longer needed goes.
fn rank(change: &Change) -> u8 {
    use crate::change::{DomainChange, EnumChange, NamespaceChange, SequenceChange};
    match change {
        Change::Rename(_) => 0,
        Change::Constraint(ConstraintChange::Drop { constraint, .. }) => match constraint.kind() {
            Kind::ForeignKey => 1,
            Kind::Check | Kind::Exclusion => 2,
            Kind::Unique | Kind::PrimaryKey => 4,
        },
        Change::Index(IndexChange::Drop { .. }) => 3,
        Change::Index(IndexChange::Rename { .. })
        | Change::Constraint(ConstraintChange::Rename { .. }) => 5,
        Change::Namespace(NamespaceChange::Create(_)) => 6,
        Change::Enum(EnumChange::Create(_) | EnumChange::Alter { .. }) => 7,
        Change::Domain(DomainChange::Create(_) | DomainChange::Alter(_)) => 8,
        Change::Sequence(SequenceChange::Create(_) | SequenceChange::Alter(_)) => 9,
        Change::Table(TableChange::Create(_)) => 10,
        Change::Table(TableChange::Alter { .. }) => 11,
        Change::Column(ColumnChange::Add { .. }) => 12,
        Change::Column(ColumnChange::Alter(_)) => 13,
        Change::Column(ColumnChange::Drop { .. }) => 14,
        Change::Constraint(ConstraintChange::Add { constraint, .. }) => match constraint.kind() {
            Kind::PrimaryKey | Kind::Unique => 15,
            Kind::Check | Kind::Exclusion => 16,
            Kind::ForeignKey => 18,
        },
        Change::Index(IndexChange::Create { .. }) => 17,
        Change::Constraint(ConstraintChange::Alter { .. } | ConstraintChange::Validate { .. }) => {
            19
        }
        Change::Table(TableChange::Drop(_)) => 20,
        Change::Sequence(SequenceChange::Drop(_)) => 21,
        Change::Domain(DomainChange::Drop(_)) => 22,
        Change::Enum(EnumChange::Drop(_)) => 23,
        Change::Namespace(NamespaceChange::Drop(_)) => 24,
        Change::Comment(_) => 25,
    }
}
