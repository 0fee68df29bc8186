//! Constraints as the parts of a new table, in sea-query's words.

use super::expression::{self, Said};
use super::rust;
use super::scene::Scene;
use crate::dialect::Dialect;
use crate::schema::{Action, Constraint, ForeignKey, Name, NullsIn, Rule, Table, Timing};

/// The longest name that `PostgreSQL` keeps whole, in bytes.
const LONGEST: usize = 63;

/// A constraint of one side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell<'c> {
    pub(super) side: usize,
    pub(super) constraint: &'c Constraint,
    pub(super) table: &'c Table,
}

/// Whether sea-query has words for it.
pub(super) fn can_be_said(dialect: Dialect, it: &Constraint) -> bool {
    let is_named_plainly = it.name.as_deref().is_none_or(rust::is_plain_name);
    // A check's name is written as every other one.
    if !is_named_plainly && !matches!(it.rule, Rule::Check { .. }) {
        return false;
    }
    if it.on_conflict.is_some() || !it.modifiers.is_empty() || it.timing != Timing::NotDeferrable {
        return false;
    }
    match &it.rule {
        Rule::PrimaryKey { include, .. } => include.is_empty(),
        Rule::Unique { include, nulls, .. } => {
            dialect == Dialect::Postgres || include.is_empty() && *nulls == NullsIn::Distinct
        }
        Rule::ForeignKey(key) => {
            key.on_delete_columns.is_empty() && !key.is_match_full && it.is_valid
        }
        Rule::Check { is_no_inherit, .. } => !is_no_inherit && it.is_valid,
        Rule::Exclusion { .. } => false,
    }
}

/// The name, unless the server gives it by itself.
pub(super) fn own_name<'c>(dialect: Dialect, table: &Name, it: &'c Constraint) -> Option<&'c str> {
    let usual = match &it.rule {
        Rule::Unique { columns, .. } if dialect == Dialect::MySql => {
            columns.first().cloned().unwrap_or_default()
        }
        Rule::PrimaryKey { .. } => format!("{}_pkey", table.name),
        Rule::Unique { columns, .. } => format!("{}_{}_key", table.name, columns.join("_")),
        _ => String::new(),
    };
    it.name.as_deref().filter(|it| *it != usual || it.len() > LONGEST)
}

/// The name by which a side knows it; what has none is known by that of another side, or by the one that it would get.
pub(super) fn shared_name(scene: &Scene<'_>, cell: &Cell<'_>, cells: &[Cell<'_>]) -> String {
    // MySQL calls what nobody has named by other names than the rest of the world.
    let mut others = cells.iter().filter(|it| scene.dialect(it.side) != Dialect::MySql);
    let named = others.find_map(|it| it.constraint.name.clone());
    cell.constraint.name.clone().or(named).unwrap_or_else(|| {
        let name = &cell.table.name.name;
        match &cell.constraint.rule {
            Rule::PrimaryKey { .. } => format!("{name}_pkey"),
            Rule::Unique { columns, .. } => format!("{name}_{}_key", columns.join("_")),
            Rule::ForeignKey(key) => format!("{name}_{}_fkey", key.columns.join("_")),
            _ => format!("{name}_check"),
        }
    })
}

/// What a builder of a table is told: the method and its argument; one for each way in which sides say it.
pub(super) fn calls(scene: &Scene<'_>, cells: &[Cell<'_>]) -> Vec<(Vec<usize>, String)> {
    if let Some(Rule::Check { .. }) = cells.first().map(|it| &it.constraint.rule) {
        let on = cells.iter().map(|it| it.side).collect();
        let condition = condition(scene, cells);
        let name = cells.iter().find_map(|it| it.constraint.name.as_deref());
        let argument = match name {
            Some(name) => format!("({}, {condition})", rust::text(name)),
            None => condition,
        };
        return vec![(on, format!("check({argument})"))];
    }
    let known =
        cells.iter().find_map(|it| own_name(scene.dialect(it.side), &it.table.name, it.constraint));
    let mut said: Vec<Named> = Vec::new();
    for cell in cells {
        let name = match cell.constraint.name {
            Some(_) => own_name(scene.dialect(cell.side), &cell.table.name, cell.constraint),
            None => known,
        };
        let Some(bare) = call(cell, name.map(|_| NAME)) else { continue };
        let name = name.map(rust::text);
        match said.iter_mut().find(|it| it.bare == bare) {
            Some(same) => {
                same.on.push(cell.side);
                same.names.extend(name);
            }
            None => said.push(Named { on: vec![cell.side], bare, names: Vec::from_iter(name) }),
        }
    }
    let whole = |it: Named| {
        let call = it.bare.replacen(NAME, &scene.each(&it.on, &it.names), 1);
        (it.on, call)
    };
    said.into_iter().map(whole).collect()
}

