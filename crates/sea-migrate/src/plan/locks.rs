//! What keeps a table locked for as long as it takes to read or write all of it, though the plan is to be online.

use crate::change::{Change, ColumnChange, ConstraintChange, EnumChange, IndexChange, TableChange};
use crate::dialect::{Dialect, postgres};
use crate::schema::{ColumnValue, Name, Pair, Rule, Schema, Storage};

/// Why nobody can write to the table meanwhile, if so; for a plan in the style
/// [`Online`](crate::plan::Style::Online).
#[must_use]
pub fn locks(change: &Change, schemas: Pair<&Schema>) -> Option<&'static str> {
    const REWRITTEN: &str = "every row is written again";
    if schemas.after.dialect != Dialect::Postgres {
        return None;
    }
    let is_there = |table: &Name| schemas.before.tables.contains_key(table);
    let is_partitioned =
        |table: &Name| is_there(table) && !postgres::ddl::online::is_open(table, schemas);
    match change {
        Change::Index(IndexChange::Create { table, .. }) if is_partitioned(table) => {
            Some("an index of a partitioned table is built at once")
        }
        Change::Constraint(ConstraintChange::Add { table, constraint }) if is_there(table) => {
            match &constraint.rule {
                Rule::Exclusion { .. } => Some("an exclusion constraint is built at once"),
                Rule::ForeignKey(key) if is_partitioned(table) || is_partitioned(&key.table) => {
                    Some("a foreign key of a partitioned table is checked at once")
                }
                Rule::PrimaryKey { .. } | Rule::Unique { .. } if is_partitioned(table) => {
                    Some("a key of a partitioned table is built at once")
                }
                _ => None,
            }
        }
        Change::Column(ColumnChange::Add { column, .. }) => match &column.value {
            ColumnValue::Serial(_)
            | ColumnValue::Identity { .. }
            | ColumnValue::Generated { storage: Storage::Stored, .. } => Some(REWRITTEN),
            _ => None,
        },
        Change::Column(ColumnChange::Alter(it)) => {
            let is_same = postgres::ddl::cast::is_same_base(&it.columns);
            let becomes_text = it.columns.before.ty.sql.starts_with("character varying")
                && it.columns.after.ty.sql == "text";
            (it.is_retyped() && !is_same && !becomes_text).then_some(REWRITTEN)
        }
        Change::Enum(EnumChange::Alter { types, users })
            if !users.is_empty() && !EnumChange::only_adds(types) =>
        {
            Some("every row that has the type is written again")
        }
        Change::Table(TableChange::Alter { options, .. })
            if options.differs_in(|it| it.persistence) =>
        {
            Some(REWRITTEN)
        }
        _ => None,
    }
}
