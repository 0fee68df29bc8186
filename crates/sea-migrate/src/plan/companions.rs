//! What has to leave before a change and comes back after it, though it is itself no difference.
//!
//! A generated column whose source changes its type, an index whose column is made again, a foreign key whose key is.

use std::collections::BTreeSet;

use crate::change::{
    AlterColumn, Change, ColumnChange, ConstraintChange, EnumChange, IndexChange, SequenceChange,
    TableChange,
};
use crate::dialect::postgres::ddl::cast;
use crate::schema::{
    Column, ColumnValue, Constraint, Index, KeyPart, Kind, Name, Pair, Schema, Sequence, Table,
    Type,
};

type Columns = BTreeSet<(Name, String)>;

/// The changes with all that has to leave and come back, and with what tables are made of taken apart.
pub(super) fn add(changes: Vec<Change>, schemas: Pair<&Schema>) -> Vec<Change> {
    let mut changes = by_way_of_text(&apart(changes));
    let retyped = retyped(&changes);
    let mut remade = remade(&changes);
    loop {
        let more = generated(&changes, schemas, &retyped, &remade);
        if more.is_empty() {
            break;
        }
        for (table, column) in more {
            remade.insert((table.clone(), column.name.clone()));
            let (fill, again) = (None, column.clone());
            changes.push(Change::Column(ColumnChange::Drop { table: table.clone(), column, fill }));
            changes.push(Change::Column(ColumnChange::Add { table, column: again, fill: None }));
        }
    }
    let mut touched = Touched { retyped, remade, keys: BTreeSet::new() };
    touched.keys = keys(&changes, schemas, &touched);
    let mut extra = Vec::new();
    for before in schemas.before.tables.values() {
        let Some(after) = schemas.after.tables.get(&before.name) else { continue };
        constraints(before, after, &touched, &mut changes, &mut extra);
        indexes(before, after, &touched, &mut changes, &mut extra);
    }
    changes.extend(extra);
    changes
}

/// A column that becomes, say, an array of its enumerated type while that type is replaced is text in between: the old
/// type has to be free before it goes, the new one has to be there.
fn by_way_of_text(changes: &[Change]) -> Vec<Change> {
    let replaced = |name: &Name| {
        changes.iter().any(|it| {
            matches!(it, Change::Enum(EnumChange::Alter { types, .. })
                if types.after.name == *name && !EnumChange::only_adds(types))
        })
    };
    let mut all = Vec::new();
    for change in changes {
        match change {
            Change::Column(ColumnChange::Alter(it))
                if it.columns.before.ty != it.columns.after.ty
                    && it.columns.before.ty.user == it.columns.after.ty.user
                    && it.columns.after.ty.user.as_ref().is_some_and(replaced) =>
            {
                all.extend(through_text(it));
            }
            other => all.push(other.clone()),
        }
    }
    all
}

/// The same column as text in between.
pub(super) fn through_text(it: &AlterColumn) -> [Change; 2] {
    let Pair { before, after } = &it.columns;
    let sql = if after.ty.sql.ends_with("[]") { "text[]" } else { "text" };
    let text = Column {
        ty: Type { sql: sql.to_owned(), user: None },
        collation: None,
        value: ColumnValue::Given,
        ..before.clone()
    };
    [Pair::new(before.clone(), text.clone()), Pair::new(text, after.clone())]
        .map(|columns| Change::Column(ColumnChange::Alter(AlterColumn { columns, ..it.clone() })))
}

struct Touched {
    /// Columns whose type becomes another.
    retyped: Columns,
    /// Columns that go and come back.
    remade: Columns,
    /// Keys that go and come back, for foreign keys to refer to.
    keys: BTreeSet<(Name, Vec<String>)>,
}

