//! One side in one direction: what changes on one dialect, in an order that works there.

use super::mysql;
use super::own::{self, Own};
use crate::change::{Change, ConstraintChange, IndexChange, TableChange};
use crate::dialect::Dialect;
use crate::diff::Diff;
use crate::plan::{self, Direction};
use crate::schema::{Constraint, Kind, Name, Pair, Schema, Table};

/// One side in one direction.
#[derive(Debug)]
pub(super) struct Lane<'d> {
    pub(super) dialect: Dialect,
    /// From which schema to which, in this direction.
    pub(super) schemas: Pair<&'d Schema>,
    pub(super) direction: Direction,
    pub(super) changes: Vec<Change>,
    /// What is told in the dialect's own statements.
    pub(super) own: Vec<Own>,
}

impl<'d> Lane<'d> {
    pub(super) fn of(diff: &'d Diff, direction: Direction) -> Self {
        let schemas = match direction {
            Direction::Up => diff.schemas.as_ref(),
            Direction::Down => diff.schemas.as_ref().flip(),
        };
        let dialect = schemas.after.dialect;
        let mut changes = plan::ordered(diff, direction);
        with_foreign_keys(&mut changes, dialect, schemas.before);
        if dialect == Dialect::Sqlite {
            kept_until_the_drop(&mut changes);
        }
        if dialect == Dialect::MySql {
            foreign_keys_outside(&mut changes);
        }
        let mut lane = Self { dialect, schemas, direction, changes, own: Vec::new() };
        lane.own = own::find(&lane, &plan::wanted(diff, direction));
        if dialect == Dialect::MySql {
            lane.without_made_indexes();
        }
        lane
    }

    /// The place among its own statements of those that tell the change.
    pub(super) fn own(&self, change: &Change) -> Option<usize> {
        let table = own::of(change)?;
        self.own.iter().position(|it| it.tables.contains(table))
    }

    /// Whether the table is there before and after.
    pub(super) fn is_there(&self, table: &Name) -> bool {
        let Pair { before, after } = self.schemas;
        before.tables.contains_key(table) && after.tables.contains_key(table)
    }

    /// The foreign keys that come to the table, or with it.
    pub(super) fn new_keys(&self, table: &Name) -> impl Iterator<Item = &'d Constraint> {
        let Pair { before, after } = self.schemas;
        let before = before.tables.get(table);
        let is_new = move |it: &&Constraint| {
            it.kind() == Kind::ForeignKey
                && before.is_none_or(|table| !table.constraints.contains(it))
        };
        let after = after.tables.get(table).into_iter();
        after.flat_map(|it| &it.constraints).filter(is_new)
    }

    /// The index behind a new foreign key comes with it.
    fn without_made_indexes(&mut self) {
        let changes = std::mem::take(&mut self.changes);
        let is_made = |change: &Change| {
            let Change::Index(IndexChange::Create { table, index }) = change else { return false };
            self.own(change).is_none()
                && self.new_keys(table).any(|it| {
                    let name = it.name.as_deref();
                    it.foreign_key().is_some_and(|key| mysql::is_made_for(index, name, key))
                })
        };
        self.changes = changes.into_iter().filter(|it| !is_made(it)).collect();
    }
}

/// Puts the foreign keys of new tables into them, wherever their target is there by then.
fn with_foreign_keys(changes: &mut Vec<Change>, dialect: Dialect, before: &Schema) {
    let mut at = 0;
    while at < changes.len() {
        let Change::Table(TableChange::Create(table)) = &changes[at] else {
            at += 1;
            continue;
        };
        let name = table.name.clone();
        let is_own = |it: &Change| match it {
            Change::Constraint(ConstraintChange::Add { table, constraint }) => {
                *table == name
                    && constraint.kind() == Kind::ForeignKey
                    && (dialect == Dialect::Sqlite
                        || is_there(constraint, table, &changes[..at], before)
                            && !is_touched(constraint, changes))
            }
            _ => false,
        };
        let own: Vec<usize> = (at + 1..changes.len()).filter(|it| is_own(&changes[*it])).collect();
        let mut keys = Vec::new();
        for place in own.into_iter().rev() {
            if let Change::Constraint(ConstraintChange::Add { constraint, .. }) =
                changes.remove(place)
            {
                keys.insert(0, constraint);
            }
        }
        if let Change::Table(TableChange::Create(table)) = &mut changes[at] {
            table.constraints.extend(keys);
        }
        at += 1;
    }
}

/// Whether the key that a foreign key refers to is there when its table comes.
fn is_there(it: &Constraint, of: &Name, earlier: &[Change], before: &Schema) -> bool {
    let Some(key) = it.foreign_key() else { return false };
    // What its table has beside constraints comes after it.
    let has_key = |table: &Table| {
        let mut keys = table.constraints.iter().filter_map(Constraint::key);
        keys.any(|it| it == key.references)
    };
    let is_new = |it: &Change| matches!(it, Change::Table(TableChange::Create(it)) if it.name == key.table && has_key(it));
    let is_own = *of == key.table;
    is_own || earlier.iter().any(is_new) || before.tables.get(&key.table).is_some_and(has_key)
}

/// Whether something else happens to the key that it refers to, so that it has to wait.
fn is_touched(it: &Constraint, changes: &[Change]) -> bool {
    let Some(key) = it.foreign_key() else { return false };
    changes.iter().any(|change| match change {
        Change::Column(it) => *it.of() == key.table && key.references.contains(&it.column().name),
        Change::Constraint(it) => {
            *it.of() == key.table && it.constraint().key() == Some(&key.references)
        }
        _ => false,
    })
}

/// There an index can't go before the foreign keys that stand on it, and a new foreign key makes one where it finds none.
fn foreign_keys_outside(changes: &mut [Change]) {
    let place = |it: &Change| match it {
        Change::Rename(_) => None,
        Change::Constraint(ConstraintChange::Drop { constraint, .. })
            if constraint.kind() == Kind::ForeignKey =>
        {
            Some(0)
        }
        Change::Constraint(ConstraintChange::Add { constraint, .. })
            if constraint.kind() == Kind::ForeignKey =>
        {
            Some(2)
        }
        // Tables go at the very end.
        Change::Table(TableChange::Drop(_)) => Some(3),
        _ => Some(1),
    };
    // New names stay where they are, before or behind all else.
    let first = changes.iter().position(|it| place(it).is_some()).unwrap_or(changes.len());
    let last = changes.iter().rposition(|it| place(it).is_some()).map_or(first, |it| it + 1);
    changes[first..last].sort_by_key(place);
}

/// There foreign keys are off while tables go, so those in a circle need not be taken apart.
fn kept_until_the_drop(changes: &mut Vec<Change>) {
    let dropped: Vec<Name> = changes
        .iter()
        .filter_map(|it| match it {
            Change::Table(TableChange::Drop(it)) => Some(it.name.clone()),
            _ => None,
        })
        .collect();
    changes.retain(|it| !matches!(it, Change::Constraint(ConstraintChange::Drop { table, .. }) if dropped.contains(table)));
}
