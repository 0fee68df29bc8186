//! What goes and comes back in the same statement, though it is itself no difference.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::{AlterColumn, Change, ColumnChange, Commented, ConstraintChange, IndexChange};
use crate::schema::{Column, Index, IndexKey, KeyPart, Kind, Name, Pair, Table};

/// The changes of a table without those of its foreign keys, and with what goes and comes back though it is itself no
/// difference.
pub(super) fn add(tables: Pair<&Table>, changes: &[&Change]) -> Vec<Change> {
    let Pair { before, after } = tables;
    let table = &after.name;
    let is_key = |it: &ConstraintChange| it.constraint().kind() == Kind::ForeignKey;
    let mut all: Vec<Change> = Vec::new();
    let mut whole: BTreeMap<&str, AlterColumn> = BTreeMap::new();
    for change in changes {
        match change {
            Change::Constraint(it) if is_key(it) => {}
            Change::Column(ColumnChange::Alter(it)) => {
                whole.insert(&it.columns.after.name, it.clone());
            }
            Change::Comment(it) => match &it.on.after {
                Commented::Table(_) => all.push((*change).clone()),
                Commented::Index(_, name) => all.extend(index_again(tables, name)),
                // The whole column is said again, with its comment.
                Commented::Column(_, name) => {
                    let columns = Pair::new(before.column(name), after.column(name));
                    if let Some(columns) = columns.both() {
                        whole.entry(&columns.after.name).or_insert(unaltered(table, columns));
                    }
                }
                _ => {}
            },
            other => all.push((*other).clone()),
        }
    }
    let options = Pair::new(&before.options, &after.options);
    if options.differs_in(|it| it.collation.clone()) {
        for old in before.columns.iter().filter(|it| it.collation.is_none() && is_text(it)) {
            if let Some(new) = after.column(&old.name).filter(|it| it.collation.is_none()) {
                whole.entry(&new.name).or_insert(unaltered(table, Pair::new(old, new)));
            }
        }
    }
    all.extend(whole.into_values().map(|it| Change::Column(ColumnChange::Alter(it))));
    all.extend(made_again(tables, &all));
    all.extend(own_indexes(tables, &all));
    one_name_at_a_time(&mut all);
    all
}

fn unaltered(table: &Name, columns: Pair<&Column>) -> AlterColumn {
    AlterColumn { table: table.clone(), columns: columns.map(Clone::clone), fill: None }
}

/// Whether letters stand in it.
fn is_text(column: &Column) -> bool {
    ["char", "text", "enum", "set"].iter().any(|it| column.ty.sql.contains(it))
}

/// An index that is the same but for what can't be said without making it again.
fn index_again(tables: Pair<&Table>, name: &str) -> Vec<Change> {
    let find = |it: &Table| it.indexes.iter().find(|it| it.name == name).cloned();
    let Some(Pair { before, after }) = tables.map(find).both() else { return Vec::new() };
    let table = tables.after.name.clone();
    vec![
        Change::Index(IndexChange::Drop { table: table.clone(), index: before }),
        Change::Index(IndexChange::Create { table, index: after }),
    ]
}

/// A column that goes takes itself out of every index: where it comes back in the same statement, so do they.
fn made_again(tables: Pair<&Table>, changes: &[Change]) -> Vec<Change> {
    let columns = |is_drop: bool| -> BTreeSet<&str> {
        let names = changes.iter().filter_map(|it| match it {
            Change::Column(ColumnChange::Drop { column, .. }) if is_drop => Some(column),
            Change::Column(ColumnChange::Add { column, .. }) if !is_drop => Some(column),
            _ => None,
        });
        names.map(|it| it.name.as_str()).collect()
    };
    let (gone, come) = (columns(true), columns(false));
    let again: Vec<&str> = gone.intersection(&come).copied().collect();
    let is_said = |old: &Index| {
        changes.iter().any(|it| match it {
            Change::Index(IndexChange::Drop { index, .. }) => index == old,
            Change::Index(IndexChange::Rename { indexes, .. }) => indexes.before == *old,
            _ => false,
        })
    };
    let mut more = Vec::new();
    for index in &tables.before.indexes {
        if again.iter().any(|it| index.uses(it)) && !is_said(index) {
            more.extend(index_again(tables, &index.name));
        }
    }
    for constraint in &tables.before.constraints {
        let stays = tables.after.constraints.contains(constraint);
        let is_key = constraint.kind() == Kind::ForeignKey;
        if stays && !is_key && again.iter().any(|it| constraint.uses(it)) {
            let (table, constraint) = (tables.after.name.clone(), constraint.clone());
            let (of, again) = (table.clone(), constraint.clone());
            more.push(Change::Constraint(ConstraintChange::Drop { table, constraint }));
            more.push(Change::Constraint(ConstraintChange::Add { table: of, constraint: again }));
        }
    }
    more
}

/// An index that the server made for a foreign key vanishes, without a word, as soon as another one serves it. Made again
/// in the same statement it is nobody's but ours.
fn own_indexes(tables: Pair<&Table>, changes: &[Change]) -> Vec<Change> {
    let columns = |it: &Index| -> Vec<Option<String>> {
        let column = |key: &IndexKey| match &key.on {
            KeyPart::Column(name) if key.prefix.is_none() => Some(name.clone()),
            _ => None,
        };
        it.keys.iter().map(column).collect()
    };
    let serves = |index: &Index, key: &[String]| {
        let wanted = key.iter().cloned().map(Some).collect::<Vec<_>>();
        columns(index).starts_with(&wanted)
    };
    let created: Vec<&Index> = changes
        .iter()
        .filter_map(|it| match it {
            Change::Index(IndexChange::Create { index, .. }) => Some(index),
            _ => None,
        })
        .collect();
    let mut more = Vec::new();
    for constraint in &tables.before.constraints {
        let Some(key) = constraint.foreign_key() else { continue };
        let find = |it: &Table| it.indexes.iter().find(|it| it.name == constraint.label()).cloned();
        let own = tables.map(find).both().filter(|it| !it.differs());
        let is_own =
            |it: &Index| columns(it) == key.columns.iter().cloned().map(Some).collect::<Vec<_>>();
        let is_served = created.iter().any(|it| serves(it, &key.columns));
        if own.is_some_and(|it| is_own(&it.before)) && is_served {
            more.extend(index_again(tables, constraint.label()));
        }
    }
    more
}

/// An index whose new name another one has until then is made again.
fn one_name_at_a_time(changes: &mut Vec<Change>) {
    let taken: BTreeSet<String> = changes
        .iter()
        .filter_map(|it| match it {
            Change::Index(IndexChange::Drop { index, .. }) => Some(index.name.clone()),
            Change::Index(IndexChange::Rename { indexes, .. }) => Some(indexes.before.name.clone()),
            _ => None,
        })
        .collect();
    let mut all = Vec::new();
    for change in changes.drain(..) {
        match change {
            Change::Index(IndexChange::Rename { table, indexes })
                if taken.contains(&indexes.after.name) =>
            {
                let Pair { before, after } = indexes;
                all.push(Change::Index(IndexChange::Drop { table: table.clone(), index: before }));
                all.push(Change::Index(IndexChange::Create { table, index: after }));
            }
            other => all.push(other),
        }
    }
    *changes = all;
}
