//! New names: `SQLite` follows them through indexes, checks, foreign keys, triggers and views.

use super::quoted;
use crate::change::{Rename, Renamed};

pub(super) fn write(change: &Rename) -> Vec<String> {
    let (old, new) = (quoted(&change.names.before), quoted(&change.names.after));
    match &change.what {
        Renamed::Table(_) => vec![format!("ALTER TABLE {old} RENAME TO {new}")],
        Renamed::Column(table) => {
            vec![format!("ALTER TABLE {} RENAME COLUMN {old} TO {new}", quoted(&table.name))]
        }
        _ => Vec::new(),
    }
}
