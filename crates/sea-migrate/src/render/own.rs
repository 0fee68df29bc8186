//! What is told on `MySQL` in its own SQL, because sea-query has no words for a part of it: all that happens to such a
//! table, which is one statement there, and to those that hang together with it by a foreign key.
//!
//! It only finds who belongs together; the statements are those of a plan.

use std::collections::BTreeSet;

use super::lane::Lane;
use super::mysql;
use crate::change::{Change, IndexChange, TableChange};
use crate::dialect::Dialect;
use crate::plan;
use crate::schema::{Constraint, ForeignKey, Index, Kind, Name, Pair, Schema};

/// Tables that are told together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Own {
    /// Whose changes it is.
    pub(super) tables: BTreeSet<Name>,
    /// How they are told.
    pub(super) statements: Vec<String>,
}

/// Those of a side: `wanted` is what differs, without what only has to leave and come back.
pub(super) fn find(lane: &Lane<'_>, wanted: &[Change]) -> Vec<Own> {
    if lane.dialect != Dialect::MySql {
        return Vec::new();
    }
    let touched = changed(wanted);
    let mut groups: Vec<BTreeSet<Name>> = Vec::new();
    for table in touched.iter().filter(|it| !can_be_said(lane, wanted, it)) {
        let mut group = BTreeSet::from([(*table).clone()]);
        loop {
            let hangs_on = |it: &&&Name| {
                !group.contains(**it)
                    && group.iter().any(|other| are_linked(lane, wanted, it, other))
            };
            let more: Vec<Name> = touched.iter().filter(hangs_on).map(|it| (*it).clone()).collect();
            if more.is_empty() {
                break;
            }
            group.extend(more);
        }
        // Those that have a table in common are one.
        let (same, others) =
            groups.into_iter().partition(|it: &BTreeSet<Name>| !it.is_disjoint(&group));
        groups = others;
        groups.push(same.into_iter().fold(group, |all: BTreeSet<Name>, it| &all | &it));
    }
    let own = groups.into_iter().map(|tables| {
        let is_theirs = |it: &&Change| of(it).is_some_and(|it| tables.contains(it));
        let changes: Vec<Change> = wanted.iter().filter(is_theirs).cloned().collect();
        let statements = plan::on_mysql(&changes, lane.schemas, lane.direction);
        Own { statements: statements.into_iter().map(|it| it.sql).collect(), tables }
    });
    own.collect()
}

/// The statement of a column's new name where the server does not carry it into what uses the column.
pub(super) fn renamed_together(lane: &Lane<'_>, rename: &Change) -> Option<String> {
    if lane.dialect != Dialect::MySql {
        return None;
    }
    let is_rename = |it: &&Change| matches!(it, Change::Rename(_));
    let renames: Vec<Change> = lane.changes.iter().filter(is_rename).cloned().collect();
    let at = renames.iter().position(|it| it == rename)?;
    plan::renamed_together(&renames, lane.schemas, lane.direction).into_iter().nth(at).flatten()
}

fn changed(wanted: &[Change]) -> BTreeSet<&Name> {
    wanted.iter().filter_map(of).collect()
}

/// The table that a change is about, but for a new name.
pub(super) fn of(change: &Change) -> Option<&Name> {
    change.table().filter(|_| !matches!(change, Change::Rename(_)))
}

/// Whether there are words for all that happens to the table.
fn can_be_said(lane: &Lane<'_>, wanted: &[Change], table: &Name) -> bool {
    let own = |it: &&Change| of(it) == Some(table);
    let is_there = lane.is_there(table);
    // What would leave and come back is one statement there, in which nothing has to leave.
    let has_companions =
        is_there && lane.changes.iter().filter(own).count() != wanted.iter().filter(own).count();
    !has_companions
        && lane.changes.iter().filter(own).all(|it| mysql::can_say(lane, it))
        && !changed(wanted).iter().any(|other| take_names(lane, table, other))
        && !is_served_twice(lane, table)
}

/// Whether a foreign key of the one table has the name that one of the other has before: it is given once there. So may be
/// that of a check.
fn take_names(lane: &Lane<'_>, one: &Name, other: &Name) -> bool {
    let checks = lane.schemas.after.server.checks_share_names;
    let names = |schema: &Schema, table: &Name| -> BTreeSet<String> {
        let table = schema.tables.get(table);
        let all = table.into_iter().flat_map(|it| &it.constraints);
        let is_one =
            |it: &&Constraint| it.foreign_key().is_some() || (checks && it.kind() == Kind::Check);
        all.filter(is_one).filter_map(|it| it.name.clone()).collect()
    };
    let Pair { before, after } = lane.schemas;
    one != other
        && (!names(before, one).is_disjoint(&names(after, other))
            || !names(after, one).is_disjoint(&names(before, other)))
}

/// Whether the index behind a foreign key shall be there beside another that serves, and one of them comes: the server
/// would make the first, and drop it in silence as soon as the second is there.
fn is_served_twice(lane: &Lane<'_>, table: &Name) -> bool {
    let Some(after) = lane.schemas.after.tables.get(table) else { return false };
    after.constraints.iter().any(|it| {
        let Some(key) = it.foreign_key() else { return false };
        let comes = lane.new_keys(table).any(|new| new == it)
            || lane.changes.iter().any(|it| match it {
                Change::Index(IndexChange::Create { table: of, index }) => {
                    of == table && mysql::serves(index, &key.columns)
                }
                _ => false,
            });
        let is_made = |index: &&Index| mysql::is_made_for(index, it.name.as_deref(), key);
        let mut made = after.indexes.iter().filter(is_made);
        comes && made.any(|it| mysql::is_served_otherwise(after, it, &key.columns))
    })
}

/// Whether what happens to the one has to wait for what happens to the other.
fn are_linked(lane: &Lane<'_>, wanted: &[Change], one: &Name, other: &Name) -> bool {
    let Pair { before, after } = lane.schemas;
    let all = before.tables.values().chain(after.tables.values());
    let keys = all.flat_map(|table| {
        table
            .constraints
            .iter()
            .filter_map(Constraint::foreign_key)
            .map(move |key| (&table.name, key))
    });
    let between = |(from, key): &(&Name, &ForeignKey)| {
        *from == one && key.table == *other || *from == other && key.table == *one
    };
    take_names(lane, one, other)
        || keys.filter(between).any(|(from, key)| {
            touches(wanted, from, &key.columns)
                || touches(wanted, &key.table, &key.references)
                || lane.is_there(from) && !lane.is_there(&key.table)
        })
}

/// Whether something happens to these columns of a table, or to all of it.
fn touches(wanted: &[Change], table: &Name, columns: &[String]) -> bool {
    let uses = |it: &Change| match it {
        Change::Column(it) => columns.contains(&it.column().name),
        Change::Constraint(it) if it.constraint().foreign_key().is_none() => {
            columns.iter().any(|name| it.constraint().uses(name))
        }
        Change::Index(it) => columns.iter().any(|name| it.index().uses(name)),
        Change::Table(TableChange::Alter { .. }) => true,
        _ => false,
    };
    wanted.iter().any(|it| of(it) == Some(table) && uses(it))
}
