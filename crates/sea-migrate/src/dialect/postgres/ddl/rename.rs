//! New names.

use super::{literal, qualified, quoted};
use crate::change::{Rename, Renamed};

pub(super) fn write(change: &Rename) -> Vec<String> {
    let (old, new) = (&change.names.before, &change.names.after);
    vec![match &change.what {
        Renamed::Table(it) => format!("ALTER TABLE {} RENAME TO {}", qualified(it), quoted(new)),
        Renamed::Column(table) => {
            format!(
                "ALTER TABLE {} RENAME COLUMN {} TO {}",
                qualified(table),
                quoted(old),
                quoted(new)
            )
        }
        Renamed::Enum(it) => format!("ALTER TYPE {} RENAME TO {}", qualified(it), quoted(new)),
        Renamed::EnumValue(of) => {
            format!(
                "ALTER TYPE {} RENAME VALUE {} TO {}",
                qualified(of),
                literal(old),
                literal(new)
            )
        }
        Renamed::Domain(it) => format!("ALTER DOMAIN {} RENAME TO {}", qualified(it), quoted(new)),
        Renamed::Sequence(it) => {
            format!("ALTER SEQUENCE {} RENAME TO {}", qualified(it), quoted(new))
        }
    }]
}
