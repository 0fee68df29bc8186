//! `MySQL` and `MariaDB` beside sea-query: how they show the types that it writes, and which changes it has words for.
//!
//! What has none is told by `own` in the dialect's SQL, together with all that belongs to it.

use super::lane::Lane;
use super::types::Typed;
use super::{alter, constraint, index, rust};
use crate::change::{AlterColumn, Change, ColumnChange, Commented, IndexChange, TableChange};
use crate::dialect::Dialect;
use crate::schema::{
    Column, ColumnValue, Constraint, ForeignKey, Index, IndexKey, KeyPart, Kind, Name, Order, Pair,
    Rule, Table,
};

/// What `MariaDB` shows of an integer for which nobody has said how wide it is printed; `MySQL` shows no number.
const WIDTHS: &[(&str, &str)] = &[
    ("tinyint(4)", "tinyint"),
    ("tinyint(3) unsigned", "tinyint unsigned"),
    ("smallint(6)", "smallint"),
    ("smallint(5) unsigned", "smallint unsigned"),
    ("mediumint(9)", "mediumint"),
    ("mediumint(8) unsigned", "mediumint unsigned"),
    ("int(11)", "int"),
    ("int(10) unsigned", "int unsigned"),
    ("bigint(20)", "bigint"),
    ("bigint(20) unsigned", "bigint unsigned"),
    ("year(4)", "year"),
];

/// A type in one form, whether a server shows it or sea-query writes it.
pub(super) fn shown(sql: &str) -> String {
    if sql.contains('\'') {
        let (word, values) = sql.split_once('(').unwrap_or((sql, ""));
        return format!("{}({}", word.to_ascii_lowercase(), values.replace("', '", "','"));
    }
    let text = sql.to_ascii_lowercase().replace(", ", ",");
    if let Some((_, short)) = WIDTHS.iter().find(|it| it.0 == text) {
        return (*short).to_owned();
    }
    match text.as_str() {
        "bool" => "tinyint(1)",
        "decimal" => "decimal(10,0)",
        "char" => "char(1)",
        "bit" => "bit(1)",
        other => other,
    }
    .to_owned()
}

/// Whether the type is one of some values.
pub(super) fn is_enum(it: &Typed<'_>) -> bool {
    it.dialect == Dialect::MySql && it.ty.sql.starts_with("enum(")
}

/// Whether sea-query writes the column so that a server takes it.
pub(super) fn can_say_column(it: &Column) -> bool {
    let extras = &it.extras;
    let has_extras = extras.on_update.is_some() || extras.check.is_some() || extras.is_invisible;
    match &it.value {
        // Behind what computes it there is little that may stand, and sea-query has an order of its own.
        ColumnValue::Generated { .. } => it.is_nullable && it.collation.is_none() && !has_extras,
        // A check is the last that may stand there.
        _ => extras.check.is_none() || it.comment.is_none(),
    }
}

/// Whether there are words for the change; what it is about is there before and after, or else comes or goes.
pub(super) fn can_say(lane: &Lane<'_>, change: &Change) -> bool {
    match change {
        Change::Table(TableChange::Create(it)) => can_say_table(it),
        Change::Table(TableChange::Alter { .. }) => false,
        Change::Column(ColumnChange::Add { column, .. }) => {
            column.value != ColumnValue::AutoIncrement && can_say_column(column)
        }
        Change::Column(ColumnChange::Alter(it)) => {
            can_alter(it) && alter::can_be_said(lane, change)
        }
        Change::Constraint(it) => {
            let counts =
                |it: &Table| it.columns.iter().any(|it| it.value == ColumnValue::AutoIncrement);
            // The key and the counting need each other, in every moment.
            let is_held = it.constraint().kind() == Kind::PrimaryKey
                && [lane.schemas.before, lane.schemas.after]
                    .into_iter()
                    .any(|schema| schema.tables.get(it.of()).is_some_and(counts));
            !is_held && alter::can_be_said(lane, change)
        }
        Change::Index(IndexChange::Create { index, .. }) => can_say_index(index),
        Change::Index(IndexChange::Drop { table, index }) => {
            rust::is_plain_name(&index.name) && !is_needed(lane, table, index)
        }
        // A server may have made it behind a foreign key, and makes it again where that gets another name.
        Change::Index(IndexChange::Rename { table, indexes }) => {
            !is_needed(lane, table, &indexes.before) && !is_needed(lane, table, &indexes.after)
        }
        Change::Comment(it) => !matches!(it.on.after, Commented::Index(..)),
        _ => true,
    }
}

