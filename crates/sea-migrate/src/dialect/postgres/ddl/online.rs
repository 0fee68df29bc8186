//! The same changes, written so that a table that is there can be read and written while they happen.
//!
//! What takes long takes a weak lock, in a transaction of its own; what takes a strong lock takes a moment. The price is
//! that a failure leaves the first half done: what is left then is seen, and made good by the next plan.

use super::{constraint, cut, free, index, qualified, quoted};
use crate::change::{AlterColumn, Change, ColumnChange, ConstraintChange, EnumChange, IndexChange};
use crate::plan::{Direction, Statement};
use crate::schema::{Constraint, Index, Name, NullsIn, Pair, Rule, Schema};

const CONCURRENTLY: &str = "CONCURRENTLY ";

/// The statements of changes that are in their order.
#[must_use]
pub fn statements(
    changes: &[Change],
    schemas: Pair<&Schema>,
    direction: Direction,
) -> Vec<Statement> {
    let replaced = replaced(changes, schemas);
    let one = |(at, change): (usize, &Change)| {
        let usual = || super::statements(change, schemas, direction);
        match change {
            Change::Index(IndexChange::Drop { .. })
                if replaced.iter().any(|it| it.before == at) =>
            {
                // It goes when the new one is there.
                Vec::new()
            }
            Change::Index(IndexChange::Create { table, index })
                if is_open(table, schemas) && index.is_valid =>
            {
                let is_there = replaced.iter().any(|it| it.after == at);
                built(
                    table,
                    index,
                    is_there.then(|| free(&table.beside(&index.name), "__old", schemas)),
                )
            }
            Change::Index(IndexChange::Drop { table, index }) if is_open(table, schemas) => {
                vec![Statement::alone(index::drop_it(table, &index.name, CONCURRENTLY))]
            }
            Change::Constraint(ConstraintChange::Add { table, constraint })
                if is_open(table, schemas) =>
            {
                added(table, constraint, schemas).unwrap_or_else(usual)
            }
            Change::Constraint(ConstraintChange::Validate { constraints, .. })
                if constraints.after.is_valid =>
            {
                usual().into_iter().map(|it| Statement::alone(it.sql)).collect()
            }
            Change::Column(ColumnChange::Alter(it)) if it.forbids_null() => {
                without_null(it, schemas, usual())
            }
            _ => usual(),
        }
    };
    changes.iter().enumerate().flat_map(one).collect()
}

/// Whether the table is there and takes such statements; one that is partitioned takes none of them.
#[must_use]
pub fn is_open(table: &Name, schemas: Pair<&Schema>) -> bool {
    schemas.before.tables.contains_key(table) && !is_partitioned(table, schemas.before)
}

fn is_partitioned(table: &Name, schema: &Schema) -> bool {
    schema.tables.get(table).is_some_and(|it| it.options.partition_by.is_some())
}

/// Indexes that go and come back as others under the same name: the places of both changes. Where columns change
/// besides, the old one has to be out of the way first.
fn replaced(changes: &[Change], schemas: Pair<&Schema>) -> Vec<Pair<usize>> {
    let touches = |change: &Change, table: &Name| match change {
        Change::Column(it) => it.of() == table,
        Change::Enum(EnumChange::Alter { users, .. }) => users.iter().any(|it| it.table == *table),
        _ => false,
    };
    let mut pairs = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        let Change::Index(IndexChange::Drop { table, index: old }) = change else { continue };
        let is_new = |it: &Change| {
            matches!(it, Change::Index(IndexChange::Create { table: of, index: new })
                if of == table && new.name == old.name && new.is_valid)
        };
        let then = changes.iter().skip(at).position(is_new).map(|it| at + it);
        if let Some(then) = then
            && old.is_valid
            && is_open(table, schemas)
            && !changes.iter().any(|it| touches(it, table))
        {
            pairs.push(Pair::new(at, then));
        }
    }
    pairs
}

