//! Changes become statements in an order that works, forward and back.
//!
//! Pure. A plan is a value: it can be printed, counted and refused before anything runs. Both directions are made from
//! the same changes, the way back from their inverses.

mod alter;
mod companions;
mod cycles;
mod locks;
mod loss;
mod needs;
mod order;
mod probe;
mod rebuild;
mod refusals;
mod renamed_last;
mod stuck;

use std::collections::BTreeSet;

use order::Ties;

use crate::change::{AlterColumn, Change, ColumnChange, NamespaceChange, Rename, Renamed};
use crate::dialect::{Dialect, postgres, sqlite};
use crate::diff::Diff;
use crate::schema::{Pair, Schema};

pub use locks::locks;
pub use loss::loses_data;
pub use probe::{Probe, probes};
pub(crate) use rebuild::free_name;
pub use refusals::Refusal;

/// The way from one schema to another, and back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The way there.
    pub up: Vec<Statement>,
    /// The way back.
    pub down: Vec<Statement>,
    /// What can't be done, in either direction; nothing of it is in the statements.
    pub refusals: Vec<Refusal>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The SQL, without a semicolon.
    pub sql: String,
    /// Whether it may share a transaction with those after it.
    pub is_transactional: bool,
}

impl Statement {
    /// A statement that takes part in a transaction.
    #[must_use]
    pub fn new(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), is_transactional: true }
    }

    /// A statement that is a transaction of its own, or takes part in none.
    #[must_use]
    pub fn alone(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), is_transactional: false }
    }
}

/// How a plan goes about what takes long on a table that is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// In few statements, and in one transaction wherever that is possible.
    #[default]
    Usual,
    /// So that tables are read and written meanwhile: in more statements and several transactions. Only `PostgreSQL`
    /// has words for that; elsewhere it is the usual style.
    Online,
}

/// What a plan is asked for beside the difference.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wishes {
    /// The places of changes that are not done.
    pub left_out: BTreeSet<usize>,
    /// How it is done.
    pub style: Style,
}

/// Which way a plan goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To what shall be.
    Up,
    /// To what was.
    Down,
}

impl Plan {
    /// Plans a difference.
    #[must_use]
    pub fn of(diff: &Diff) -> Self {
        Self::with(diff, &Wishes::default())
    }

    /// Plans a difference without the changes at these places.
    #[must_use]
    pub fn without(diff: &Diff, left_out: &BTreeSet<usize>) -> Self {
        Self::with(diff, &Wishes { left_out: left_out.clone(), ..Wishes::default() })
    }

    /// Plans a difference as it is wished.
    #[must_use]
    pub fn with(diff: &Diff, wishes: &Wishes) -> Self {
        let schemas = diff.schemas.as_ref();
        let mut refusals = match schemas.after.dialect {
            Dialect::MySql => alter::refusals(&diff.renames, schemas),
            Dialect::Sqlite => renamed_last::impossible(&diff.renames, schemas.before),
            Dialect::Postgres => Vec::new(),
        };
        if !refusals.is_empty() {
            // All else is said in the new names.
            return Self { refusals, ..Self::default() };
        }
        let mut changes = Vec::new();
        let mut undone = Vec::new();
        for (at, change) in diff.changes.iter().enumerate() {
            let list = if wishes.left_out.contains(&at) { &mut undone } else { &mut changes };
            list.push(change.clone());
        }
        changes.retain(|change| {
            let there = refusals::refuse(change, schemas, schemas.before);
            let back = refusals::refuse(&change.inverse(), schemas.flip(), schemas.before);
            let refused =
                there.or(back).or_else(|| refusals::unanswered(change, schemas.after.dialect));
            let is_refused = refused.is_some();
            refusals.extend(refused);
            if is_refused {
                undone.push(change.clone());
            }
            !is_refused
        });
        if schemas.after.dialect == Dialect::Sqlite && !diff.renames.is_empty() {
            let stuck = rebuild::refusals(&changes, schemas);
            if !stuck.is_empty()
                && wishes.left_out.is_empty()
                && renamed_last::impossible(&diff.renames, schemas.after).is_empty()
                && let Some(old) = renamed_last::in_old_names(diff)
            {
                return Self::with_renames_last(&old, diff, wishes);
            }
            changes.retain(|it| {
                !stuck
                    .iter()
                    .any(|stuck| it.table().is_some_and(|it| it.to_string() == stuck.object))
            });
            refusals.extend(stuck);
        }
        refusals.extend(stuck::take_out(&mut changes, undone, schemas));
        // Order matters: who moves needs a home that is there.
        let (homes, changes): (Vec<Change>, Vec<Change>) =
            changes.into_iter().partition(|it| is_home_of_moved(it, &diff.renames));
        let inverses: Vec<Change> = changes.iter().flat_map(inverses).collect();
        let renames = diff.renames.iter().cloned().map(Change::Rename);
        let renames: Vec<Change> = homes.into_iter().chain(renames).collect();
        let back: Vec<Change> = renames.iter().rev().map(Change::inverse).collect();

        let mut up = written(&renames, schemas, Direction::Up);
        up.extend(one_way(changes, schemas, Direction::Up, wishes.style));
        let mut down = one_way(inverses, schemas.flip(), Direction::Down, wishes.style);
        down.extend(written(&back, schemas.flip(), Direction::Down));
        keep_apart(&mut up);
        keep_apart(&mut down);
        Self { up, down, refusals }
    }
}

