//! What happens to a table that is there: calls of `alter_table`, or sea-query's own statement where one is enough.

use super::column::{self, Keys};
use super::constraint;
use super::fill;
use super::rust;
use super::scene::Scene;
use super::step::Step;
use crate::change::{AlterColumn, Change, ColumnChange, ConstraintChange};
use crate::dialect::postgres::ddl::{cast, quoted};
use crate::dialect::{Dialect, sqlite};
use crate::plan::Direction;
use crate::schema::{Column, ColumnValue, Constraint, Name, Rule, Table};

/// One call of the chain behind `alter_table`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) on: Vec<usize>,
    pub(super) call: String,
    /// The same for sea-query's `Table::alter()`, where every side takes it.
    pub(super) plain: Option<String>,
}

/// Whether the change of this side is one that the chain has words for.
pub(super) fn can_be_said(scene: &Scene<'_>, side: usize, change: &Change) -> bool {
    let lane = &scene.lanes[side];
    let is_postgres = lane.dialect == Dialect::Postgres;
    let whole = |name: &Name, schema: &'_ crate::schema::Schema| schema.tables.get(name).cloned();
    match change {
        Change::Column(ColumnChange::Add { table, column, .. }) => whole(table, lane.schemas.after)
            .is_some_and(|it| column::can_be_said(lane.dialect, &it, column)),
        Change::Column(ColumnChange::Drop { .. }) => true,
        Change::Column(ColumnChange::Alter(it)) => {
            let is_plain =
                |it: &Column| matches!(it.value, ColumnValue::Given | ColumnValue::Default(_));
            it.columns.as_ref().map(is_plain) == crate::schema::Pair::new(true, true)
                && !it.columns.differs_in(|it| it.on_null_conflict.clone())
        }
        Change::Constraint(it) => match it {
            ConstraintChange::Add { constraint, .. } => {
                let is_later = Constraint { is_valid: true, ..constraint.clone() };
                let is_bare = match &constraint.rule {
                    Rule::Unique { include, nulls, .. } => {
                        include.is_empty() && *nulls == crate::schema::NullsIn::Distinct
                    }
                    _ => true,
                };
                is_bare
                    && constraint.comment.is_none()
                    && constraint::can_be_said(lane.dialect, &is_later)
            }
            ConstraintChange::Drop { constraint, .. } => {
                // Found there by its name, or by what it is.
                is_postgres
                    || constraint.name.is_some()
                    || !matches!(constraint.rule, Rule::Check { .. })
            }
            ConstraintChange::Rename { .. } => true,
            ConstraintChange::Validate { constraints, .. } => constraints.after.is_valid,
            ConstraintChange::Alter { .. } => false,
        },
        _ => false,
    }
}

/// The calls of one step.
pub(super) fn calls(scene: &Scene<'_>, step: &Step) -> Vec<Call> {
    match step.any() {
        Some(Change::Column(ColumnChange::Add { .. })) => add_column(scene, step),
        Some(Change::Column(ColumnChange::Drop { column, .. })) => {
            let name = rust::text(&column.name);
            let plain =
                step.on().iter().all(|side| drops(scene, *side, step.cells[*side].as_ref()));
            let call = format!("drop_column({name})");
            vec![Call { on: step.on(), plain: plain.then(|| call.clone()), call }]
        }
        Some(Change::Column(ColumnChange::Alter(_))) => alter_column(scene, step),
        Some(Change::Constraint(_)) => constraints(scene, step),
        _ => Vec::new(),
    }
}

fn table_of<'s>(scene: &'s Scene<'_>, side: usize, name: &Name) -> Option<&'s Table> {
    let schemas = scene.lanes[side].schemas;
    schemas.after.tables.get(name).or_else(|| schemas.before.tables.get(name))
}

