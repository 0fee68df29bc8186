//! Tables as a whole.

use super::column::{self, Behind, Keys};
use super::constraint;
use super::line::Line;
use super::scene::Scene;
use super::{object, raw, rust, step};
use crate::change::{Change, ConstraintChange, TableChange};
use crate::dialect::{Dialect, postgres};
use crate::schema::{ColumnValue, Constraint, Kind, Persistence, Rowid, Rule, Table, Typing};

/// A new table of one side.
#[derive(Debug, Clone, Copy)]
struct Cell<'c> {
    side: usize,
    table: &'c Table,
}

/// The lines that make a table.
pub(super) fn create(scene: &Scene<'_>, cells: &[Option<Change>]) -> Vec<Line> {
    let all: Vec<usize> = (0..scene.lanes.len()).collect();
    let own: Vec<Cell<'_>> = cells
        .iter()
        .enumerate()
        .filter_map(|(side, it)| match it {
            Some(Change::Table(TableChange::Create(table))) => Some(Cell { side, table }),
            _ => None,
        })
        .collect();
    let (said, others): (Vec<Cell<'_>>, Vec<Cell<'_>>) =
        own.iter().partition(|it| can_be_said(scene.dialect(it.side), it.table));
    let mut lines = Vec::new();
    if !said.is_empty() {
        let on: Vec<usize> = said.iter().map(|it| it.side).collect();
        let (before, statement) = built(scene, &said);
        lines.push(Line {
            on,
            note: None,
            before,
            future: format!("manager.create_table({statement})"),
        });
    }
    for cell in others {
        let lane = &scene.lanes[cell.side];
        let change = Change::Table(TableChange::Create(Box::new(cell.table.clone())));
        lines.extend(raw::lines(&all, lane.dialect, &raw::statements(lane, &change)));
    }
    for cell in &said {
        if scene.dialect(cell.side) == Dialect::Postgres {
            lines.extend(afterwards(scene, *cell));
        }
    }
    lines.extend(comments(scene, &said));
    lines
}

/// Whether builders have words for it; what they have none for on `PostgreSQL` can come afterwards.
fn can_be_said(dialect: Dialect, it: &Table) -> bool {
    it.columns.iter().all(|column| column::can_be_said(dialect, it, column))
        && (dialect == Dialect::Postgres
            || it.constraints.iter().all(|it| constraint::can_be_said(dialect, it)))
}

/// What is said of a table on `PostgreSQL` after it is there.
fn afterwards(scene: &Scene<'_>, cell: Cell<'_>) -> Vec<Line> {
    let all: Vec<usize> = (0..scene.lanes.len()).collect();
    let (lane, table) = (&scene.lanes[cell.side], cell.table);
    let mut lines = Vec::new();
    let named = postgres::ddl::qualified(&table.name);
    if table.options.persistence == Persistence::Unlogged {
        let sql = vec![format!("ALTER TABLE {named} SET UNLOGGED")];
        lines.extend(raw::lines(&all, lane.dialect, &sql));
    }
    for it in table.constraints.iter().filter(|it| !constraint::can_be_said(lane.dialect, it)) {
        let (table, constraint) = (table.name.clone(), it.clone());
        let change = Change::Constraint(ConstraintChange::Add { table, constraint });
        lines.extend(raw::lines(&all, lane.dialect, &raw::statements(lane, &change)));
    }
    for it in table.constraints.iter().filter(|it| constraint::can_be_said(lane.dialect, it)) {
        if let Some(comment) = &it.comment {
            let (name, comment) =
                (postgres::ddl::quoted(it.label()), postgres::ddl::literal(comment));
            let sql = vec![format!("COMMENT ON CONSTRAINT {name} ON {named} IS {comment}")];
            lines.extend(raw::lines(&all, lane.dialect, &sql));
        }
    }
    lines
}