/// What stands for a name until it is known which sides have which.
const NAME: &str = "\0";

/// A call without its name, and who says it with which.
struct Named {
    on: Vec<usize>,
    bare: String,
    names: Vec<String>,
}

fn call(cell: &Cell<'_>, name: Option<&str>) -> Option<String> {
    Some(match &cell.constraint.rule {
        Rule::PrimaryKey { columns, .. } => format!("primary_key({})", index(name, columns, "")),
        Rule::Unique { columns, include, nulls } => {
            let mut more = String::from(".unique()");
            if *nulls == NullsIn::NotDistinct {
                more.push_str(".nulls_not_distinct()");
            }
            for column in include {
                more.push_str(&format!(".include({})", rust::text(column)));
            }
            format!("index({})", index(name, columns, &more))
        }
        Rule::ForeignKey(key) => {
            format!("foreign_key({})", foreign_key(name, &cell.table.name, key))
        }
        Rule::Check { .. } | Rule::Exclusion { .. } => return None,
    })
}

/// The condition of a check as the sides have it.
pub(super) fn condition(scene: &Scene<'_>, cells: &[Cell<'_>]) -> String {
    let on: Vec<usize> = cells.iter().map(|it| it.side).collect();
    let said: Vec<Said<'_>> = cells
        .iter()
        .filter_map(|it| match &it.constraint.rule {
            Rule::Check { expression, .. } => {
                Some(Said { dialect: scene.dialect(it.side), expression, table: it.table })
            }
            _ => None,
        })
        .collect();
    expression::rust(&said, |texts| scene.each(&on, &texts))
}

fn index(name: Option<&str>, columns: &[String], more: &str) -> String {
    let mut text = "Index::create()".to_owned();
    if let Some(name) = name {
        text.push_str(&format!(".name({name})"));
    }
    for column in columns {
        text.push_str(&format!(".col({})", rust::text(column)));
    }
    text + more
}

/// A foreign key, without `to_owned`; its name as Rust.
pub(super) fn foreign_key(name: Option<&str>, table: &Name, key: &ForeignKey) -> String {
    let mut text = "ForeignKey::create()".to_owned();
    if let Some(name) = name {
        text.push_str(&format!(".name({name})"));
    }
    for (end, table, columns) in
        [("from", table, &key.columns), ("to", &key.table, &key.references)]
    {
        let of = rust::table(table);
        // Its tuples have at most three.
        if columns.len() <= 3 {
            text.push_str(&format!(".{end}({of}, {})", rust::columns(columns)));
            continue;
        }
        text.push_str(&format!(".{end}_tbl({of})"));
        for column in columns {
            text.push_str(&format!(".{end}_col({})", rust::text(column)));
        }
    }
    for (event, action) in [("delete", key.on_delete), ("update", key.on_update)] {
        let action = match action {
            Action::NoAction => continue,
            Action::Restrict => "Restrict",
            Action::Cascade => "Cascade",
            Action::SetNull => "SetNull",
            Action::SetDefault => "SetDefault",
        };
        text.push_str(&format!(".on_{event}(ForeignKeyAction::{action})"));
    }
    text
}
