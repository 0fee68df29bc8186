//! Enumerated types. A value that goes takes a new type, in place: the server can add values and rename them, no more.

use super::{comment, free, literal, qualified, quoted};
use crate::change::{EnumChange, EnumUser};
use crate::schema::{Enumeration, Pair, Schema};

pub(super) fn write(change: &EnumChange, schemas: Pair<&Schema>) -> Vec<String> {
    match change {
        EnumChange::Create(it) => create(it),
        EnumChange::Drop(it) => vec![format!("DROP TYPE {}", qualified(&it.name))],
        EnumChange::Alter { types, .. } if EnumChange::only_adds(types) => add_values(types),
        EnumChange::Alter { types, users } => replace(types, users, schemas),
    }
}

fn create(it: &Enumeration) -> Vec<String> {
    let name = qualified(&it.name);
    let values: Vec<String> = it.values.iter().map(|it| literal(it)).collect();
    let mut sql = vec![format!("CREATE TYPE {name} AS ENUM ({})", values.join(", "))];
    sql.extend(comment::new(&format!("TYPE {name}"), it.comment.as_deref()));
    sql
}

/// Each before the next of the old values, so that the order is the wanted one.
fn add_values(types: &Pair<Enumeration>) -> Vec<String> {
    let is_old = |it: &String| types.before.values.contains(it);
    let values = &types.after.values;
    let new = values.iter().enumerate().filter(|(_, it)| !is_old(it));
    new.map(|(at, value)| {
        let next = values[at..].iter().find(|it| is_old(it));
        let place = next.map(|it| format!(" BEFORE {}", literal(it))).unwrap_or_default();
        format!("ALTER TYPE {} ADD VALUE {}{place}", qualified(&types.after.name), literal(value))
    })
    .collect()
}

fn replace(types: &Pair<Enumeration>, users: &[EnumUser], schemas: Pair<&Schema>) -> Vec<String> {
    let name = &types.after.name;
    let old = free(name, "__old", schemas);
    let mut sql = vec![format!("ALTER TYPE {} RENAME TO {}", qualified(name), quoted(&old.name))];
    sql.extend(create(&types.after));
    let removed = EnumChange::removed(types);
    for user in users {
        let table = format!("ALTER TABLE {}", qualified(&user.table));
        let Pair { before, after } = &user.columns;
        let column = quoted(&after.name);
        let mut steps = Vec::new();
        if before.default().is_some() {
            steps.push(format!("ALTER COLUMN {column} DROP DEFAULT"));
        }
        let ty = &after.ty.sql;
        let using = if ty.ends_with("[]") {
            format!("{column}::text[]::{ty}")
        } else if let Some(fill) = user.fill.as_ref().filter(|_| !removed.is_empty()) {
            let gone: Vec<String> = removed.iter().map(|it| literal(it)).collect();
            format!(
                "(CASE WHEN {column}::text IN ({}) THEN {} ELSE {column}::text END)::{ty}",
                gone.join(", "),
                literal(instead(fill, types))
            )
        } else {
            format!("{column}::text::{ty}")
        };
        steps.push(format!("ALTER COLUMN {column} TYPE {ty} USING {using}"));
        if let Some(default) = after.default() {
            steps.push(format!("ALTER COLUMN {column} SET DEFAULT {}", default.sql));
        }
        sql.push(format!("{table} {}", steps.join(", ")));
    }
    sql.push(format!("DROP TYPE {}", qualified(&old)));
    sql
}

/// What takes the place of values that go. On the way back the answer itself goes, and what it stood for comes.
fn instead<'t>(fill: &'t str, types: &'t Pair<Enumeration>) -> &'t str {
    let Pair { before, after } = types;
    let is_old = |it: &&String| before.values.contains(it);
    if after.values.iter().any(|it| it == fill) || !before.values.iter().any(|it| it == fill) {
        return fill;
    }
    let came = after.values.iter().find(|it| !is_old(it));
    came.or(after.values.first()).map_or(fill, String::as_str)
}
