//! What a change deletes for good, though its inverse brings the structure back.

use crate::change::{Change, ColumnChange, EnumChange, SequenceChange, TableChange};
use crate::dialect::{Dialect, mysql, postgres};
use crate::schema::{Pair, Schema};

/// What is lost, in words; nothing where the inverse brings all of it back.
#[must_use]
pub fn loses_data(change: &Change, schemas: Pair<&Schema>) -> Option<String> {
    match change {
        Change::Table(TableChange::Drop(table)) => {
            let own = schemas.before.unmodelled.iter().filter(|it| {
                // SQLite keeps the statements of its triggers, so they come back.
                it.table.as_ref() == Some(&table.name) && it.sql.is_none()
            });
            let names: Vec<String> = own.map(|it| format!(", {} {}", it.kind, it.name)).collect();
            Some(format!("all its rows{}", names.concat()))
        }
        Change::Column(ColumnChange::Drop { column, .. }) if column.generated().is_none() => {
            Some("its values".to_owned())
        }
        Change::Sequence(SequenceChange::Drop(_)) => Some("how far it has counted".to_owned()),
        Change::Enum(EnumChange::Alter { types, users }) => {
            let gone = EnumChange::removed(types);
            (!gone.is_empty() && users.iter().any(|it| it.fill.is_some()))
                .then(|| format!("which rows had {}", gone.join(", ")))
        }
        Change::Column(ColumnChange::Alter(it)) if it.is_retyped() => match schemas.after.dialect {
            Dialect::Postgres => postgres::ddl::cast::find(&it.columns, schemas)
                .and_then(|it| it.loses)
                .map(str::to_owned),
            Dialect::MySql => mysql::ddl::rounds(&it.columns).map(str::to_owned),
            Dialect::Sqlite => None,
        },
        _ => None,
    }
}