fn can_say_table(it: &Table) -> bool {
    it.options.partition_by.is_none()
        && it.columns.iter().all(can_say_column)
        && it.constraints.iter().all(|it| constraint::can_be_said(Dialect::MySql, it))
        && it.indexes.iter().all(can_say_index)
}

fn can_alter(it: &AlterColumn) -> bool {
    // Rows with a value that goes are told first which one they get.
    let is_filled = it.fill.is_some() && it.is_retyped();
    !is_filled && !it.columns.differs_in(|it| it.extras.clone())
}

fn can_say_index(it: &Index) -> bool {
    index::can_be_said(it)
        && it.comment.is_none()
        && matches!(it.method.as_str(), "btree" | "fulltext")
}

/// Whether a foreign key stands on the index, so that it can't go by itself; the one that a server made behind a foreign
/// key goes after that.
fn is_needed(lane: &Lane<'_>, table: &Name, index: &Index) -> bool {
    let Pair { before, after } = lane.schemas;
    let Some(whole) = before.tables.get(table).filter(|_| lane.is_there(table)) else {
        return false;
    };
    let stays = |it: &Constraint| {
        after.tables.get(table).is_some_and(|table| table.constraints.contains(it))
    };
    let own = whole.constraints.iter().any(|it| {
        let Some(key) = it.foreign_key() else { return false };
        let goes_with_it = is_made_for(index, it.name.as_deref(), key) && !stays(it);
        serves(index, &key.columns) && !goes_with_it
    });
    let mut theirs = before.tables.values().flat_map(|it| &it.constraints);
    own || theirs.any(|it| {
        it.foreign_key().is_some_and(|it| it.table == *table && serves(index, &it.references))
    })
}

/// Whether a foreign key of these columns can stand on the index.
pub(super) fn serves(index: &Index, columns: &[String]) -> bool {
    columns.len() <= index.keys.len()
        && columns.iter().zip(&index.keys).all(|(name, key)| is_plain(key, name))
}

fn is_plain(key: &IndexKey, name: &str) -> bool {
    key.prefix.is_none() && matches!(&key.on, KeyPart::Column(it) if it == name)
}

/// The columns of a unique index that is a unique constraint elsewhere.
pub(super) fn unique_columns(it: &Index) -> Option<Vec<String>> {
    let is_usual = it.is_unique
        && it.method == "btree"
        && it.storage.is_empty()
        && it.comment.is_none()
        && it.keys.iter().all(|key| key.prefix.is_none() && key.order == Order::Ascending);
    let columns = it.keys.iter().map(|key| match &key.on {
        KeyPart::Column(name) => Some(name.clone()),
        KeyPart::Expression(_) => None,
    });
    is_usual.then(|| columns.collect()).flatten()
}

/// Whether the index is the one that a server makes behind the foreign key.
pub(super) fn is_made_for(index: &Index, name: Option<&str>, key: &ForeignKey) -> bool {
    name == Some(index.name.as_str())
        && !index.is_unique
        && index.keys.len() == key.columns.len()
        && index.keys.iter().all(|it| it.order == Order::Ascending)
        && serves(index, &key.columns)
}

/// Whether something else of the table than the index can stand behind the foreign key, so that the server makes none.
pub(super) fn is_served_otherwise(table: &Table, index: &Index, columns: &[String]) -> bool {
    let by_key = table.constraints.iter().filter_map(|it| match &it.rule {
        Rule::PrimaryKey { columns, .. } => Some(columns),
        _ => None,
    });
    let mut by_index = table.indexes.iter().filter(|it| it.name != index.name);
    by_key.into_iter().any(|it| it.starts_with(columns)) || by_index.any(|it| serves(it, columns))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_the_same_whether_it_is_shown_or_written() {
        for (is_shown, is_written) in [
            ("int(11)", "int"),
            ("int", "int"),
            ("bigint(20) unsigned", "bigint UNSIGNED"),
            ("tinyint(1)", "bool"),
            ("decimal(8,2)", "decimal(8, 2)"),
            ("decimal(10,0)", "decimal"),
            ("enum('a','B')", "ENUM('a', 'B')"),
        ] {
            assert_eq!(shown(is_shown), shown(is_written), "{is_shown}");
        }
        for (one, other) in
            [("int(5)", "int"), ("tinyint(1)", "tinyint"), ("enum('a')", "enum('A')")]
        {
            assert_ne!(shown(one), shown(other), "{one}");
        }
    }
}
