//! Columns as `ColumnDef`.

use super::expression::{self, Said};
use super::scene::Scene;
use super::types::{self, Typed, Word};
use super::value::{self, Defaulted};
use super::{mysql, rust};
use crate::dialect::{Dialect, postgres};
use crate::schema::{Column, ColumnExtras, ColumnValue, IdentityWhen, Storage, Table};

/// A column of one side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell<'c> {
    pub(super) side: usize,
    pub(super) column: &'c Column,
    pub(super) table: &'c Table,
    /// Which keys stand behind the column.
    pub(super) keys: Keys,
}

/// The keys that stand behind a column instead of in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Keys {
    pub(super) primary: Option<Behind>,
    pub(super) unique: Option<Behind>,
}

/// A key stands behind its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Behind;

/// Whether sea-query has words for it.
pub(super) fn can_be_said(dialect: Dialect, table: &Table, column: &Column) -> bool {
    match &column.value {
        ColumnValue::Serial(_) => {
            dialect != Dialect::Postgres || postgres::ddl::serial(&table.name, column).is_some()
        }
        _ if dialect == Dialect::MySql => mysql::can_say_column(column),
        _ => true,
    }
}

/// The column as the sides have it.
pub(super) fn definition(scene: &Scene<'_>, cells: &[Cell<'_>]) -> String {
    let mut shapes: Vec<Vec<Part>> = cells.iter().map(|it| shape(scene, it)).collect();
    // Older servers take a timestamp for NOT NULL unless told so.
    let is_unsure = |it: &Cell<'_>| {
        scene.dialect(it.side) == Dialect::MySql && it.column.ty.sql.starts_with("timestamp")
    };
    if cells.iter().any(is_unsure) {
        for (shape, _) in shapes.iter_mut().zip(cells).filter(|(_, it)| it.column.is_nullable) {
            shape.insert(0, Part::Word("null()".to_owned()));
        }
    }
    made(scene, cells, &shapes)
}

fn made(scene: &Scene<'_>, cells: &[Cell<'_>], shapes: &[Vec<Part>]) -> String {
    let is_one = shapes.iter().all(|it| it == &shapes[0]);
    if is_one {
        return written(scene, cells, cells, shapes);
    }
    let on: Vec<usize> = cells.iter().map(|it| it.side).collect();
    // The same word for the type where there is one.
    let each = cells.iter().zip(shapes).map(|(cell, shape)| {
        let (cell, shape) = (std::slice::from_ref(cell), std::slice::from_ref(shape));
        format!("{}.to_owned()", written(scene, cells, cell, shape))
    });
    scene.each(&on, &each.collect::<Vec<_>>())
}

/// Only its type and collation.
pub(super) fn typed(scene: &Scene<'_>, cells: &[Cell<'_>]) -> String {
    let bare: Vec<Column> = cells
        .iter()
        .map(|it| Column {
            is_nullable: true,
            value: ColumnValue::Given,
            on_null_conflict: None,
            extras: ColumnExtras::default(),
            comment: None,
            ..it.column.clone()
        })
        .collect();
    let cells: Vec<Cell<'_>> = cells
        .iter()
        .zip(&bare)
        .map(|(it, column)| Cell { column, keys: Keys::default(), ..*it })
        .collect();
    let shapes: Vec<Vec<Part>> = cells.iter().map(|it| shape(scene, it)).collect();
    made(scene, &cells, &shapes)
}

/// The default as the sides have it.
pub(super) fn default(scene: &Scene<'_>, cells: &[Cell<'_>]) -> String {
    let on: Vec<usize> = cells.iter().map(|it| it.side).collect();
    let sides: Vec<Defaulted<'_>> = cells
        .iter()
        .map(|it| Defaulted { dialect: scene.dialect(it.side), column: it.column, table: it.table })
        .collect();
    value::default(&sides, |texts| scene.each(&on, &texts))
}

/// What stands behind the type; the words of what differs between sides are found later.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Serial(&'static str),
    Word(String),
    Default,
    Generated(Storage),
    Extra(Extra),
}

/// What is said in SQL; where sides differ in nothing else, they differ in this argument alone.
#[derive(Debug, Clone)]
struct Extra(String);