impl Plan {
    /// The plan of `old`, and then the renames of `diff`.
    fn with_renames_last(old: &Diff, diff: &Diff, wishes: &Wishes) -> Self {
        let schemas = diff.schemas.as_ref();
        let renames: Vec<Change> = diff.renames.iter().cloned().map(Change::Rename).collect();
        let back: Vec<Change> = renames.iter().rev().map(Change::inverse).collect();
        let mut plan = Self::with(old, wishes);
        plan.up.extend(written(&renames, schemas, Direction::Up));
        plan.down.splice(0..0, written(&back, schemas.flip(), Direction::Down));
        plan
    }
}

/// Whether the change makes a namespace into which something moves.
fn is_home_of_moved(change: &Change, renames: &[Rename]) -> bool {
    let Change::Namespace(NamespaceChange::Create(it)) = change else { return false };
    renames.iter().any(|rename| {
        matches!(&rename.what, Renamed::Moved(_, names) if names.after.namespace.as_ref() == Some(&it.name.name))
    })
}

/// The changes of one direction in an order that works, with all that has to leave and come back, what happens to one
/// table side by side: for who words a difference otherwise than in statements.
#[must_use]
pub fn ordered(diff: &Diff, direction: Direction) -> Vec<Change> {
    // Order matters: who moves needs a home that is there.
    let (homes, changes): (Vec<Change>, Vec<Change>) =
        diff.changes.iter().cloned().partition(|it| is_home_of_moved(it, &diff.renames));
    let renames = homes.into_iter().chain(diff.renames.iter().cloned().map(Change::Rename));
    let schemas = match direction {
        Direction::Up => diff.schemas.as_ref(),
        Direction::Down => diff.schemas.as_ref().flip(),
    };
    let changes = companions::add(one_way_only(changes, direction), schemas);
    let changes = order::sort(changes, schemas, Ties::ByTable);
    match direction {
        Direction::Up => renames.chain(changes).collect(),
        Direction::Down => {
            let back: Vec<Change> = renames.map(|it| it.inverse()).collect();
            changes.into_iter().chain(back.into_iter().rev()).collect()
        }
    }
}

/// The changes of one direction as they are, in no order: without new names, and without what only leaves and comes back.
#[must_use]
pub fn wanted(diff: &Diff, direction: Direction) -> Vec<Change> {
    one_way_only(diff.changes.clone(), direction)
}

fn one_way_only(changes: Vec<Change>, direction: Direction) -> Vec<Change> {
    match direction {
        Direction::Up => changes,
        Direction::Down => changes.iter().flat_map(inverses).collect(),
    }
}

/// The statements of `MySQL` for some of the changes of one direction, which hang together with none of the others.
#[must_use]
pub fn on_mysql(
    changes: &[Change],
    schemas: Pair<&Schema>,
    direction: Direction,
) -> Vec<Statement> {
    alter::write(changes, schemas, direction)
}

/// Of each new name on `MySQL` the statement in which what uses a column leaves and comes back; nothing where the new name is
/// told alone.
#[must_use]
pub fn renamed_together(
    renames: &[Change],
    schemas: Pair<&Schema>,
    direction: Direction,
) -> Vec<Option<String>> {
    alter::together(renames, schemas, direction)
}

/// The inverse of a change; where no alteration leads back, the column is made again.
fn inverses(change: &Change) -> Vec<Change> {
    let inverse = change.inverse();
    match &inverse {
        Change::Column(ColumnChange::Alter(it))
            if AlterColumn::needs_new_column(it.columns.as_ref()) =>
        {
            let (table, fill) = (it.table.clone(), it.fill.clone());
            let Pair { before, after } = it.columns.clone();
            let drop_it =
                ColumnChange::Drop { table: table.clone(), column: before, fill: fill.clone() };
            let add_it = ColumnChange::Add { table, column: after, fill };
            vec![Change::Column(drop_it), Change::Column(add_it)]
        }
        _ => vec![inverse],
    }
}

fn one_way(
    changes: Vec<Change>,
    schemas: Pair<&Schema>,
    direction: Direction,
    style: Style,
) -> Vec<Statement> {
    match schemas.after.dialect {
        Dialect::Postgres => {
            let changes = companions::add(changes, schemas);
            let changes = order::sort(changes, schemas, Ties::ByKind);
            if style == Style::Online {
                return postgres::ddl::online::statements(&changes, schemas, direction);
            }
            let changes = changes.iter();
            changes.flat_map(|it| postgres::ddl::statements(it, schemas, direction)).collect()
        }
        Dialect::Sqlite => {
            let keeper = match direction {
                Direction::Up => schemas.before,
                Direction::Down => schemas.after,
            };
            rebuild::write(&changes, schemas, keeper, direction)
        }
        Dialect::MySql => alter::write(&changes, schemas, direction),
    }
}

fn written(renames: &[Change], schemas: Pair<&Schema>, direction: Direction) -> Vec<Statement> {
    match schemas.after.dialect {
        Dialect::Postgres => {
            let renames = renames.iter();
            renames.flat_map(|it| postgres::ddl::statements(it, schemas, Direction::Up)).collect()
        }
        Dialect::Sqlite => {
            renames.iter().flat_map(sqlite::ddl::statements).map(Statement::new).collect()
        }
        Dialect::MySql => alter::renamed(renames, schemas, direction),
    }
}

/// A new value of an enumerated type can't be used before it is committed, so where a later statement uses it, it is
/// added outside the transaction: <https://www.postgresql.org/docs/current/sql-altertype.html>
fn keep_apart(statements: &mut [Statement]) {
    for at in 0..statements.len() {
        let Some((_, value)) = statements[at].sql.split_once(" ADD VALUE ") else { continue };
        let value = value.split(" BEFORE ").next().unwrap_or(value).to_owned();
        if statements[at + 1..].iter().any(|it| it.sql.contains(&value)) {
            statements[at].is_transactional = false;
        }
    }
}
