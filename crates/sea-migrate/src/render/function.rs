//! One direction as the body of `up` or `down`.

use std::collections::BTreeSet;

use super::alter::{self, Call};
use super::lane::Lane;
use super::line::{self, Line};
use super::scene::Scene;
use super::step::{self, Step};
use super::{index, object, raw, rust, table, unique};
use crate::change::{Change, TableChange};
use crate::dialect::Dialect;
use crate::diff::Diff;
use crate::plan::{self, Direction};
use crate::schema::Name;

/// The body of the function that goes this way, for all sides.
pub(super) fn body(sides: &[Diff], direction: Direction) -> String {
    let mut lanes = sides.iter().map(|it| Lane::of(it, direction)).collect::<Vec<_>>();
    unique::align(&mut lanes);
    let scene = Scene { lanes, direction };
    let done = lines(&scene, step::steps(&scene.lanes));
    line::body(&done, |on| scene.condition(on))
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
        .map_or_else(String::new, |it| format!("`{}` ({it})", change.object()))
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
    let restated = restated(scene, &steps);
    let mut lines = Vec::new();
    let mut chain = Chain::default();
    let mut told = BTreeSet::new();
    for (at, mut step) in steps.into_iter().enumerate() {
        let again = restated.iter().find(|it| it.1 == at).map(|it| it.0.clone());
        for side in 0..step.cells.len() {
            let lane = &scene.lanes[side];
            let Some(change) = step.cells[side].clone() else { continue };
            if let Some(own) = lane.own(&change) {
                if told.insert((side, own)) {
                    chain.end(scene, &mut lines);
                    let losses: Vec<String> = lane
                        .changes
                        .iter()
                        .filter(|it| lane.own(it) == Some(own))
                        .map(|it| loss(lane, it))
                        .collect();
                    let statements =
                        lane.own[own].statements.iter().map(|it| raw::one_line(it, lane.dialect));
                    let own = raw::lines(&all, lane.dialect, &statements.collect::<Vec<_>>());
                    lines.extend(noted(own, note(&losses)));
                }
                step.cells[side] = None;
                continue;
            }
            if !is_of_table(&change) || alter::can_be_said(lane, &change) {
                continue;
            }
            if lane.dialect != Dialect::Sqlite {
                chain.end(scene, &mut lines);
                let note = note(&[loss(lane, &change)]);
                let own = raw::lines(&all, lane.dialect, &raw::statements(lane, &change));
                lines.extend(noted(own, note));
            }
            step.cells[side] = None;
        }
        if let Some(any) = step.any() {
            let notes = step.cells.iter().enumerate().filter_map(|(side, it)| {
                it.as_ref().map(|it| loss(&scene.lanes[side], it)).filter(|it| !it.is_empty())
            });
            let notes: BTreeSet<String> = notes.collect();
            if let Some(table) = object::chained(any) {
                chain.goes_on(table, scene, &mut lines);
                chain.calls.extend(alter::calls(scene, &step));
                chain.notes.extend(notes);
            } else {
                chain.end(scene, &mut lines);
                let own = match any {
                    Change::Table(TableChange::Create(_)) => table::create(scene, &step.cells),
                    Change::Index(_) => index::lines(scene, &step.cells),
                    _ => object::lines(scene, &step),
                };
                lines.extend(noted(own, note(&notes.into_iter().collect::<Vec<_>>())));
            }
        }
        if let (Some(table), Some(side)) = (again, scene.side(Dialect::Sqlite)) {
            chain.goes_on(&table, scene, &mut lines);
            let sql = rust::sql(&raw::stated(&scene.lanes[side], &table), Dialect::Sqlite);
            let call = format!("restate_on_sqlite({sql})");
            chain.calls.push(Call {
                on: vec![side],
                text: call,
                plain: None,
                harmless: Vec::new(),
            });
        }
    }
    chain.end(scene, &mut lines);
    lines
}

/// Whether it happens to a table that is there, other than by a word of its own.
fn is_of_table(change: &Change) -> bool {
    object::chained(change).is_some() || matches!(change, Change::Table(TableChange::Alter { .. }))
}

/// The tables that `SQLite` has to be told as a whole, each with the last step that is about it.
fn restated(scene: &Scene<'_>, steps: &[Step]) -> Vec<(Name, usize)> {
    let Some(side) = scene.side(Dialect::Sqlite) else { return Vec::new() };
    let mut found: Vec<(Name, usize)> = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let Some(change) = step.cells[side].as_ref().filter(|it| is_of_table(it)) else { continue };
        let Some(table) = change.table() else { continue };
        let known = found.iter().position(|it| it.0 == *table);
        let needs = known.is_some() || !alter::can_be_said(&scene.lanes[side], change);
        match known {
            Some(place) => found[place].1 = at,
            None if needs => found.push((table.clone(), at)),
            None => {}
        }
    }
    found
}

/// What a reader has to know of what is lost.
fn note(losses: &[String]) -> Option<String> {
    let losses: Vec<&str> = losses.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
    (!losses.is_empty()).then(|| format!("Lost for good: {}.", losses.join(", ")))
}

/// The lines with the note on the first of them.
fn noted(lines: Vec<Line>, note: Option<String>) -> impl Iterator<Item = Line> {
    lines.into_iter().enumerate().map(move |(at, it)| match &note {
        Some(note) if at == 0 => it.noted(Some(note.clone())),
        _ => it,
    })
}

impl Chain {
    /// What comes is about this table.
    fn goes_on(&mut self, table: &Name, scene: &Scene<'_>, lines: &mut Vec<Line>) {
        if self.table.as_ref() != Some(table) {
            self.end(scene, lines);
            self.table = Some(table.clone());
        }
    }

    /// Writes down what has come together.
    fn end(&mut self, scene: &Scene<'_>, lines: &mut Vec<Line>) {
        let Self { table, mut calls, notes } = std::mem::take(self);
        let on: BTreeSet<usize> = calls.iter().flat_map(|it| it.on.clone()).collect();
        for call in &mut calls {
            // What changes nothing on another side need not be kept from it.
            let more = call.harmless.iter().filter(|it| on.contains(it) && !call.on.contains(it));
            call.on =
                call.on.iter().chain(more).copied().collect::<BTreeSet<_>>().into_iter().collect();
        }
        let (Some(table), Some(first)) = (table, calls.first()) else { return };
        let table = rust::table(&table);
        let note = note(&notes);
        if let ([only], Some(plain)) = (calls.as_slice(), &first.plain) {
            let alter = format!("Table::alter().table({table}).{plain}.to_owned()");
            let line = Line::on(only.on.clone(), format!("manager.alter_table({alter})"));
            lines.push(line.noted(note));
            return;
        }
        if calls.iter().all(|it| it.on == first.on) {
            let text: Vec<&str> = calls.iter().map(|it| it.text.as_str()).collect();
            let text = text.join(".");
            let line =
                Line::on(first.on.clone(), format!("alter_table({table}).{text}.apply(manager)"));
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
            Some(last) => last.1.push_str(&format!(".{}", call.text)),
            None => parts.push((call.on.clone(), format!(".{}", call.text))),
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
