//! How much of a table stands still while it is altered: said in each statement, so that a server that would have to do
//! more than that refuses.
//!
//! What both servers can do: <https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html>,
//! <https://mariadb.com/kb/en/innodb-online-ddl-operations-with-the-inplace-alter-algorithm/>

use super::{column, narrowing};
use crate::change::{Change, ColumnChange, ConstraintChange, IndexChange, TableChange};
use crate::schema::{Column, Index, KeyPart, Pair, Rule, Server, Storage, Table};

/// From what nobody notices to what nobody may write beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Online {
    /// Only the catalog is written.
    Instant,
    /// The table is worked on while others read and write.
    Inplace,
    /// The table is worked on while others read.
    Shared,
    /// The table is copied while others read.
    Copy,
}

impl Online {
    /// The words for it.
    #[must_use]
    pub fn clause(self) -> &'static str {
        match self {
            Self::Instant => "ALGORITHM=INSTANT",
            Self::Inplace => "ALGORITHM=INPLACE, LOCK=NONE",
            Self::Shared => "ALGORITHM=INPLACE, LOCK=SHARED",
            Self::Copy => "ALGORITHM=COPY, LOCK=SHARED",
        }
    }
}

/// How much of a table stands still for all of `changes` together.
#[must_use]
pub fn of(changes: &[&Change], tables: Pair<&Table>, server: &Server) -> Online {
    let most = changes.iter().map(|it| one(it)).max().unwrap_or(Online::Instant);
    let is_comment = |it: &&Change| matches!(it, Change::Comment(_));
    let most = if changes.iter().any(is_comment) && !server.comments_instantly {
        most.max(Online::Inplace)
    } else {
        most
    };
    let fills_long = |it: &&Change| match it {
        Change::Column(ColumnChange::Add { column, fill, .. }) => {
            column::is_long(&column.ty.sql) && (fill.is_some() || column.must_be_given())
        }
        _ => false,
    };
    if !server.fills_long_instantly && changes.iter().any(fills_long) {
        return Online::Copy;
    }
    let most = match under_checks(tables.before, server) {
        Online::Copy => changes.iter().map(|it| with_copy(it)).max().unwrap_or(most).max(most),
        _ => most,
    };
    let is_usual = |it: &Table| it.options.engine.is_none() && it.options.partition_by.is_none();
    if !is_usual(tables.before) || !is_usual(tables.after) {
        return Online::Copy;
    }
    // A virtual column comes or goes alone, or with a copy.
    let is_virtual = |it: &&&Change| match it {
        Change::Column(ColumnChange::Add { column, .. } | ColumnChange::Drop { column, .. }) => {
            matches!(
                column.value,
                crate::schema::ColumnValue::Generated { storage: Storage::Virtual, .. }
            )
        }
        _ => false,
    };
    if most > Online::Instant && changes.iter().any(|it| is_virtual(&it)) {
        return Online::Copy;
    }
    // So does the column that nobody sees behind an expression; it may leave beside other indexes.
    let hidden: Vec<&IndexChange> = changes.iter().filter_map(|it| hidden_column(it)).collect();
    if let [first, ..] = hidden.as_slice() {
        let is_leaving = |it: &&IndexChange| matches!(it, IndexChange::Drop { .. });
        let is_index = |it: &&Change| matches!(it, Change::Index(_));
        return match first {
            IndexChange::Create { .. } if changes.len() == 1 => Online::Shared,
            _ if hidden.iter().all(is_leaving) && changes.iter().all(is_index) => Online::Inplace,
            _ => Online::Copy,
        };
    }
    if drops_key_alone(changes) || is_ordered_otherwise(tables) {
        return Online::Copy;
    }
    let touches_columns = changes.iter().any(|it| matches!(it, Change::Column(_)));
    let has_words = |it: &Table| it.indexes.iter().any(is_special);
    if touches_columns && (has_words(tables.before) || has_words(tables.after)) {
        return most.max(Online::Shared);
    }
    let is_compressed = |it: &Table| {
        it.options.storage.get("row_format").is_some_and(|it| it.eq_ignore_ascii_case("compressed"))
    };
    if touches_columns && is_compressed(tables.before) { most.max(Online::Inplace) } else { most }
}

