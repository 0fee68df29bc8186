//! What is no part of a table: enumerated types, comments, new names, and what only SQL can say.

use super::line::Line;
use super::scene::Scene;
use super::step::Step;
use super::{own, raw, rust};
use crate::change::{
    Change, Commented, EnumChange, EnumUser, Rename, Renamed, SetComment, TableChange,
};
use crate::dialect::{Dialect, postgres};
use crate::schema::{Enumeration, Name, Pair};

/// The longest name of a type that gets another name while it is replaced, in bytes.
const LONGEST_TO_REPLACE: usize = 50;

/// The lines of one step.
pub(super) fn lines(scene: &Scene<'_>, step: &Step) -> Vec<Line> {
    let all: Vec<usize> = (0..scene.lanes.len()).collect();
    let on = step.on();
    let Some(any) = step.any() else { return Vec::new() };
    // Helpers for what other dialects don't have do nothing there.
    let helper = |future: String| vec![Line::on(all.clone(), future)];
    let commented = |future: String| vec![Line::on(with_sqlite(scene, &on), future)];
    match any {
        Change::Enum(it) => enumeration(scene, &all, step, it),
        Change::Comment(SetComment {
            on: Pair { after: Commented::Table(table), .. },
            comments,
        }) => {
            let (table, comment) = (rust::table(table), comment(comments.after.as_deref()));
            commented(format!("comment_on_table(manager, {table}, {comment})"))
        }
        Change::Comment(SetComment {
            on: Pair { after: Commented::Column(table, column), .. },
            comments,
        }) => {
            let (table, column) = (rust::table(table), rust::text(column));
            let comment = comment(comments.after.as_deref());
            commented(format!("comment_on_column(manager, {table}, {column}, {comment})"))
        }
        Change::Table(TableChange::Drop(table)) => {
            let table = rust::table(&table.name);
            vec![Line::on(
                on,
                format!("manager.drop_table(Table::drop().table({table}).to_owned())"),
            )]
        }
        Change::Rename(Rename { what, names }) => {
            let (old, new) = (rust::text(&names.before), rust::text(&names.after));
            match what {
                Renamed::Table(name) => {
                    let old = rust::table(&name.beside(&names.before));
                    let rename = format!("Table::rename().table({old}, {new}).to_owned()");
                    vec![Line::on(on, format!("manager.rename_table({rename})"))]
                }
                Renamed::Column(table) => {
                    let table = rust::table(table);
                    let alter = format!(
                        "Table::alter().table({table}).rename_column({old}, {new}).to_owned()"
                    );
                    let (mut usual, mut together) = (Vec::new(), Vec::new());
                    for side in on {
                        let change = step.cells[side].as_ref().unwrap_or(any);
                        match own::renamed_together(&scene.lanes[side], change) {
                            Some(sql) => together.push(sql),
                            None => usual.push(side),
                        }
                    }
                    let usual = (!usual.is_empty())
                        .then(|| Line::on(usual, format!("manager.alter_table({alter})")));
                    usual.into_iter().chain(raw::lines(&all, Dialect::MySql, &together)).collect()
                }
                Renamed::Enum(name) => {
                    let old = rust::table(&name.beside(&names.before));
                    helper(format!("rename_enum(manager, {old}, {new})"))
                }
                Renamed::EnumValue(name) => {
                    let name = rust::table(name);
                    of_types(scene, format!("rename_enum_value(manager, {name}, {old}, {new})"))
                }
                Renamed::Domain(_) | Renamed::Sequence(_) | Renamed::Moved(..) => {
                    in_sql(scene, &all, step)
                }
            }
        }
        _ => in_sql(scene, &all, step),
    }
}

/// In the SQL of each side.
pub(super) fn in_sql(scene: &Scene<'_>, all: &[usize], step: &Step) -> Vec<Line> {
    let mut lines = Vec::new();
    for (side, change) in step.cells.iter().enumerate() {
        let Some(change) = change else { continue };
        let lane = &scene.lanes[side];
        lines.extend(raw::lines(all, lane.dialect, &raw::statements(lane, change)));
    }
    lines
}

/// A comment is none there, and its helper does nothing.
pub(super) fn with_sqlite(scene: &Scene<'_>, on: &[usize]) -> Vec<usize> {
    let is_it = |side: &usize| on.contains(side) || scene.dialect(*side) == Dialect::Sqlite;
    (0..scene.lanes.len()).filter(is_it).collect()
}