/// Indexes and foreign keys of a new table come by themselves: the latter when both their tables are there.
fn apart(changes: Vec<Change>) -> Vec<Change> {
    let mut all = Vec::new();
    for change in changes {
        let mut table = match change {
            Change::Table(TableChange::Create(table)) => table,
            // A sequence and the column that owns it wait for each other, but for the owning.
            Change::Sequence(SequenceChange::Create(it)) if it.owner.is_some() => {
                let free = Sequence { owner: None, ..it.clone() };
                all.push(Change::Sequence(SequenceChange::Create(free.clone())));
                all.push(Change::Sequence(SequenceChange::Alter(Pair::new(free, it))));
                continue;
            }
            Change::Sequence(SequenceChange::Drop(it)) if it.owner.is_some() => {
                let free = Sequence { owner: None, ..it.clone() };
                all.push(Change::Sequence(SequenceChange::Alter(Pair::new(it, free.clone()))));
                all.push(Change::Sequence(SequenceChange::Drop(free)));
                continue;
            }
            other => {
                all.push(other);
                continue;
            }
        };
        let name = table.name.clone();
        let (keys, others): (Vec<_>, Vec<_>) = std::mem::take(&mut table.constraints)
            .into_iter()
            .partition(|it| it.kind() == Kind::ForeignKey);
        table.constraints = others;
        let indexes = std::mem::take(&mut table.indexes);
        all.push(Change::Table(TableChange::Create(table)));
        all.extend(keys.into_iter().map(|constraint| {
            Change::Constraint(ConstraintChange::Add { table: name.clone(), constraint })
        }));
        all.extend(
            indexes
                .into_iter()
                .map(|index| Change::Index(IndexChange::Create { table: name.clone(), index })),
        );
    }
    all
}

fn retyped(changes: &[Change]) -> Columns {
    let mut columns = Columns::new();
    for change in changes {
        match change {
            Change::Column(ColumnChange::Alter(it))
                if it.is_retyped() && !cast::is_same_base(&it.columns) =>
            {
                columns.insert((it.table.clone(), it.columns.after.name.clone()));
            }
            Change::Enum(EnumChange::Alter { types, users }) if !EnumChange::only_adds(types) => {
                let names =
                    users.iter().map(|it| (it.table.clone(), it.columns.after.name.clone()));
                columns.extend(names);
            }
            _ => {}
        }
    }
    columns
}

/// Columns that the difference itself drops and adds.
fn remade(changes: &[Change]) -> Columns {
    let names = |is_drop: bool| -> Columns {
        let columns = changes.iter().filter_map(|it| match it {
            Change::Column(it @ ColumnChange::Drop { .. }) if is_drop => Some(it),
            Change::Column(it @ ColumnChange::Add { .. }) if !is_drop => Some(it),
            _ => None,
        });
        columns.map(|it| (it.of().clone(), it.column().name.clone())).collect()
    };
    names(true).intersection(&names(false)).cloned().collect()
}

/// Generated columns that stay and read a column whose type changes, or that is made again.
fn generated(
    changes: &[Change],
    schemas: Pair<&Schema>,
    retyped: &Columns,
    remade: &Columns,
) -> Vec<(Name, Column)> {
    // The server refuses even where only a length changes.
    let altered: Columns = changes
        .iter()
        .filter_map(|it| match it {
            Change::Column(ColumnChange::Alter(it)) if it.is_retyped() => {
                Some((it.table.clone(), it.columns.after.name.clone()))
            }
            _ => None,
        })
        .collect();
    let mut found = Vec::new();
    for before in schemas.before.tables.values() {
        let Some(after) = schemas.after.tables.get(&before.name) else { continue };
        for column in before.columns.iter().filter(|it| after.column(&it.name).is_some()) {
            let Some(expression) = column.generated() else { continue };
            let key = (before.name.clone(), column.name.clone());
            let reads = |it: &(Name, String)| it.0 == before.name && expression.mentions(&it.1);
            let is_hit = retyped.iter().chain(remade).chain(&altered).any(reads);
            let is_same = after.column(&column.name).is_some_and(|it| it.value == column.value);
            if is_hit && is_same && !remade.contains(&key) {
                found.push((before.name.clone(), column.clone()));
            }
        }
    }
    found
}

/// Keys that the difference, or a column of them, takes away for a while.
fn keys(
    changes: &[Change],
    schemas: Pair<&Schema>,
    touched: &Touched,
) -> BTreeSet<(Name, Vec<String>)> {
    let sorted = |key: &[String]| {
        let mut key = key.to_vec();
        key.sort();
        key
    };
    let mut keys = BTreeSet::new();
    for change in changes {
        match change {
            Change::Constraint(ConstraintChange::Drop { table, constraint }) => {
                keys.extend(constraint.key().map(|key| (table.clone(), sorted(key))));
            }
            Change::Index(IndexChange::Drop { table, index }) => {
                keys.extend(index.key().map(|key| (table.clone(), sorted(&key))));
            }
            _ => {}
        }
    }
    for table in schemas.before.tables.values() {
        let of_constraints =
            table.constraints.iter().filter_map(|it| it.key().map(<[String]>::to_vec));
        let of_indexes = table.indexes.iter().filter_map(Index::key);
        for key in of_constraints.chain(of_indexes) {
            let is_hit = |it: &String| touched.remade.contains(&(table.name.clone(), it.clone()));
            if key.iter().any(is_hit) {
                keys.insert((table.name.clone(), sorted(&key)));
            }
        }
    }
    keys
}

