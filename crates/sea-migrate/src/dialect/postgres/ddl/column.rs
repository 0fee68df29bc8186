//! Columns: how they are written, how they come, and how they become others with their values kept.

use super::{cast, comment, free, literal, neutral, qualified, quoted, sequence};
use crate::change::{AlterColumn, ColumnChange};

use crate::plan::Direction;
use crate::schema::{
    Column, ColumnValue, IdentityWhen, Name, OwnedSequence, Pair, Schema, Storage,
};

pub(super) fn write(
    change: &ColumnChange,
    schemas: Pair<&Schema>,
    direction: Direction,
) -> Vec<String> {
    let table = qualified(change.of());
    match change {
        ColumnChange::Add { table: of, column, fill } => {
            add(of, column, fill.as_deref(), schemas, direction)
        }
        ColumnChange::Drop { column, .. } => {
            vec![format!("ALTER TABLE {table} DROP COLUMN {}", quoted(&column.name))]
        }
        ColumnChange::Alter(it) => alter(it, schemas),
    }
}

fn add(
    of: &Name,
    column: &Column,
    fill: Option<&str>,
    schemas: Pair<&Schema>,
    direction: Direction,
) -> Vec<String> {
    let table = qualified(of);
    let mut sql: Vec<String> = sequence_before(of, column).into_iter().collect();
    // On the way back the old values are gone, and something has to stand there.
    let stand_in = || match direction {
        Direction::Up => None,
        Direction::Down => neutral::value(column, schemas.after),
    };
    let fill = fill.map(literal).or_else(|| column.must_be_given().then(stand_in).flatten());
    let name = quoted(&column.name);
    match fill.filter(|_| column.value == ColumnValue::Given) {
        // A default fills the rows that are there without writing them again.
        Some(fill) => {
            let filled = format!("{} DEFAULT {fill}", definition(of, column));
            sql.push(format!("ALTER TABLE {table} ADD COLUMN {filled}"));
            sql.push(format!("ALTER TABLE {table} ALTER COLUMN {name} DROP DEFAULT"));
        }
        None => sql.push(format!("ALTER TABLE {table} ADD COLUMN {}", definition(of, column))),
    }
    sql.extend(sequence_after(of, column));
    sql.extend(comment::new(&format!("COLUMN {table}.{name}"), column.comment.as_deref()));
    sql
}

/// A column as it stands in a table or behind ADD COLUMN.
pub(super) fn definition(table: &Name, column: &Column) -> String {
    let ty = serial(table, column).unwrap_or(&column.ty.sql);
    let mut text = format!("{} {ty}", quoted(&column.name));
    if let Some(collation) = &column.collation {
        text.push_str(&format!(" COLLATE {collation}"));
    }
    match &column.value {
        ColumnValue::Default(it) => text.push_str(&format!(" DEFAULT {}", it.sql)),
        ColumnValue::Serial(it) if serial(table, column).is_none() => {
            text.push_str(&format!(" DEFAULT {}", nextval(&it.name)));
        }
        ColumnValue::Identity { when, sequence } => {
            text.push_str(&format!(" {}", identity(table, column, *when, sequence)));
        }
        ColumnValue::Generated { expression, storage } => {
            let storage = match storage {
                Storage::Stored => "STORED",
                Storage::Virtual => "VIRTUAL",
            };
            text.push_str(&format!(" GENERATED ALWAYS AS ({}) {storage}", expression.sql));
        }
        ColumnValue::Given | ColumnValue::Serial(_) | ColumnValue::AutoIncrement => {}
    }
    if !column.is_nullable {
        text.push_str(" NOT NULL");
    }
    text
}

/// The name that the server gives the sequence of a column, where nothing else has it.
fn usual_name(table: &Name, column: &Column) -> Option<Name> {
    let name = format!("{}_{}_seq", table.name, column.name);
    // Where it has to be cut, the server's rule is its own.
    (name.len() <= super::LONGEST).then(|| table.beside(&name))
}

/// The word for a column with a sequence that is the usual one in everything.
pub(crate) fn serial(table: &Name, column: &Column) -> Option<&'static str> {
    let ColumnValue::Serial(own) = &column.value else { return None };
    let is_usual = own.options == sequence::usual(&column.ty.sql, 1)
        && usual_name(table, column).as_ref() == Some(&own.name)
        && !column.is_nullable;
    match column.ty.sql.as_str() {
        _ if !is_usual => None,
        "smallint" => Some("smallserial"),
        "integer" => Some("serial"),
        "bigint" => Some("bigserial"),
        _ => None,
    }
}