/// An index; where it takes the place of another one, that stands aside meanwhile.
fn built(table: &Name, it: &Index, aside: Option<Name>) -> Vec<Statement> {
    let mut sql = Vec::new();
    if let Some(aside) = &aside {
        sql.push(Statement::new(format!(
            "ALTER INDEX {} RENAME TO {}",
            qualified(&table.beside(&it.name)),
            quoted(&aside.name)
        )));
    }
    sql.push(Statement::alone(index::create(table, it, CONCURRENTLY)));
    sql.extend(index::note(table, it).map(Statement::new));
    if let Some(aside) = aside {
        sql.push(Statement::alone(index::drop_it(table, &aside.name, CONCURRENTLY)));
    }
    sql
}

/// A constraint on a table with rows: first for the new ones, then for those that are there. None where the server has
/// no such way.
fn added(table: &Name, it: &Constraint, schemas: Pair<&Schema>) -> Option<Vec<Statement>> {
    let alter = format!("ALTER TABLE {}", qualified(table));
    let name = quoted(it.label());
    let note = constraint::note(table, it).map(Statement::new);
    let (key, include, nulls, kind) = match &it.rule {
        Rule::ForeignKey(key) if is_partitioned(&key.table, schemas.after) => return None,
        Rule::ForeignKey(_) | Rule::Check { .. } if it.is_valid => {
            let late = Constraint { is_valid: false, ..it.clone() };
            let add = Statement::new(format!("{alter} ADD {}", constraint::definition(&late)));
            let validate = Statement::alone(format!("{alter} VALIDATE CONSTRAINT {name}"));
            return Some([add].into_iter().chain(note).chain([validate]).collect());
        }
        Rule::Unique { columns, include, nulls } => (columns, include, *nulls, "UNIQUE"),
        Rule::PrimaryKey { columns, include } => {
            (columns, include, NullsIn::Distinct, "PRIMARY KEY")
        }
        _ => return None,
    };
    let behind = Index::behind(it.label(), key, include, nulls);
    let build = Statement::alone(index::create(table, &behind, CONCURRENTLY));
    let timing = constraint::timing(it.timing);
    let add = format!("{alter} ADD CONSTRAINT {name} {kind} USING INDEX {name}{timing}");
    Some([build, Statement::new(add)].into_iter().chain(note).collect())
}

/// A check that is known to hold spares the server the look at every row under the strongest lock:
/// <https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL>
fn without_null(it: &AlterColumn, schemas: Pair<&Schema>, usual: Vec<Statement>) -> Vec<Statement> {
    let alter = format!("ALTER TABLE {}", qualified(&it.table));
    let column = quoted(&it.columns.after.name);
    let set = format!("{alter} ALTER COLUMN {column} SET NOT NULL");
    let fill = format!("UPDATE {} SET {column} = ", qualified(&it.table));
    let check = quoted(&free_name(it, schemas));
    let mut is_begun = false;
    let mut sql = Vec::new();
    for statement in usual {
        let is_fill = statement.sql.starts_with(&fill);
        let is_set = statement.sql == set;
        if (is_fill || is_set) && !is_begun {
            is_begun = true;
            let add =
                format!("{alter} ADD CONSTRAINT {check} CHECK ({column} IS NOT NULL) NOT VALID");
            sql.push(Statement::new(add));
        }
        if is_set {
            sql.push(Statement::alone(format!("{alter} VALIDATE CONSTRAINT {check}")));
            sql.push(statement);
            sql.push(Statement::new(format!("{alter} DROP CONSTRAINT {check}")));
        } else if is_fill {
            sql.push(Statement::alone(statement.sql));
        } else {
            sql.push(statement);
        }
    }
    sql
}

/// A name that no constraint of the table has.
fn free_name(it: &AlterColumn, schemas: Pair<&Schema>) -> String {
    let stem = format!("{}_{}", it.table.name, it.columns.after.name);
    let is_taken = |name: &str| {
        [schemas.before, schemas.after].iter().any(|schema| {
            let table = schema.tables.get(&it.table);
            table.is_some_and(|it| it.constraints.iter().any(|it| it.label() == name))
        })
    };
    let endings = std::iter::once(String::new()).chain((2..).map(|it| it.to_string()));
    let mut names = endings.map(|ending| cut(&stem, &format!("_not_null{ending}")));
    names.find(|it| !is_taken(it)).unwrap_or(stem)
}
