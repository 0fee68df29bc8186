//! A schema as boxes and lines: what is drawn, before anybody knows where.
//!
//! Pure, and the same bytes for the same schema. `layout` finds the places, `svg` and `html` write them down.

mod html;
mod layout;
mod svg;

use std::collections::BTreeMap;

pub(in crate::cli) use html::page;
pub(in crate::cli) use svg::draw;

use crate::schema::{Column, Constraint, Kind, Name, Schema, Table};

/// A table, or an enumerated type, with a row for each column or value.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Card {
    title: String,
    /// The word above the title; nothing for a table.
    kind: Option<&'static str>,
    note: Option<String>,
    rows: Vec<Row>,
}

/// A line in a card.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    /// `PK`, `FK`, `UK`, or nothing.
    mark: &'static str,
    name: String,
    /// Its type, with a question mark where there may be NULL.
    ty: String,
    note: Option<String>,
}

/// A foreign key: from a row of the child to a row of the parent.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    child: End,
    parent: End,
    /// Whether a child may have no parent.
    is_optional: bool,
    /// Whether a parent has one child at most.
    is_single: bool,
    note: String,
}

/// A row of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct End {
    card: usize,
    row: usize,
}

/// All there is to draw.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Picture {
    cards: Vec<Card>,
    lines: Vec<Line>,
}

impl Picture {
    fn of(schema: &Schema) -> Self {
        let mut cards: Vec<Card> = schema.tables.values().map(card).collect();
        let at: BTreeMap<&Name, usize> =
            schema.tables.keys().enumerate().map(|(at, name)| (name, at)).collect();
        let mut lines = Vec::new();
        for table in schema.tables.values() {
            for constraint in &table.constraints {
                lines.extend(line(table, constraint, schema, &at));
            }
        }
        cards.extend(schema.enums.values().map(|it| Card {
            title: it.name.to_string(),
            kind: Some("enum"),
            note: it.comment.clone(),
            rows: it.values.iter().map(|value| Row::plain(value)).collect(),
        }));
        Self { cards, lines }
    }
}

impl Row {
    fn plain(name: &str) -> Self {
        Self { mark: "", name: name.to_owned(), ty: String::new(), note: None }
    }
}

fn card(table: &Table) -> Card {
    let row = |column: &Column| Row {
        mark: mark(table, &column.name),
        name: column.name.clone(),
        ty: format!("{}{}", short(&column.ty.sql), if column.is_nullable { "?" } else { "" }),
        note: column.comment.clone(),
    };
    Card {
        title: table.name.to_string(),
        kind: None,
        note: table.comment.clone(),
        rows: table.columns.iter().map(row).collect(),
    }
}

/// The names that people use for what PostgreSQL writes out.
fn short(ty: &str) -> String {
    let pairs = [
        ("character varying", "varchar"),
        ("character(", "char("),
        ("double precision", "float8"),
        ("timestamp with time zone", "timestamptz"),
        ("timestamp without time zone", "timestamp"),
        ("time without time zone", "time"),
    ];
    pairs.iter().fold(ty.to_owned(), |ty, (long, short)| ty.replace(long, short))
}

/// The strongest thing that can be said of a column in two letters.
fn mark(table: &Table, column: &str) -> &'static str {
    let is_in = |kind: Kind| {
        table.constraints.iter().any(|it: &Constraint| it.kind() == kind && it.uses(column))
    };
    let marks = [(Kind::PrimaryKey, "PK"), (Kind::ForeignKey, "FK"), (Kind::Unique, "UK")];
    marks.into_iter().find(|it| is_in(it.0)).map_or("", |it| it.1)
}

/// The line of a foreign key; none when its parent is not in the picture.
fn line(
    table: &Table,
    constraint: &Constraint,
    schema: &Schema,
    at: &BTreeMap<&Name, usize>,
) -> Option<Line> {
    let key = constraint.foreign_key()?;
    let parent = schema.tables.get(&key.table)?;
    let row = |table: &Table, names: &[String]| {
        let first = names.first();
        table.columns.iter().position(|it| Some(&it.name) == first).unwrap_or_default()
    };
    let is_nullable = |it: &String| table.column(it).is_none_or(|it| it.is_nullable);
    let references = match key.references.as_slice() {
        [] => parent.primary_key().unwrap_or_default(),
        given => given,
    };
    Some(Line {
        child: End { card: *at.get(&table.name)?, row: row(table, &key.columns) },
        parent: End { card: *at.get(&key.table)?, row: row(parent, references) },
        is_optional: key.columns.iter().any(is_nullable),
        is_single: table.constraints.iter().any(|it| it.key() == Some(&key.columns[..])),
        note: format!(
            "{} ({}) → {} ({})",
            table.name,
            key.columns.join(", "),
            key.table,
            references.join(", ")
        ),
    })
}