/// The comments of a table and of its columns, which sea-query hands on to `MySQL` alone.
fn comments(scene: &Scene<'_>, cells: &[Cell<'_>]) -> Vec<Line> {
    if scene.is_mysql_alone() {
        return Vec::new();
    }
    let mut said: Vec<(Vec<usize>, String)> = Vec::new();
    for cell in cells.iter().filter(|it| scene.dialect(it.side) != Dialect::Sqlite) {
        let table = rust::table(&cell.table.name);
        let of_table = cell
            .table
            .comment
            .iter()
            .map(|it| format!("comment_on_table(manager, {table}, Some({}))", rust::text(it)));
        let of_columns = cell.table.columns.iter().filter_map(|it| {
            let (column, comment) = (rust::text(&it.name), rust::text(it.comment.as_ref()?));
            Some(format!("comment_on_column(manager, {table}, {column}, Some({comment}))"))
        });
        for call in of_table.chain(of_columns) {
            match said.iter_mut().find(|it| it.1 == call) {
                Some(known) => known.0.push(cell.side),
                None => said.push((vec![cell.side], call)),
            }
        }
    }
    let line = |(on, call): (Vec<usize>, String)| Line::on(object::with_sqlite(scene, &on), call);
    said.into_iter().map(line).collect()
}

/// A part of a table: a call of the builder, and the sides that have it.
struct Part {
    on: Vec<usize>,
    call: String,
}

/// The statement, and what has to be done to make it.
fn built(scene: &Scene<'_>, cells: &[Cell<'_>]) -> (String, String) {
    let on: Vec<usize> = cells.iter().map(|it| it.side).collect();
    let mut parts = columns(scene, cells);
    parts.extend(constraints(scene, cells));
    parts.extend(options(scene, cells));
    let mut text = format!("Table::create().table({})", rust::table(&cells[0].table.name));
    let mut before = String::new();
    for part in &parts {
        if part.on.len() == on.len() {
            text.push_str(&format!("\n.{}", part.call));
        }
    }
    text.push_str(".to_owned()");
    let mut some = parts.iter().filter(|it| it.on.len() < on.len()).peekable();
    if some.peek().is_none() {
        return (before, text);
    }
    before.push_str(&format!("let mut table = {text};\n"));
    let mut last = String::new();
    for part in some {
        let condition = scene.condition(&part.on).unwrap_or_else(|| "true".to_owned());
        if condition == last {
            // It stands with those before it.
            before.truncate(before.len() - "}\n".len());
        } else {
            before.push_str(&format!("if {condition} {{\n"));
        }
        before.push_str(&format!("table.{};\n}}\n", part.call));
        last = condition;
    }
    (before, "table".to_owned())
}

fn columns(scene: &Scene<'_>, cells: &[Cell<'_>]) -> Vec<Part> {
    let mut names: Vec<&str> = Vec::new();
    for cell in cells {
        for column in &cell.table.columns {
            if !names.contains(&column.name.as_str()) {
                names.push(&column.name);
            }
        }
    }
    let behind = behind(scene, cells);
    let part = |name: &str| {
        let own: Vec<column::Cell<'_>> = cells
            .iter()
            .filter_map(|it| {
                let column = it.table.column(name)?;
                let keys = behind.iter().find(|(side, of, _)| *side == it.side && of == name);
                let keys = keys.map(|it| it.2).unwrap_or_default();
                Some(column::Cell { side: it.side, column, table: it.table, keys })
            })
            .collect();
        let on = own.iter().map(|it| it.side).collect();
        Part { on, call: format!("col({})", column::definition(scene, &own)) }
    };
    names.into_iter().map(part).collect()
}