fn constraints(
    before: &Table,
    after: &Table,
    touched: &Touched,
    changes: &mut Vec<Change>,
    extra: &mut Vec<Change>,
) {
    let is_hit = |columns: &Columns, it: &Constraint| {
        columns.iter().any(|(table, column)| {
            let refers = it.foreign_key().is_some_and(|key| {
                key.table == *table && key.references.iter().any(|it| it == column)
            });
            *table == before.name && it.uses(column) || refers
        })
    };
    for old in &before.constraints {
        let leaves = match old.kind() {
            Kind::PrimaryKey | Kind::Unique => is_hit(&touched.remade, old),
            Kind::Check | Kind::Exclusion | Kind::ForeignKey => {
                is_hit(&touched.remade, old) || is_hit(&touched.retyped, old)
            }
        };
        let loses_key = old.foreign_key().is_some_and(|key| {
            let mut references = key.references.clone();
            references.sort();
            touched.keys.contains(&(key.table.clone(), references))
        });
        let is_change = |it: &Change| match it {
            Change::Constraint(ConstraintChange::Drop { table, constraint }) => {
                *table == before.name && constraint == old
            }
            _ => false,
        };
        if !(leaves || loses_key) || changes.iter().any(is_change) {
            continue;
        }
        let altered = changes.iter().position(|it| match it {
            Change::Constraint(
                ConstraintChange::Rename { table, constraints }
                | ConstraintChange::Validate { table, constraints }
                | ConstraintChange::Alter { table, constraints },
            ) => *table == before.name && constraints.before == *old,
            _ => false,
        });
        // It comes back as it shall be, so nothing else is to be done about it.
        let again = if let Some(Change::Constraint(it)) = altered.map(|at| changes.remove(at)) {
            Some(it.constraint().clone())
        } else {
            let same = |it: &&Constraint| it.name == old.name && it.rule == old.rule;
            after.constraints.iter().find(same).cloned()
        };
        let table = before.name.clone();
        extra.push(Change::Constraint(ConstraintChange::Drop { table, constraint: old.clone() }));
        if let Some(again) = again {
            let (table, constraint) = (before.name.clone(), again);
            extra.push(Change::Constraint(ConstraintChange::Add { table, constraint }));
        }
    }
}

fn indexes(
    before: &Table,
    after: &Table,
    touched: &Touched,
    changes: &mut Vec<Change>,
    extra: &mut Vec<Change>,
) {
    for old in &before.indexes {
        let has = |columns: &Columns, uses: &dyn Fn(&str) -> bool| {
            columns.iter().any(|(table, column)| *table == before.name && uses(column))
        };
        let names_class = |column: &str| {
            old.keys.iter().any(|key| {
                key.operator_class.is_some() && key.on == KeyPart::Column(column.to_owned())
            })
        };
        let leaves = has(&touched.remade, &|it| old.uses(it))
            || has(&touched.retyped, &|it| old.computes_with(it) || names_class(it));
        let is_change = |it: &Change| match it {
            Change::Index(IndexChange::Drop { table, index }) => {
                *table == before.name && index == old
            }
            _ => false,
        };
        if !leaves || changes.iter().any(is_change) {
            continue;
        }
        let renamed = changes.iter().position(|it| {
            matches!(it, Change::Index(IndexChange::Rename { table, indexes })
                if *table == before.name && indexes.before == *old)
        });
        let again = match renamed.map(|at| changes.remove(at)) {
            Some(Change::Index(it)) => Some(it.index().clone()),
            _ => after.indexes.iter().find(|it| it.name == old.name).cloned(),
        };
        let table = before.name.clone();
        extra.push(Change::Index(IndexChange::Drop { table, index: old.clone() }));
        if let Some(again) = again {
            let (table, index) = (before.name.clone(), again);
            extra.push(Change::Index(IndexChange::Create { table, index }));
        }
    }
}