fn add_column(scene: &Scene<'_>, step: &Step) -> Vec<Call> {
    let mut cells = Vec::new();
    let mut fills = Vec::new();
    let mut is_plain = true;
    for (side, change) in step.cells.iter().enumerate() {
        let Some(Change::Column(ColumnChange::Add { table, column, fill })) = change else {
            continue;
        };
        let Some(whole) = table_of(scene, side, table) else { continue };
        cells.push(column::Cell { side, column, table: whole, keys: Keys::default() });
        let stands_in = scene.direction == Direction::Down && column.must_be_given();
        fills.push(match fill {
            Some(it) if column.value == ColumnValue::Given => Some(fill::given(it, column)),
            None if stands_in => fill::neutral(&scene.lanes[side], column),
            _ => None,
        });
        is_plain &= scene.dialect(side) != Dialect::Sqlite || sqlite::ddl::can_be_added(column);
    }
    let on: Vec<usize> = cells.iter().map(|it| it.side).collect();
    let definition = column::definition(scene, &cells);
    if fills.iter().any(Option::is_some) {
        let fills: Vec<String> =
            fills.into_iter().map(|it| it.unwrap_or_else(|| "\"\"".to_owned())).collect();
        let fill = fill::one(scene, &on, &fills);
        return vec![Call {
            on,
            call: format!("add_column_filled({definition}, {fill})"),
            plain: None,
        }];
    }
    let call = format!("add_column({definition})");
    vec![Call { on, plain: is_plain.then(|| call.clone()), call }]
}

/// Whether the database drops the column by itself.
fn drops(scene: &Scene<'_>, side: usize, change: Option<&Change>) -> bool {
    let Some(Change::Column(ColumnChange::Drop { table, column, .. })) = change else {
        return false;
    };
    if scene.dialect(side) != Dialect::Sqlite {
        return true;
    }
    let Some(before) = scene.lanes[side].schemas.before.tables.get(table) else { return false };
    let reads = |it: &Column| it.generated().is_some_and(|it| it.mentions(&column.name));
    !before.constraints.iter().any(|it| it.uses(&column.name)) && !before.columns.iter().any(reads)
}

fn alter_column(scene: &Scene<'_>, step: &Step) -> Vec<Call> {
    let mut own: Vec<(usize, &AlterColumn)> = Vec::new();
    for (side, change) in step.cells.iter().enumerate() {
        if let Some(Change::Column(ColumnChange::Alter(it))) = change {
            own.push((side, it));
        }
    }
    let Some((_, first)) = own.first() else { return Vec::new() };
    let name = rust::text(&first.columns.after.name);
    let mut calls = Vec::new();
    let mut call = |on: Vec<usize>, call: String| {
        if !on.is_empty() {
            calls.push(Call { on, call, plain: None });
        }
    };
    let those = |is: &dyn Fn(usize, &AlterColumn) -> bool| -> Vec<usize> {
        own.iter().filter(|(side, it)| is(*side, it)).map(|it| it.0).collect()
    };
    let cells = |on: &[usize]| -> Vec<column::Cell<'_>> {
        let wanted = own.iter().filter(|it| on.contains(&it.0));
        wanted
            .filter_map(|(side, it)| {
                let (column, table) = (&it.columns.after, table_of(scene, *side, &it.table)?);
                Some(column::Cell { side: *side, column, table, keys: Keys::default() })
            })
            .collect()
    };
    let retyped = those(&|_, it| it.is_retyped());
    // A default that the server can't convert is in the way on PostgreSQL.
    let in_the_way = |side: usize, it: &AlterColumn| {
        scene.dialect(side) == Dialect::Postgres
            && it.is_retyped()
            && it.columns.before.default().is_some()
            && !cast::is_same_base(&it.columns)
    };
    let undefaulted = those(&|side, it| {
        let goes = it.columns.before.default().is_some() && it.columns.after.default().is_none();
        goes || in_the_way(side, it)
    });
    call(undefaulted, format!("drop_default({name})"));
    if !retyped.is_empty() {
        let definition = column::typed(scene, &cells(&retyped));
        let using = own.iter().find_map(|(side, it)| {
            let lane = &scene.lanes[*side];
            (lane.dialect == Dialect::Postgres && it.is_retyped())
                .then(|| cast::find(&it.columns, lane.schemas)?.using)
                .flatten()
        });
        let column = quoted(&first.columns.after.name);
        call(
            retyped,
            match using {
                Some(using) => {
                    let using = rust::text(&using.replace("{}", &column));
                    format!("set_type_using({definition}, {using})")
                }
                None => format!("set_type({definition})"),
            },
        );
    }
    call(
        those(&|_, it| !it.columns.before.is_nullable && it.columns.after.is_nullable),
        format!("set_nullable({name})"),
    );
    let defaulted = those(&|side, it| {
        it.columns.after.default().is_some()
            && (it.columns.differs_in(|it| it.value.clone()) || in_the_way(side, it))
    });
    if !defaulted.is_empty() {
        let default = column::default(scene, &cells(&defaulted));
        call(defaulted, format!("set_default({name}, {default})"));
    }
    let forbidding = those(&|_, it| it.forbids_null());
    let filled: Vec<(usize, &AlterColumn)> = own
        .iter()
        .filter(|(side, it)| {
            forbidding.contains(side) && (it.fill.is_some() || it.columns.after.default().is_some())
        })
        .copied()
        .collect();
    let bare: Vec<usize> =
        forbidding.iter().filter(|side| !filled.iter().any(|it| it.0 == **side)).copied().collect();
    call(bare, format!("set_not_null({name})"));
    if !filled.is_empty() {
        let on: Vec<usize> = filled.iter().map(|it| it.0).collect();
        let fills = filled
            .iter()
            .map(|(_, it)| it.fill.as_ref().map(|fill| fill::given(fill, &it.columns.after)));
        let fills: Option<Vec<String>> = fills.collect();
        let fill = match fills {
            Some(fills) => fill::one(scene, &on, &fills),
            None => column::default(scene, &cells(&on)),
        };
        call(on, format!("set_not_null_filled({name}, {fill})"));
    }
    calls
}

