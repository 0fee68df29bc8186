//! Indexes.

use super::expression::{self, Said};
use super::line::Line;
use super::scene::Scene;
use super::{raw, rust};
use crate::change::{Change, IndexChange};
use crate::dialect::Dialect;
use crate::schema::{Index, KeyPart, Name, Nulls, NullsIn, Order, Table};

/// An index of one side.
#[derive(Debug, Clone, Copy)]
struct Cell<'c> {
    side: usize,
    of: &'c Name,
    index: &'c Index,
    table: Option<&'c Table>,
}

/// The lines of one step.
pub(super) fn lines(scene: &Scene<'_>, cells: &[Option<Change>]) -> Vec<Line> {
    let own = cells.iter().enumerate().filter_map(|(side, it)| match it {
        Some(Change::Index(it)) => Some((side, it)),
        _ => None,
    });
    let own: Vec<(usize, &IndexChange)> = own.collect();
    match own.first() {
        Some((_, IndexChange::Drop { table, index })) if rust::is_plain_name(&index.name) => {
            let on = own.iter().map(|it| it.0).collect();
            vec![Line::on(on, drop_it(table, &index.name))]
        }
        Some((_, IndexChange::Drop { .. })) => {
            let all: Vec<usize> = (0..scene.lanes.len()).collect();
            let sql = |(side, it): &(usize, &IndexChange)| {
                let lane = &scene.lanes[*side];
                let sql = raw::statements(lane, &Change::Index((*it).clone()));
                raw::lines(&all, lane.dialect, &sql)
            };
            own.iter().flat_map(sql).collect()
        }
        Some((_, IndexChange::Create { .. })) => {
            let cells: Vec<Cell<'_>> = own
                .iter()
                .map(|(side, it)| {
                    let table = scene.lanes[*side].schemas.after.tables.get(it.of());
                    Cell { side: *side, of: it.of(), index: it.index(), table }
                })
                .collect();
            create(scene, &cells)
        }
        Some((_, IndexChange::Rename { table, indexes })) => {
            let on = own.iter().map(|it| it.0).collect();
            let (old, new) = (rust::text(&indexes.before.name), rust::text(&indexes.after.name));
            let table = rust::table(table);
            vec![Line::on(on, format!("rename_index(manager, {table}, {old}, {new})"))]
        }
        None => Vec::new(),
    }
}

fn drop_it(table: &Name, name: &str) -> String {
    format!(
        "manager.drop_index(Index::drop().name({}).table({}).to_owned())",
        rust::text(name),
        rust::table(table)
    )
}

fn create(scene: &Scene<'_>, cells: &[Cell<'_>]) -> Vec<Line> {
    let all: Vec<usize> = (0..scene.lanes.len()).collect();
    let (said, others): (Vec<Cell<'_>>, Vec<Cell<'_>>) =
        cells.iter().partition(|it| can_be_said(it.index));
    let mut lines = Vec::new();
    let mut left = said.as_slice();
    while let Some(first) = left.first() {
        // Those that differ in more than words get lines of their own.
        let is_like = |it: &&Cell<'_>| bare(it.index) == bare(first.index);
        let count = left.iter().take_while(is_like).count();
        let (same, rest) = left.split_at(count);
        let on = same.iter().map(|it| it.side).collect();
        let builder = builder(scene, same);
        let needs_helper = same
            .iter()
            .any(|it| scene.dialect(it.side) == Dialect::Sqlite && !is_of_columns(it.index));
        let future = if needs_helper {
            let table = rust::table(first.of);
            let builder = builder.replacen(&format!(".table({table})"), "", 1);
            format!("create_index_on(manager, {table}, {builder}.to_owned())")
        } else {
            format!("manager.create_index({builder}.to_owned())")
        };
        lines.push(Line::on(on, future));
        left = rest;
    }
    for cell in others {
        let lane = &scene.lanes[cell.side];
        let (table, index) = (cell.of.clone(), cell.index.clone());
        let sql = raw::statements(lane, &Change::Index(IndexChange::Create { table, index }));
        lines.extend(raw::lines(&all, lane.dialect, &sql));
    }
    for cell in &said {
        if let (Some(comment), Dialect::Postgres) = (&cell.index.comment, scene.dialect(cell.side))
        {
            let on = crate::dialect::postgres::ddl::qualified(&cell.of.beside(&cell.index.name));
            let comment = crate::dialect::postgres::ddl::literal(comment);
            let sql = vec![format!("COMMENT ON INDEX {on} IS {comment}")];
            lines.extend(raw::lines(&all, Dialect::Postgres, &sql));
        }
    }
    lines
}

