//! New names. Where the server does not carry a column's into what uses it, that leaves and comes back in the same
//! statement.

use super::{Direction, Statement, alter};
use crate::change::{Change, Rename, Renamed};
use crate::dialect::mysql::ddl;
use crate::diff::carry_out;
use crate::schema::{Column, Index, KeyPart, Pair, Rule, Schema, Server, Table};

/// The statements of all new names of one direction, in their order.
pub(in crate::plan) fn renamed(
    renames: &[Change],
    schemas: Pair<&Schema>,
    direction: Direction,
) -> Vec<Statement> {
    let alone = |sql| Statement { sql, is_transactional: false };
    let each = each(renames, schemas, direction).into_iter();
    let statements = each.flat_map(|(rename, way)| match way {
        Way::Alone(online) => ddl::rename(&rename, online),
        Way::Together(sql) => vec![sql],
    });
    statements.map(alone).collect()
}

/// Of each new name the statement in which others leave and come back; nothing where it is told alone.
pub(in crate::plan) fn together(
    renames: &[Change],
    schemas: Pair<&Schema>,
    direction: Direction,
) -> Vec<Option<String>> {
    let statement = |(_, way)| match way {
        Way::Alone(_) => None,
        Way::Together(sql) => Some(sql),
    };
    each(renames, schemas, direction).into_iter().map(statement).collect()
}

/// How a new name is told.
#[derive(Debug, Clone)]
enum Way {
    Alone(ddl::Online),
    Together(String),
}

fn each(renames: &[Change], schemas: Pair<&Schema>, direction: Direction) -> Vec<(Rename, Way)> {
    let of = |it: &Change| match it {
        Change::Rename(it) => Some(it.clone()),
        _ => None,
    };
    // The names in it are those behind the way up.
    let named = match direction {
        Direction::Up => schemas.before,
        Direction::Down => schemas.after,
    };
    let alone = Way::Alone(ddl::Online::Inplace);
    if named.server.follows_columns || renames.is_empty() {
        return renames.iter().filter_map(of).map(|it| (it, alone.clone())).collect();
    }
    let mut state = named.clone();
    if direction == Direction::Up {
        let back = renames.iter().rev().map(Change::inverse);
        back.filter_map(|it| of(&it)).for_each(|it| carry_out(&mut state, &it));
    }
    let mut ways = Vec::new();
    for rename in renames.iter().filter_map(of) {
        let table = match &rename.what {
            Renamed::Column(name) => state.tables.get(name).cloned(),
            _ => None,
        };
        carry_out(&mut state, &rename);
        let after = table.as_ref().and_then(|it| state.tables.get(&it.name));
        let tables = Pair::new(table.as_ref(), after).both();
        let way = tables.map_or_else(|| alone.clone(), |it| column(&rename, it, &state.server));
        ways.push((rename, way));
    }
    ways
}

fn column(rename: &Rename, tables: Pair<&Table>, server: &Server) -> Way {
    let Pair { before, after } = tables;
    let mut leaving = Vec::new();
    let mut coming = Vec::new();
    for (old, new) in before.constraints.iter().zip(&after.constraints) {
        if matches!(old.rule, Rule::Check { .. }) && old != new {
            leaving.push(format!("DROP CHECK {}", ddl::quoted(old.label())));
            coming.push(format!("ADD {}", ddl::clause(new)));
        }
    }
    for (old, new) in before.indexes.iter().zip(&after.indexes) {
        if expressions(old) != expressions(new) {
            leaving.push(format!("DROP INDEX {}", ddl::quoted(&old.name)));
            coming.push(format!("ADD {}", ddl::index_definition(new)));
        }
    }
    let is_other = |old: &Column, new: &Column| {
        Pair::new(old, new).differs_in(|it| (it.generated().cloned(), it.default().cloned()))
    };
    let columns = before.columns.iter().zip(&after.columns).filter(|(old, new)| is_other(old, new));
    let columns = columns.map(|(_, new)| format!("MODIFY COLUMN {}", ddl::definition(new)));
    let columns: Vec<String> = columns.collect();
    if leaving.is_empty() && columns.is_empty() {
        return Way::Alone(ddl::under_checks(before, server));
    }
    let names = rename.names.as_ref().map(|it| ddl::quoted(it));
    leaving.push(format!("RENAME COLUMN {} TO {}", names.before, names.after));
    let clauses: Vec<String> = leaving.into_iter().chain(columns).chain(coming).collect();
    Way::Together(alter(&after.name, &clauses, ddl::Online::Copy))
}

fn expressions(index: &Index) -> Vec<&str> {
    let parts = index.keys.iter().filter_map(|it| match &it.on {
        KeyPart::Expression(it) => Some(it.sql.as_str()),
        KeyPart::Column(_) => None,
    });
    parts.collect()
}