/// What `MySQL`, where each column has values of its own, can't be told by the name of a type.
fn of_types(scene: &Scene<'_>, future: String) -> Vec<Line> {
    vec![Line::on(without_mysql(scene), future)]
}

fn without_mysql(scene: &Scene<'_>) -> Vec<usize> {
    (0..scene.lanes.len()).filter(|it| scene.dialect(*it) != Dialect::MySql).collect()
}

fn comment(it: Option<&str>) -> String {
    it.map_or_else(|| "None".to_owned(), |it| format!("Some({})", rust::text(it)))
}

fn enumeration(scene: &Scene<'_>, all: &[usize], step: &Step, it: &EnumChange) -> Vec<Line> {
    let helper = |future: String| Line::on(all.to_vec(), future);
    let others = without_mysql(scene);
    let of_types = |future: String| Line::on(others.clone(), future);
    let name = rust::table(&it.enumeration().name);
    match it {
        EnumChange::Create(it) => {
            let mut lines =
                vec![helper(format!("create_enum(manager, {name}, &{})", rust::texts(&it.values)))];
            lines.extend(note(all, it));
            lines
        }
        EnumChange::Drop(_) => vec![helper(format!("drop_enum(manager, {name})"))],
        EnumChange::Alter { types, .. } if EnumChange::only_adds(types) => {
            let is_old = |it: &String| types.before.values.contains(it);
            let values = &types.after.values;
            let new = values.iter().enumerate().filter(|(_, it)| !is_old(it));
            new.map(|(at, value)| {
                let place = match values[at..].iter().find(|it| is_old(it)) {
                    Some(next) => format!("EnumPlace::Before({})", rust::text(next)),
                    None => "EnumPlace::Last".to_owned(),
                };
                of_types(format!("add_enum_value(manager, {name}, {}, {place})", rust::text(value)))
            })
            .collect()
        }
        EnumChange::Alter { types, users } => {
            let removed = EnumChange::removed(types);
            // The old type gets a longer name meanwhile; where that is cut, it takes the whole schema to find a free one.
            if types.after.name.name.len() > LONGEST_TO_REPLACE {
                return in_sql(scene, all, step);
            }
            let mut lines = Vec::new();
            for user in users {
                let Some(fill) = user.fill.as_ref().filter(|_| !removed.is_empty()) else {
                    continue;
                };
                // It has to be a value while the old type is there, and afterwards.
                let stays = |it: &Enumeration| it.values.contains(fill);
                if !stays(&types.before) || !stays(&types.after) {
                    return in_sql(scene, all, step);
                }
                lines.push(filled(&others, user, &removed, fill));
            }
            let columns: Vec<String> = users
                .iter()
                .map(|it| {
                    format!("({}, {})", rust::table(&it.table), rust::text(&it.columns.after.name))
                })
                .collect();
            let columns = if columns.is_empty() {
                "&[(\"\", \"\"); 0]".to_owned()
            } else {
                format!("&[{}]", columns.join(", "))
            };
            let values = rust::texts(&types.after.values);
            lines.push(of_types(format!("set_enum_values(manager, {name}, &{values}, {columns})")));
            lines.extend(note(all, &types.after));
            lines
        }
    }
}

/// Rows with a value that goes get another that is there: the same statement everywhere.
fn filled(all: &[usize], user: &EnumUser, removed: &[String], fill: &str) -> Line {
    let literal = |it: &str| format!("'{}'", it.replace('\'', "''"));
    let gone: Vec<String> = removed.iter().map(|it| literal(it)).collect();
    let column = postgres::ddl::quoted(&user.columns.after.name);
    let sql = format!(
        "UPDATE {} SET {column} = {} WHERE {column} IN ({})",
        postgres::ddl::qualified(&user.table),
        literal(fill),
        gone.join(", ")
    );
    let sql = rust::text(&sql);
    Line::on(all.to_vec(), format!("manager.get_connection().execute_unprepared({sql})"))
}

fn note(all: &[usize], it: &Enumeration) -> Vec<Line> {
    let Some(comment) = &it.comment else { return Vec::new() };
    let (name, comment) = (postgres::ddl::qualified(&it.name), postgres::ddl::literal(comment));
    raw::lines(all, Dialect::Postgres, &[format!("COMMENT ON TYPE {name} IS {comment}")])
}

/// The name of the table that a chain is about.
pub(super) fn chained(change: &Change) -> Option<&Name> {
    match change {
        Change::Column(_) | Change::Constraint(_) => change.table(),
        _ => None,
    }
}