/// How a column of the table gets another name or type where nothing else is in the way: some servers copy where a check
/// speaks of a time or of a list of values (seen on 8.0.45 and 9.7.4).
#[must_use]
pub fn under_checks(table: &Table, server: &Server) -> Online {
    const KINDS: &[&str] = &["enum(", "set(", "date", "time"];
    let is_of_kind = |it: &&Column| KINDS.iter().any(|kind| it.ty.sql.starts_with(kind));
    let checks = || table.constraints.iter().filter(|it| matches!(it.rule, Rule::Check { .. }));
    let is_checked = |it: &Column| checks().any(|check| check.uses(&it.name));
    if server.copies_under_checks && table.columns.iter().filter(is_of_kind).any(is_checked) {
        Online::Copy
    } else {
        Online::Inplace
    }
}

fn with_copy(change: &Change) -> Online {
    match change {
        Change::Column(ColumnChange::Alter(_)) => Online::Copy,
        Change::Column(ColumnChange::Drop { .. }) => Online::Inplace,
        _ => Online::Instant,
    }
}

/// The coming or going of an index over an expression.
fn hidden_column<'c>(change: &'c &Change) -> Option<&'c IndexChange> {
    let Change::Index(it @ (IndexChange::Create { index, .. } | IndexChange::Drop { index, .. })) =
        change
    else {
        return None;
    };
    index.keys.iter().any(|it| matches!(it.on, KeyPart::Expression(_))).then_some(it)
}

/// A table without a primary key has another order of rows.
fn drops_key_alone(changes: &[&Change]) -> bool {
    let is_key = |it: &&ConstraintChange| matches!(it.constraint().rule, Rule::PrimaryKey { .. });
    let keys = changes.iter().filter_map(|it| match it {
        Change::Constraint(it) => Some(it),
        _ => None,
    });
    let keys: Vec<&ConstraintChange> = keys.filter(is_key).collect();
    keys.iter().any(|it| matches!(it, ConstraintChange::Drop { .. }))
        && !keys.iter().any(|it| matches!(it, ConstraintChange::Add { .. }))
}

/// Where there is no primary key, rows stand in the order of a unique one without NULL.
fn is_ordered_otherwise(tables: Pair<&Table>) -> bool {
    let keys = |table: &Table| -> Option<Vec<String>> {
        let is_given = |name: &String| table.column(name).is_some_and(|it| !it.is_nullable);
        let is_key = |it: &&Index| it.key().is_some_and(|key| key.iter().all(is_given));
        let keys = table.indexes.iter().filter(is_key).map(|it| it.name.clone());
        table.primary_key().is_none().then(|| keys.collect())
    };
    let keys = tables.map(keys);
    keys.after.is_some() && keys.differs()
}

fn is_special(index: &Index) -> bool {
    matches!(index.method.as_str(), "fulltext" | "spatial" | "rtree")
}

fn one(change: &Change) -> Online {
    match change {
        Change::Column(ColumnChange::Add { column, .. }) => column::online_to_add(column),
        Change::Column(ColumnChange::Drop { column, .. }) => match column.value {
            crate::schema::ColumnValue::Generated { storage: Storage::Stored, .. } => {
                Online::Inplace
            }
            _ => Online::Instant,
        },
        Change::Column(ColumnChange::Alter(it)) => column::online_to_alter(&it.columns),
        Change::Constraint(it) => match (&it.constraint().rule, it) {
            (Rule::Check { .. }, ConstraintChange::Drop { .. }) | (Rule::PrimaryKey { .. }, _) => {
                Online::Inplace
            }
            _ => Online::Copy,
        },
        Change::Index(IndexChange::Create { index, .. }) if is_special(index) => Online::Shared,
        Change::Index(it) => {
            // Behind a hash is a column that nobody sees.
            if it.index().method == "hash" { Online::Copy } else { Online::Inplace }
        }
        Change::Table(TableChange::Alter { options, .. }) => {
            let is_moved = options.differs_in(|it| it.engine.clone());
            if is_moved { Online::Copy } else { Online::Inplace }
        }
        _ => Online::Instant,
    }
}

/// How a column gets another type.
pub(super) fn of_type(columns: &Pair<Column>) -> Online {
    if narrowing::only_appends(columns) {
        return Online::Instant;
    }
    match narrowing::lengths(columns) {
        // The length of a value is kept in one byte or in two, and a character may take four.
        Some(Pair { before, after })
            if before <= after && (before * 4 > 255 || after * 4 <= 255) =>
        {
            Online::Inplace
        }
        _ => Online::Copy,
    }
}
