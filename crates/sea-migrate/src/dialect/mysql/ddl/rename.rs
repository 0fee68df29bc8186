//! New names: the server follows them through indexes, keys, generated columns and checks, but not into views and triggers.

use super::{Online, qualified, quoted};
use crate::change::{Movable, Rename, Renamed};

/// The statement, which lets others do beside a new column's name what `column` says; none for what has no name of its own
/// there.
#[must_use]
pub fn write(change: &Rename, column: Online) -> Vec<String> {
    let (old, new) = (&change.names.before, &change.names.after);
    match &change.what {
        Renamed::Table(it) => {
            vec![format!("RENAME TABLE {} TO {}", qualified(it), qualified(&it.beside(new)))]
        }
        Renamed::Column(table) => vec![format!(
            "ALTER TABLE {} RENAME COLUMN {} TO {}, {}",
            qualified(table),
            quoted(old),
            quoted(new),
            column.clause()
        )],
        Renamed::Moved(Movable::Table, names) => {
            vec![format!(
                "RENAME TABLE {} TO {}",
                qualified(&names.before),
                qualified(&names.after)
            )]
        }
        Renamed::Enum(_)
        | Renamed::EnumValue(_)
        | Renamed::Domain(_)
        | Renamed::Sequence(_)
        | Renamed::Moved(..) => Vec::new(),
    }
}