/// Which keys stand behind their column: by side and column.
fn behind(scene: &Scene<'_>, cells: &[Cell<'_>]) -> Vec<(usize, String, Keys)> {
    let may = |cell: &Cell<'_>, it: &Constraint| {
        let is_plain = it.key().is_some_and(|it| it.len() == 1) && it.comment.is_none();
        is_plain
            && constraint::own_name(scene.dialect(cell.side), &cell.table.name, it).is_none()
            && constraint::can_be_said(scene.dialect(cell.side), it)
            && !matches!(&it.rule, Rule::Unique { include, nulls, .. }
                if !include.is_empty() || *nulls != crate::schema::NullsIn::Distinct)
    };
    let mut found: Vec<(usize, String, Keys)> = Vec::new();
    for cell in cells {
        for it in &cell.table.constraints {
            let Some([column]) = it.key() else { continue };
            let of_column = cell.table.column(column);
            let must = it.kind() == Kind::PrimaryKey
                && of_column.is_some_and(|it| it.value == ColumnValue::AutoIncrement);
            // Where another side has it in the table, under a name, so has this one.
            let like = |other: &Cell<'_>| {
                let same = other
                    .table
                    .constraints
                    .iter()
                    .find(|o| step::constraint(o) == step::constraint(it));
                same.is_none_or(|o| may(other, o))
            };
            let can = must || may(cell, it) && cells.iter().all(like);
            if !can {
                continue;
            }
            let at = found.iter().position(|known| known.0 == cell.side && known.1 == *column);
            let at = at.unwrap_or_else(|| {
                found.push((cell.side, column.clone(), Keys::default()));
                found.len() - 1
            });
            match it.kind() {
                Kind::PrimaryKey => found[at].2.primary = Some(Behind),
                _ => found[at].2.unique = Some(Behind),
            }
        }
    }
    found
}

fn constraints(scene: &Scene<'_>, cells: &[Cell<'_>]) -> Vec<Part> {
    let behind = behind(scene, cells);
    let is_behind = |side: usize, it: &Constraint| {
        let Some([column]) = it.key() else { return false };
        behind.iter().any(|(of, name, keys)| {
            let has = match it.kind() {
                Kind::PrimaryKey => keys.primary.is_some(),
                _ => keys.unique.is_some(),
            };
            *of == side && name == column && has
        })
    };
    let mut seen: Vec<String> = Vec::new();
    let mut parts = Vec::new();
    for it in cells.iter().flat_map(|it| &it.table.constraints) {
        let key = step::constraint(it);
        if seen.contains(&key) {
            continue;
        }
        let own = cells.iter().filter_map(|cell| {
            let mut all = cell.table.constraints.iter();
            let constraint = all.find(|it| step::constraint(it) == key)?;
            let is_said = constraint::can_be_said(scene.dialect(cell.side), constraint);
            (is_said && !is_behind(cell.side, constraint)).then_some(constraint::Cell {
                side: cell.side,
                constraint,
                table: cell.table,
            })
        });
        let own: Vec<constraint::Cell<'_>> = own.collect();
        seen.push(key);
        let said = constraint::calls(scene, &own);
        parts.extend(said.into_iter().map(|(on, call)| Part { on, call }));
    }
    parts
}

fn options(scene: &Scene<'_>, cells: &[Cell<'_>]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for cell in cells {
        let options = &cell.table.options;
        let mut words = Vec::new();
        if let Some(key) = &options.partition_by {
            words.push(format!("PARTITION BY {key}"));
        }
        let is_mysql = scene.dialect(cell.side) == Dialect::MySql;
        if !options.storage.is_empty() {
            let key = |it: &str| if is_mysql { it.to_uppercase() } else { it.to_owned() };
            let pairs = options.storage.iter().map(|(it, value)| format!("{}={value}", key(it)));
            let pairs = pairs.collect::<Vec<_>>();
            words.push(if is_mysql {
                pairs.join(" ")
            } else {
                format!("WITH ({})", pairs.join(", "))
            });
        }
        let mut own = Vec::new();
        if options.rowid == Rowid::Without {
            own.push("WITHOUT ROWID");
        }
        if options.typing == Typing::Strict {
            own.push("STRICT");
        }
        if !own.is_empty() && scene.dialect(cell.side) == Dialect::Sqlite {
            words.push(own.join(", "));
        }
        for (word, value) in [("engine", &options.engine), ("collate", &options.collation)] {
            let call = value.as_ref().map(|it| format!("{word}({})", rust::text(it)));
            parts.extend(call.map(|call| Part { on: vec![cell.side], call }));
        }
        let comment = cell.table.comment.as_ref().filter(|_| scene.is_mysql_alone());
        let comment = comment.map(|it| format!("comment({})", rust::text(it)));
        parts.extend(comment.map(|call| Part { on: vec![cell.side], call }));
        if !words.is_empty() {
            parts.push(Part {
                on: vec![cell.side],
                call: format!("extra({})", rust::text(&words.join(" "))),
            });
        }
    }
    parts
}