pub(crate) fn identity(
    table: &Name,
    column: &Column,
    when: IdentityWhen,
    own: &OwnedSequence,
) -> String {
    let when = match when {
        IdentityWhen::Always => "ALWAYS",
        IdentityWhen::ByDefault => "BY DEFAULT",
    };
    let mut options = String::new();
    if usual_name(table, column).as_ref() != Some(&own.name) {
        options = format!("SEQUENCE NAME {}", qualified(&own.name));
    }
    if own.options != sequence::usual(&own.options.ty, 1) {
        options.push_str(&sequence::counting(&own.options));
    }
    let options =
        if options.is_empty() { String::new() } else { format!(" ({})", options.trim_start()) };
    format!("GENERATED {when} AS IDENTITY{options}")
}

fn nextval(name: &Name) -> String {
    format!("nextval({}::regclass)", literal(&qualified(name)))
}

/// The sequence that has to be there before its serial column.
pub(super) fn sequence_before(table: &Name, column: &Column) -> Option<String> {
    match &column.value {
        ColumnValue::Serial(own) if serial(table, column).is_none() => {
            Some(sequence::create(&own.name, &own.options))
        }
        _ => None,
    }
}

/// What makes that sequence the column's own.
pub(super) fn sequence_after(table: &Name, column: &Column) -> Option<String> {
    match &column.value {
        ColumnValue::Serial(own) if serial(table, column).is_none() => {
            Some(owned_by(own, table, column))
        }
        _ => None,
    }
}

fn owned_by(own: &OwnedSequence, table: &Name, column: &Column) -> String {
    let (sequence, table) = (qualified(&own.name), qualified(table));
    format!("ALTER SEQUENCE {sequence} OWNED BY {table}.{}", quoted(&column.name))
}

/// Order matters: what the column has by itself goes before its type changes, and comes after; NULL is filled after
/// that, and an identity needs NOT NULL.
fn alter(it: &AlterColumn, schemas: Pair<&Schema>) -> Vec<String> {
    let table = qualified(&it.table);
    let Pair { before, after } = &it.columns;
    let name = quoted(&after.name);
    let column = format!("ALTER TABLE {table} ALTER COLUMN {name}");
    let mut sql = Vec::new();
    let is_retyped = it.is_retyped();
    let mut late = Vec::new();

    match (&before.value, &after.value) {
        (ColumnValue::Serial(old), ColumnValue::Serial(new)) => late.extend(count_on(old, new)),
        (
            ColumnValue::Identity { when, sequence: old },
            ColumnValue::Identity { when: now, sequence: new },
        ) => {
            late.extend(identity_to_identity(&column, (*when, old), (*now, new)));
        }
        (ColumnValue::Serial(old), ColumnValue::Identity { when, sequence: new }) => {
            late.extend(serial_to_identity(it, old, (*when, new), schemas));
        }
        (ColumnValue::Identity { sequence: old, .. }, ColumnValue::Serial(new)) => {
            sql.extend(identity_to_serial(it, old, new, schemas));
        }
        (old, new) => {
            match old {
                ColumnValue::Default(_)
                    if is_retyped || !matches!(new, ColumnValue::Default(_)) =>
                {
                    sql.push(format!("{column} DROP DEFAULT"));
                }
                ColumnValue::Serial(own) => {
                    sql.push(format!("{column} DROP DEFAULT"));
                    sql.push(format!("DROP SEQUENCE {}", qualified(&own.name)));
                }
                ColumnValue::Identity { .. } => sql.push(format!("{column} DROP IDENTITY")),
                ColumnValue::Generated { .. } => sql.push(format!("{column} DROP EXPRESSION")),
                _ => {}
            }
            match new {
                ColumnValue::Default(new)
                    if is_retyped || it.columns.differs_in(|it| it.value.clone()) =>
                {
                    late.push(format!("{column} SET DEFAULT {}", new.sql));
                }
                ColumnValue::Serial(own) => {
                    late.push(sequence::create(&own.name, &own.options));
                    late.push(owned_by(own, &it.table, after));
                    late.push(format!("{column} SET DEFAULT {}", nextval(&own.name)));
                    late.extend(after_the_last(it, own));
                }
                ColumnValue::Identity { when, sequence: own } => {
                    late.push(format!("{column} ADD {}", identity(&it.table, after, *when, own)));
                    late.extend(after_the_last(it, own));
                }
                _ => {}
            }
        }
    }
    if is_retyped {
        let using = cast::find(&it.columns, schemas).and_then(|it| it.using);
        let using = using.map(|it| format!(" USING {}", it.replace("{}", &name)));
        let collation = after.collation.as_ref().map(|it| format!(" COLLATE {it}"));
        sql.push(format!(
            "{column} TYPE {}{}{}",
            after.ty.sql,
            collation.unwrap_or_default(),
            using.unwrap_or_default()
        ));
    }
    if it.columns.differs_in(|it| it.is_nullable) && after.is_nullable {
        sql.push(format!("{column} DROP NOT NULL"));
    }
    let null = not_null(it, &table, &name, &column);
    if matches!(after.value, ColumnValue::Identity { .. }) {
        sql.extend(null);
        sql.extend(late);
    } else {
        sql.extend(late);
        sql.extend(null);
    }
    sql
}

