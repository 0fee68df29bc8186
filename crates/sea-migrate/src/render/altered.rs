//! A column that becomes another: its type, its default and whether it may be NULL, in an order that works.
//!
//! Order matters: a default that can't be converted goes before the type and comes after it; NULL is filled last.

use super::alter::{Call, table_of};
use super::column::{self, Cell, Keys};
use super::fill;
use super::rust;
use super::scene::Scene;
use super::step::Step;
use crate::change::{AlterColumn, Change, ColumnChange};
use crate::dialect::Dialect;
use crate::dialect::postgres::ddl::{cast, quoted};
use crate::schema::{Column, Table};

/// The column on all sides.
struct Altered<'s, 'd> {
    scene: &'s Scene<'d>,
    own: Vec<(usize, &'s AlterColumn)>,
    calls: Vec<Call>,
}

/// The calls of one step.
pub(super) fn calls(scene: &Scene<'_>, step: &Step) -> Vec<Call> {
    let own = step.cells.iter().enumerate().filter_map(|(side, change)| match change {
        Some(Change::Column(ColumnChange::Alter(it))) => Some((side, it)),
        _ => None,
    });
    let mut it = Altered { scene, own: own.collect(), calls: Vec::new() };
    let Some((_, first)) = it.own.first() else { return Vec::new() };
    let name = first.columns.after.name.clone();
    it.all(&name);
    it.calls
}

impl Altered<'_, '_> {
    fn all(&mut self, name: &str) {
        let quoted_name = rust::text(name);
        let defaulted = self.those(|it, side, column| {
            column.columns.after.default().is_some()
                && (column.columns.differs_in(|it| it.value.clone())
                    || it.is_in_the_way(side, column))
        });
        let default = column::default(self.scene, &self.cells(&defaulted));
        // Where it is the same already, it may as well be set again.
        let same = self.others(&defaulted, name, |cells, column| {
            column.default().is_some() && column::default(self.scene, cells) == default
        });
        let undefaulted = self.those(|it, side, column| {
            let Some(_) = column.columns.before.default() else { return false };
            column.columns.after.default().is_none() || it.is_in_the_way(side, column)
        });
        let comes_back = |it: &usize| defaulted.contains(it) || same.contains(it);
        let had_one = |side: &usize| {
            self.own.iter().any(|it| it.0 == *side && it.1.columns.before.default().is_some())
                || same.contains(side)
        };
        let all = 0..self.scene.lanes.len();
        let harmless = all.filter(|it| comes_back(it) && had_one(it)).collect();
        self.call(undefaulted, format!("drop_default({quoted_name})"), harmless);
        self.retyped(name);
        let nullable =
            self.those(|_, _, it| !it.columns.before.is_nullable && it.columns.after.is_nullable);
        self.call(nullable, format!("set_nullable({quoted_name})"), Vec::new());
        self.call(defaulted, format!("set_default({quoted_name}, {default})"), same);
        self.not_null(&quoted_name);
    }

    fn retyped(&mut self, name: &str) {
        let retyped = self.those(|_, _, it| it.is_retyped());
        if retyped.is_empty() {
            return;
        }
        let definition = column::typed(self.scene, &self.cells(&retyped));
        let harmless =
            self.others(&retyped, name, |cells, _| column::typed(self.scene, cells) == definition);
        let using = self.own.iter().find_map(|(side, it)| {
            let lane = &self.scene.lanes[*side];
            (lane.dialect == Dialect::Postgres && it.is_retyped())
                .then(|| cast::find(&it.columns, lane.schemas)?.using)
                .flatten()
        });
        let call = match using {
            Some(using) => {
                let using = rust::text(&using.replace("{}", &quoted(name)));
                format!("set_type_using({definition}, {using})")
            }
            None => format!("set_type({definition})"),
        };
        self.call(retyped, call, harmless);
    }

    fn not_null(&mut self, name: &str) {
        let has_value =
            |it: &AlterColumn| it.fill.is_some() || it.columns.after.default().is_some();
        let bare = self.those(|_, _, it| it.forbids_null() && !has_value(it));
        self.call(bare, format!("set_not_null({name})"), Vec::new());
        let filled = self.those(|_, _, it| it.forbids_null() && has_value(it));
        if filled.is_empty() {
            return;
        }
        let own = self.own.iter().filter(|it| filled.contains(&it.0));
        let fills = own.map(|(_, it)| Some(fill::given(it.fill.as_ref()?, &it.columns.after)));
        let fill = match fills.collect::<Option<Vec<String>>>() {
            Some(fills) => fill::one(self.scene, &filled, &fills),
            None => column::default(self.scene, &self.cells(&filled)),
        };
        self.call(filled, format!("set_not_null_filled({name}, {fill})"), Vec::new());
    }

    fn call(&mut self, on: Vec<usize>, call: String, harmless: Vec<usize>) {
        if !on.is_empty() {
            self.calls.push(Call { on, text: call, plain: None, harmless });
        }
    }

    fn those(&self, is: impl Fn(&Self, usize, &AlterColumn) -> bool) -> Vec<usize> {
        self.own.iter().filter(|(side, it)| is(self, *side, it)).map(|it| it.0).collect()
    }

    /// A default that a server can't convert with the type is in the way of that.
    fn is_in_the_way(&self, side: usize, it: &AlterColumn) -> bool {
        let is_in_the_way = match self.scene.dialect(side) {
            Dialect::Postgres => !cast::is_same_base(&it.columns),
            // It is told again with the new type.
            Dialect::MySql => it.columns.differs_in(|it| it.value.clone()),
            Dialect::Sqlite => false,
        };
        is_in_the_way && it.is_retyped() && it.columns.before.default().is_some()
    }

    /// The column as it shall be.
    fn cells(&self, on: &[usize]) -> Vec<Cell<'_>> {
        let wanted = self.own.iter().filter(|it| on.contains(&it.0));
        wanted
            .filter_map(|(side, it)| {
                let table = table_of(self.scene, *side, &it.table)?;
                Some(cell(*side, &it.columns.after, table))
            })
            .collect()
    }

    /// The sides beside those, where the column is there and `is` holds for all of them together.
    fn others(
        &self,
        on: &[usize],
        name: &str,
        is: impl Fn(&[Cell<'_>], &Column) -> bool,
    ) -> Vec<usize> {
        let Some((_, first)) = self.own.first() else { return Vec::new() };
        let mut found = Vec::new();
        for side in (0..self.scene.lanes.len()).filter(|it| !on.contains(it)) {
            let Some(table) = self.scene.lanes[side].schemas.after.tables.get(&first.table) else {
                continue;
            };
            let Some(column) = table.column(name) else { continue };
            let mut cells = self.cells(on);
            cells.push(cell(side, column, table));
            if is(&cells, column) {
                found.push(side);
            }
        }
        found
    }
}

fn cell<'c>(side: usize, column: &'c Column, table: &'c Table) -> Cell<'c> {
    Cell { side, column, table, keys: Keys::default() }
}
