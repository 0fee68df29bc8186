//! New names.

use super::{literal, qualified, quoted};
use crate::change::{Movable, Rename, Renamed};
use crate::schema::{Name, Pair};

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
        Renamed::Moved(what, names) => moved(*what, names),
    }]
}

/// The usual namespace has its name from the session, as all names without one are found there.
fn moved(what: Movable, names: &Pair<Name>) -> String {
    let noun = match what {
        Movable::Table => "TABLE",
        Movable::Enum => "TYPE",
        Movable::Domain => "DOMAIN",
        Movable::Sequence => "SEQUENCE",
    };
    let alter = format!("ALTER {noun} {} SET SCHEMA", qualified(&names.before));
    if let Some(namespace) = &names.after.namespace {
        return format!("{alter} {}", quoted(namespace));
    }
    let statement = literal(&format!("{} %I", alter.replace('%', "%%")));
    let code = format!("BEGIN EXECUTE format({statement}, current_schema()); END");
    if code.contains("$$") { format!("DO {}", literal(&code)) } else { format!("DO $${code}$$") }
}