fn constraints(scene: &Scene<'_>, step: &Step) -> Vec<Call> {
    let mut cells: Vec<constraint::Cell<'_>> = Vec::new();
    let mut any = None;
    for (side, change) in step.cells.iter().enumerate() {
        let Some(Change::Constraint(it)) = change else { continue };
        let Some(table) = table_of(scene, side, it.of()) else { continue };
        cells.push(constraint::Cell { side, constraint: it.constraint(), table });
        any = any.or(Some(it));
    }
    let Some(change) = any else { return Vec::new() };
    let on: Vec<usize> = cells.iter().map(|it| it.side).collect();
    let shared = constraint::shared_name(&cells);
    let name = rust::text(&shared);
    let it = change.constraint();
    let call = match change {
        ConstraintChange::Rename { constraints, .. } => {
            let old = rust::text(constraints.before.label());
            format!("rename_constraint({old}, {name})")
        }
        ConstraintChange::Validate { .. } => format!("validate({name})"),
        ConstraintChange::Alter { .. } => return Vec::new(),
        ConstraintChange::Drop { .. } => match &it.rule {
            Rule::PrimaryKey { .. } => format!("drop_primary_key({name})"),
            Rule::Unique { .. } => format!("drop_unique({name})"),
            Rule::ForeignKey(key) => {
                format!("drop_foreign_key({name}, {})", rust::texts(&key.columns))
            }
            Rule::Check { .. } | Rule::Exclusion { .. } => format!("drop_check({name})"),
        },
        ConstraintChange::Add { .. } => {
            let later = if it.is_valid { "" } else { "_not_valid" };
            match &it.rule {
                Rule::PrimaryKey { columns, .. } => {
                    format!("set_primary_key({name}, {})", rust::texts(columns))
                }
                Rule::Unique { columns, .. } => {
                    format!("add_unique({name}, {})", rust::texts(columns))
                }
                Rule::ForeignKey(key) => {
                    let known = cells.iter().find_map(|it| it.constraint.name.as_deref());
                    let key = constraint::foreign_key(known, change.of(), key);
                    format!("add_foreign_key{later}({key})")
                }
                Rule::Check { .. } => {
                    let condition = constraint::condition(scene, &cells);
                    format!("add_check{later}({name}, {condition})")
                }
                Rule::Exclusion { .. } => return Vec::new(),
            }
        }
    };
    vec![Call { on, call, plain: None }]
}