impl PartialEq for Extra {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Extra {}

fn shape(scene: &Scene<'_>, cell: &Cell<'_>) -> Vec<Part> {
    let dialect = scene.dialect(cell.side);
    let Cell { column, table, keys, .. } = *cell;
    let mut parts = Vec::new();
    let mut extra: Vec<String> = Vec::new();
    if let Some(word) = serial(dialect, cell) {
        parts.push(Part::Serial(word));
    }
    if let Some(how) = &column.on_null_conflict {
        extra.push(format!("NOT NULL ON CONFLICT {how}"));
    } else if !column.is_nullable {
        parts.push(Part::Word("not_null()".to_owned()));
    }
    if let Some(collation) = &column.collation {
        extra.push(match dialect {
            Dialect::Sqlite => format!("COLLATE \"{}\"", collation.replace('"', "\"\"")),
            _ => format!("COLLATE {collation}"),
        });
    }
    if let Some(it) = &column.extras.on_update {
        extra.push(format!("ON UPDATE {}", it.sql));
    }
    if column.extras.is_invisible {
        extra.push("INVISIBLE".to_owned());
    }
    if let Some(check) = &column.extras.check {
        extra.push(format!("CHECK ({})", check.sql));
    }
    match &column.value {
        ColumnValue::Given | ColumnValue::Serial(_) => {}
        ColumnValue::Default(_) => parts.push(Part::Default),
        ColumnValue::AutoIncrement => parts.push(Part::Word("auto_increment()".to_owned())),
        ColumnValue::Identity { when, sequence } => {
            let words = postgres::ddl::identity(&table.name, column, *when, sequence);
            if *when == IdentityWhen::ByDefault && words == "GENERATED BY DEFAULT AS IDENTITY" {
                parts.push(Part::Word("auto_increment()".to_owned()));
            } else {
                extra.push(words);
            }
        }
        ColumnValue::Generated { storage, .. } => parts.push(Part::Generated(*storage)),
    }
    if keys.primary.is_some() {
        parts.push(Part::Word("primary_key()".to_owned()));
    }
    if keys.unique.is_some() {
        parts.push(Part::Word("unique_key()".to_owned()));
    }
    if let (Some(comment), true) = (&column.comment, scene.is_mysql_alone()) {
        parts.push(Part::Word(format!("comment({})", rust::text(comment))));
    }
    if !extra.is_empty() {
        parts.push(Part::Extra(Extra(rust::text(&extra.join(" ")))));
    }
    parts
}

fn serial(dialect: Dialect, cell: &Cell<'_>) -> Option<&'static str> {
    if dialect != Dialect::Postgres {
        return None;
    }
    postgres::ddl::serial(&cell.table.name, cell.column)
}

fn written(
    scene: &Scene<'_>,
    all: &[Cell<'_>],
    cells: &[Cell<'_>],
    shapes: &[Vec<Part>],
) -> String {
    let shape = &shapes[0];
    let name = rust::text(&cells[0].column.name);
    let on: Vec<usize> = cells.iter().map(|it| it.side).collect();
    let mut text = match shape.first() {
        Some(Part::Serial(word)) => format!("ColumnDef::new({name}).custom(\"{word}\")"),
        _ => with_type(scene, all, cells, &name),
    };
    for (at, part) in shape.iter().enumerate() {
        match part {
            Part::Serial(_) => {}
            Part::Extra(_) => {
                let texts = shapes.iter().filter_map(|it| match it.get(at) {
                    Some(Part::Extra(Extra(text))) => Some(text.clone()),
                    _ => None,
                });
                let extra = scene.each(&on, &texts.collect::<Vec<_>>());
                text.push_str(&format!(".extra({extra})"));
            }
            Part::Word(word) => text.push_str(&format!(".{word}")),
            Part::Default => text.push_str(&format!(".default({})", default(scene, cells))),
            Part::Generated(storage) => {
                let said: Vec<Said<'_>> = cells
                    .iter()
                    .filter_map(|it| {
                        let (dialect, table) = (scene.dialect(it.side), it.table);
                        it.column.generated().map(|expression| Said { dialect, expression, table })
                    })
                    .collect();
                let expression = expression::rust(&said, |texts| scene.each(&on, &texts));
                let is_stored = *storage == Storage::Stored;
                text.push_str(&format!(".generated({expression}, {is_stored})"));
            }
        }
    }
    text
}

fn with_type(scene: &Scene<'_>, all: &[Cell<'_>], cells: &[Cell<'_>], name: &str) -> String {
    let common = match word(scene, all) {
        Word::Texts(_) => word(scene, cells),
        common => common,
    };
    match common {
        Word::Method(method) => format!("ColumnDef::new({name}).{method}"),
        Word::Value(value) => format!("ColumnDef::new_with_type({name}, {value})"),
        Word::Texts(texts) if texts.iter().all(String::is_empty) => {
            format!("ColumnDef::new({name})")
        }
        Word::Texts(texts) => {
            let on: Vec<usize> = cells.iter().map(|it| it.side).collect();
            let texts: Vec<String> = texts.iter().map(|it| rust::text(it)).collect();
            format!("ColumnDef::new({name}).custom({})", scene.each(&on, &texts))
        }
    }
}

fn word(scene: &Scene<'_>, cells: &[Cell<'_>]) -> Word {
    let sides: Vec<Typed<'_>> = cells
        .iter()
        .map(|it| {
            let lane = &scene.lanes[it.side];
            // In either direction: a type that goes is written as it was.
            let after = &lane.schemas.after.enums;
            let knows = it.column.ty.user.as_ref().is_some_and(|it| after.contains_key(it));
            let schema = if knows { lane.schemas.after } else { lane.schemas.before };
            let (dialect, column) = (lane.dialect, it.column.name.as_str());
            Typed { dialect, column, ty: &it.column.ty, schema }
        })
        .collect();
    types::word(&sides)
}
