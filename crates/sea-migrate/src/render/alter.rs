//! What happens to a table that is there: calls of `alter_table`, or sea-query's own statement where one is enough.

use super::altered;
use super::column::{self, Keys};
use super::constraint;
use super::fill;
use super::lane::Lane;
use super::rust;
use super::scene::Scene;
use super::step::Step;
use crate::change::{Change, ColumnChange, ConstraintChange};
use crate::dialect::{Dialect, sqlite};
use crate::plan::Direction;
use crate::schema::{Column, ColumnValue, Constraint, Name, Rule, Table};

/// One call of the chain behind `alter_table`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) on: Vec<usize>,
    pub(super) text: String,
    /// The same for sea-query's `Table::alter()`, where every side takes it.
    pub(super) plain: Option<String>,
    /// Other sides on which it would change nothing.
    pub(super) harmless: Vec<usize>,
}

/// Whether the change of this side is one that the chain has words for.
pub(super) fn can_be_said(lane: &Lane<'_>, change: &Change) -> bool {
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
                lane.dialect != Dialect::Sqlite
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
            vec![Call {
                on: step.on(),
                plain: plain.then(|| call.clone()),
                text: call,
                harmless: Vec::new(),
            }]
        }
        Some(Change::Column(ColumnChange::Alter(_))) => altered::calls(scene, step),
        Some(Change::Constraint(_)) => constraints(scene, step),
        _ => Vec::new(),
    }
}

/// The table on one side, as it shall be or was.
pub(super) fn table_of<'s>(scene: &'s Scene<'_>, side: usize, name: &Name) -> Option<&'s Table> {
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
    let mut definition = column::definition(scene, &cells);
    // Only our own word hands it on where sea-query drops it.
    if let Some(comment) = cells.iter().find_map(|it| it.column.comment.as_deref()) {
        definition.push_str(&format!(".comment({})", rust::text(comment)));
        is_plain = false;
    }
    if fills.iter().any(Option::is_some) {
        let fills: Vec<String> =
            fills.into_iter().map(|it| it.unwrap_or_else(|| "\"\"".to_owned())).collect();
        let fill = fill::one(scene, &on, &fills);
        return vec![Call {
            on,
            text: format!("add_column_filled({definition}, {fill})"),
            plain: None,
            harmless: Vec::new(),
        }];
    }
    let call = format!("add_column({definition})");
    vec![Call { on, plain: is_plain.then(|| call.clone()), text: call, harmless: Vec::new() }]
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
    let names: Vec<String> =
        cells.iter().map(|it| rust::text(&constraint::shared_name(scene, it, &cells))).collect();
    let name = scene.each(&on, &names);
    let it = change.constraint();
    let call = match change {
        ConstraintChange::Rename { constraints, .. } => {
            // One that is renamed has a name, and each side its own.
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
                    let labels: Vec<Option<String>> = cells
                        .iter()
                        .map(|it| it.constraint.name.as_deref().or(known).map(rust::text))
                        .collect();
                    let label = labels.into_iter().collect::<Option<Vec<_>>>();
                    let label = label.map(|it| scene.each(&on, &it));
                    let key = constraint::foreign_key(label.as_deref(), change.of(), key);
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
    vec![Call { on, text: call, plain: None, harmless: Vec::new() }]
}
