//! One direction as the body of `up` or `down`.

use std::collections::BTreeSet;

use super::alter::{self, Call};
use super::lane::Lane;
use super::line::{self, Line};
use super::scene::Scene;
use super::step::{self, Step};
use super::{index, object, raw, rust, table};
use crate::change::{Change, TableChange};
use crate::dialect::Dialect;
use crate::diff::Diff;
use crate::plan::{self, Direction};
use crate::schema::Name;

/// The body of the function that goes this way, for all sides.
pub(super) fn body(sides: &[Diff], direction: Direction) -> String {
    let lanes = sides.iter().map(|it| Lane::of(it, direction)).collect();
    let scene = Scene { lanes, direction };
    let lines = lines(&scene, step::steps(&scene.lanes));
    line::body(&lines, |on| scene.condition(on))
}

/// What is lost on the way, an object a line.
pub(super) fn losses(sides: &[Diff], direction: Direction) -> Vec<String> {
    let mut found = Vec::new();
    for diff in sides {
        let lane = Lane::of(diff, direction);
        for change in &lane.changes {
            let loss = loss(&lane, change);
            if !loss.is_empty() && !found.contains(&loss) {
                found.push(loss);
            }
        }
    }
    found
}

fn loss(lane: &Lane<'_>, change: &Change) -> String {
    plan::loses_data(change, lane.schemas)
        .map_or_else(String::new, |it| format!("`{}` loses {it}", change.object()))
}

/// What happens to one table, until something else does.
#[derive(Default)]
struct Chain {
    table: Option<Name>,
    calls: Vec<Call>,
    notes: Vec<String>,
}

fn lines(scene: &Scene<'_>, steps: Vec<Step>) -> Vec<Line> {
    let all: Vec<usize> = (0..scene.lanes.len()).collect();
    let again = made_again(scene);
    let mut done: BTreeSet<Name> = BTreeSet::new();
    let mut lines = Vec::new();
    let mut chain = Chain::default();
    for mut step in steps {
        for (side, cell) in step.cells.iter_mut().enumerate() {
            let lane = &scene.lanes[side];
            let Some(change) = cell.as_ref() else { continue };
            let table =
                change.table().filter(|it| lane.dialect == Dialect::Sqlite && again.contains(*it));
            if let Some(table) = table.filter(|_| !matches!(change, Change::Rename(_))) {
                if done.insert(table.clone()) {
                    chain.end(scene, &mut lines);
                    let sql = raw::made_again(lane, table);
                    let note = "There is no word for this: the table is made again. Foreign keys have to be off.";
                    let own = raw::lines(&all, lane.dialect, &sql);
                    lines.extend(
                        own.into_iter()
                            .enumerate()
                            .map(|(at, it)| it.noted((at == 0).then(|| note.to_owned()))),
                    );
                }
                *cell = None;
            } else if object::chained(change).is_some() && !alter::can_be_said(scene, side, change)
            {
                chain.end(scene, &mut lines);
                let note = loss(lane, change);
                let own = raw::lines(&all, lane.dialect, &raw::statements(lane, change));
                lines.extend(own.into_iter().enumerate().map(|(at, it)| {
                    it.noted((at == 0 && !note.is_empty()).then(|| format!("{note}.")))
                }));
                *cell = None;
            }
        }
        let Some(any) = step.any() else { continue };
        let notes: BTreeSet<String> = step
            .cells
            .iter()
            .enumerate()
            .filter_map(|(side, it)| it.as_ref().map(|it| loss(&scene.lanes[side], it)))
            .filter(|it| !it.is_empty())
            .collect();
        if let Some(table) = object::chained(any) {
            if chain.table.as_ref() != Some(table) {
                chain.end(scene, &mut lines);
                chain.table = Some(table.clone());
            }
            chain.calls.extend(alter::calls(scene, &step));
            chain.notes.extend(notes.into_iter().map(|it| format!("{it}.")));
            continue;
        }
        chain.end(scene, &mut lines);
        let own = match any {
            Change::Table(TableChange::Create(_)) => table::create(scene, &step.cells),
            Change::Index(_) => index::lines(scene, &step.cells),
            _ => object::lines(scene, &step),
        };
        let note = notes.into_iter().map(|it| format!("{it}.")).collect::<Vec<_>>().join("\n");
        lines.extend(own.into_iter().enumerate().map(|(at, it)| {
            let own = (at == 0 && !note.is_empty()).then(|| note.clone());
            if own.is_some() { it.noted(own) } else { it }
        }));
    }
    chain.end(scene, &mut lines);
    lines
}

/// The tables for which `SQLite` needs its own SQL.
fn made_again(scene: &Scene<'_>) -> BTreeSet<Name> {
    let Some(side) = scene.side(Dialect::Sqlite) else { return BTreeSet::new() };
    let own = scene.lanes[side].changes.iter().filter(|it| match it {
        Change::Table(TableChange::Alter { .. }) => true,
        Change::Column(_) | Change::Constraint(_) => !alter::can_be_said(scene, side, it),
        _ => false,
    });
    own.filter_map(Change::table).cloned().collect()
}

impl Chain {
    /// Writes down what has come together.
    fn end(&mut self, scene: &Scene<'_>, lines: &mut Vec<Line>) {
        let Self { table, calls, notes } = std::mem::take(self);
        let (Some(table), Some(first)) = (table, calls.first()) else { return };
        let table = rust::table(&table);
        let note = (!notes.is_empty()).then(|| notes.join("\n"));
        if let ([only], Some(plain)) = (calls.as_slice(), &first.plain) {
            let alter = format!("Table::alter().table({table}).{plain}.to_owned()");
            let line = Line::on(only.on.clone(), format!("manager.alter_table({alter})"));
            lines.push(line.noted(note));
            return;
        }
        if calls.iter().all(|it| it.on == first.on) {
            let text: String = calls.iter().map(|it| format!(".{}", it.call)).collect();
            let line =
                Line::on(first.on.clone(), format!("alter_table({table}){text}.apply(manager)"));
            lines.push(line.noted(note));
            return;
        }
        lines.push(mixed(scene, &table, &calls, note));
    }
}

/// A chain of which each side has another part.
fn mixed(scene: &Scene<'_>, table: &str, calls: &[Call], note: Option<String>) -> Line {
    let mut on: Vec<usize> = calls.iter().flat_map(|it| it.on.clone()).collect();
    on.sort_unstable();
    on.dedup();
    let mut parts: Vec<(Vec<usize>, String)> = Vec::new();
    for call in calls {
        match parts.last_mut().filter(|it| it.0 == call.on) {
            Some(last) => last.1.push_str(&format!(".{}", call.call)),
            None => parts.push((call.on.clone(), format!(".{}", call.call))),
        }
    }
    let mut before = format!("let mut table = alter_table({table})");
    for (at, (sides, calls)) in parts.iter().enumerate() {
        if at == 0 && *sides == on {
            before.push_str(calls);
            continue;
        }
        if !before.ends_with('\n') {
            before.push_str(";\n");
        }
        match scene.condition(sides).filter(|_| *sides != on) {
            Some(condition) => {
                before.push_str(&format!("if {condition} {{\ntable = table{calls};\n}}\n"));
            }
            None => before.push_str(&format!("table = table{calls};\n")),
        }
    }
    if !before.ends_with('\n') {
        before.push_str(";\n");
    }
    Line { on, note, before, future: "table.apply(manager)".to_owned() }
}
