//! COMMENT ON.

use super::{literal, qualified, quoted};
use crate::change::{Commented, SetComment};

pub(super) fn write(change: &SetComment) -> Vec<String> {
    let named = match &change.on.after {
        Commented::Namespace(it) => format!("SCHEMA {}", qualified(it)),
        Commented::Table(it) => format!("TABLE {}", qualified(it)),
        Commented::Column(table, it) => format!("COLUMN {}.{}", qualified(table), quoted(it)),
        Commented::Constraint(table, it) => {
            format!("CONSTRAINT {} ON {}", quoted(it), qualified(table))
        }
        Commented::Index(table, it) => format!("INDEX {}", qualified(&table.beside(it))),
        Commented::Enum(it) => format!("TYPE {}", qualified(it)),
        Commented::Domain(it) => format!("DOMAIN {}", qualified(it)),
        Commented::DomainCheck(domain, it) => {
            format!("CONSTRAINT {} ON DOMAIN {}", quoted(it), qualified(domain))
        }
        Commented::Sequence(it) => format!("SEQUENCE {}", qualified(it)),
    };
    let text = change.comments.after.as_deref().map_or("NULL".to_owned(), literal);
    vec![format!("COMMENT ON {named} IS {text}")]
}

/// The comment of something new.
pub(super) fn new(named: &str, comment: Option<&str>) -> Option<String> {
    comment.map(|text| format!("COMMENT ON {named} IS {}", literal(text)))
}