fn not_null(it: &AlterColumn, table: &str, name: &str, column: &str) -> Vec<String> {
    if !it.forbids_null() {
        return Vec::new();
    }
    let by_itself = || it.columns.after.default().map(|_| "DEFAULT".to_owned());
    let fill = it.fill.as_deref().map(literal).or_else(by_itself);
    let fill = fill.map(|it| format!("UPDATE {table} SET {name} = {it} WHERE {name} IS NULL"));
    fill.into_iter().chain([format!("{column} SET NOT NULL")]).collect()
}

/// The sequence goes on behind the largest value that is there.
fn after_the_last(it: &AlterColumn, own: &OwnedSequence) -> Option<String> {
    (own.options.increment > 0).then(|| {
        format!(
            "SELECT setval({}, greatest(max({name}) + 1, {}), false) FROM {} HAVING max({name}) IS NOT NULL",
            literal(&qualified(&own.name)),
            own.options.start,
            qualified(&it.table),
            name = quoted(&it.columns.after.name),
        )
    })
}

fn count_on(old: &OwnedSequence, new: &OwnedSequence) -> Vec<String> {
    let mut sql = Vec::new();
    if old.name != new.name {
        sql.push(format!(
            "ALTER SEQUENCE {} RENAME TO {}",
            qualified(&old.name),
            quoted(&new.name.name)
        ));
    }
    if old.options != new.options {
        sql.push(sequence::alter(&new.name, &new.options));
    }
    sql
}

fn identity_to_identity(
    column: &str,
    (before, old): (IdentityWhen, &OwnedSequence),
    (after, new): (IdentityWhen, &OwnedSequence),
) -> Vec<String> {
    let mut sql = Vec::new();
    if old.name != new.name {
        sql.push(format!(
            "ALTER SEQUENCE {} RENAME TO {}",
            qualified(&old.name),
            quoted(&new.name.name)
        ));
    }
    if before != after {
        let when = if after == IdentityWhen::Always { "ALWAYS" } else { "BY DEFAULT" };
        sql.push(format!("{column} SET GENERATED {when}"));
    }
    if old.options != new.options {
        let it = &new.options;
        let cycle = if it.is_cycling { "CYCLE" } else { "NO CYCLE" };
        sql.push(format!(
            "{column} SET INCREMENT BY {} SET MINVALUE {} SET MAXVALUE {} SET START WITH {} SET CACHE {} SET {cycle}",
            it.increment, it.min, it.max, it.start, it.cache
        ));
    }
    sql
}

/// The counter goes over: the new sequence continues where the old one stands.
fn serial_to_identity(
    it: &AlterColumn,
    old: &OwnedSequence,
    (when, new): (IdentityWhen, &OwnedSequence),
    schemas: Pair<&Schema>,
) -> Vec<String> {
    let column = format!(
        "ALTER TABLE {} ALTER COLUMN {}",
        qualified(&it.table),
        quoted(&it.columns.after.name)
    );
    let aside = free(&old.name, "__old", schemas);
    vec![
        format!("{column} DROP DEFAULT"),
        format!("ALTER SEQUENCE {} RENAME TO {}", qualified(&old.name), quoted(&aside.name)),
        format!("{column} ADD {}", identity(&it.table, &it.columns.after, when, new)),
        carry_over(&aside, &new.name),
        format!("DROP SEQUENCE {}", qualified(&aside)),
    ]
}

fn identity_to_serial(
    it: &AlterColumn,
    old: &OwnedSequence,
    new: &OwnedSequence,
    schemas: Pair<&Schema>,
) -> Vec<String> {
    let column = format!(
        "ALTER TABLE {} ALTER COLUMN {}",
        qualified(&it.table),
        quoted(&it.columns.after.name)
    );
    let aside = free(&new.name, "__new", schemas);
    vec![
        sequence::create(&aside, &new.options),
        carry_over(&old.name, &aside),
        format!("{column} DROP IDENTITY"),
        format!("ALTER SEQUENCE {} RENAME TO {}", qualified(&aside), quoted(&new.name.name)),
        owned_by(new, &it.table, &it.columns.after),
        format!("{column} SET DEFAULT {}", nextval(&new.name)),
    ]
}

fn carry_over(from: &Name, to: &Name) -> String {
    format!(
        "SELECT setval({}, last_value, is_called) FROM {}",
        literal(&qualified(to)),
        qualified(from)
    )
}