/// Whether a builder has words for it.
pub(super) fn can_be_said(it: &Index) -> bool {
    it.storage.is_empty()
        && rust::is_plain_name(&it.name)
        && it.keys.iter().all(|key| {
            key.nulls == Nulls::Usual
                && key.collation.is_none()
                // It would stand behind the direction.
                && (key.operator_class.is_none() || key.order == Order::Ascending)
        })
}

/// Whether it is on columns alone; sea-query panics at other ones for `SQLite`.
fn is_of_columns(it: &Index) -> bool {
    it.keys.iter().all(|it| matches!(it.on, KeyPart::Column(_)))
}

/// All but the words of expressions.
fn bare(it: &Index) -> String {
    let keys = it.keys.iter().map(|key| match &key.on {
        KeyPart::Column(name) => {
            format!("{name} {:?} {:?} {:?}", key.prefix, key.order, key.operator_class)
        }
        KeyPart::Expression(_) => format!("() {:?} {:?}", key.order, key.operator_class),
    });
    let keys: Vec<String> = keys.collect();
    let method = match it.method.as_str() {
        "btree" => "",
        other => other,
    };
    format!(
        "{} {:?} {method} {keys:?} {:?} {}",
        it.is_unique,
        it.nulls,
        it.include,
        it.predicate.is_some()
    )
}

fn builder(scene: &Scene<'_>, cells: &[Cell<'_>]) -> String {
    let Cell { index: it, of, .. } = cells[0];
    let on: Vec<usize> = cells.iter().map(|it| it.side).collect();
    let mut text =
        format!("Index::create().name({}).table({})", rust::text(&it.name), rust::table(of));
    if it.is_unique {
        text.push_str(".unique()");
    }
    if it.nulls == NullsIn::NotDistinct {
        text.push_str(".nulls_not_distinct()");
    }
    for (at, key) in it.keys.iter().enumerate() {
        let mut part = match &key.on {
            KeyPart::Column(name) => rust::text(name),
            KeyPart::Expression(_) => {
                let said = said(scene, cells, |index| match &index.keys.get(at)?.on {
                    KeyPart::Expression(it) => Some(it),
                    KeyPart::Column(_) => None,
                });
                expression::text(&said, |texts| scene.each(&on, &texts))
            }
        };
        if let Some(class) = &key.operator_class {
            part = format!("{part}.into_index_column().with_operator_class({})", rust::text(class));
        }
        if let Some(prefix) = key.prefix {
            part = match key.order {
                Order::Descending => format!("({part}, {prefix}, IndexOrder::Desc)"),
                Order::Ascending => format!("({part}, {prefix})"),
            };
        } else if key.order == Order::Descending {
            part = format!("({part}, IndexOrder::Desc)");
        }
        text.push_str(&format!(".col({part})"));
    }
    match it.method.as_str() {
        "btree" | "" => {}
        "hash" => text.push_str(".index_type(IndexType::Hash)"),
        "gin" | "fulltext" => text.push_str(".full_text()"),
        other => text.push_str(&format!(
            ".index_type(IndexType::Custom({}.into_iden()))",
            rust::text(other)
        )),
    }
    for column in &it.include {
        text.push_str(&format!(".include({})", rust::text(column)));
    }
    if it.predicate.is_some() {
        let said = said(scene, cells, |index| index.predicate.as_ref());
        let predicate = expression::rust(&said, |texts| scene.each(&on, &texts));
        text.push_str(&format!(".and_where({predicate})"));
    }
    text
}

fn said<'c>(
    scene: &Scene<'_>,
    cells: &[Cell<'c>],
    part: impl Fn(&'c Index) -> Option<&'c crate::schema::Expression>,
) -> Vec<Said<'c>> {
    let sides = cells.iter().filter_map(|it| {
        let dialect = scene.dialect(it.side);
        Some(Said { dialect, expression: part(it.index)?, table: it.table? })
    });
    sides.collect()
}
