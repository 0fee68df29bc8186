//! The SQL of `MySQL` and `MariaDB`: the clauses of an ALTER TABLE and what stands beside them, a file a kind of object.
//!
//! What of it becomes one statement, and in which order, is `plan`'s business. Every name is quoted, so that any name will
//! do. Nothing here asks which of the two servers it is for: what is written, both take.

mod column;
mod constraint;
mod index;
mod narrowing;
mod neutral;
mod online;
mod rename;
mod table;

pub use column::{add, alter, definition, is_long};
pub use constraint::{clause, is_renamed_with_table};
pub use index::{definition as index_definition, modifier};
#[cfg(feature = "author")]
pub(crate) use narrowing::values;
pub use narrowing::{Narrowing, is_enum, is_value, narrowing, rounds};
pub use neutral::value as neutral;
pub use online::{Online, of as online, under_checks};
pub use rename::write as rename;
pub use table::{create, options};

use std::fmt::Write as _;

use crate::schema::Name;

/// The name that every primary key has.
pub const PRIMARY: &str = "PRIMARY";

/// What the partitions of a table are called where they are named and not compared.
pub const PARTITIONS: &str = "partitions";

/// Values that do not fit are an error and not another value, whatever the server is set to.
pub const STRICT: &str = "SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES')";

/// A name in quotes.
#[must_use]
pub fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// A name in quotes, with its database where it is another one.
#[must_use]
pub fn qualified(name: &Name) -> String {
    match &name.namespace {
        Some(namespace) => format!("{}.{}", quoted(namespace), quoted(&name.name)),
        None => quoted(&name.name),
    }
}

/// A text as a literal.
#[must_use]
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}

/// Bytes as a literal.
#[must_use]
pub fn bytes(bytes: &[u8]) -> String {
    let digits = bytes.iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02X}");
        digits
    });
    format!("X'{digits}'")
}

/// A text as an expression that is the same in every session, whatever it takes for an escape.
#[must_use]
pub fn plain_text(text: &str) -> String {
    format!("CONVERT({} USING utf8mb4)", bytes(text.as_bytes()))
}

/// All that happens to one table, in one statement, and how much of it may stand still meanwhile.
#[must_use]
pub fn alter_table(table: &Name, clauses: &[String], online: Option<Online>) -> String {
    let table = qualified(table);
    let online = online.map(Online::clause);
    match (clauses, online) {
        ([only], None) => format!("ALTER TABLE {table} {only}"),
        ([only], Some(online)) => format!("ALTER TABLE {table} {only}, {online}"),
        (all, online) => {
            let words: Vec<&str> = all.iter().map(String::as_str).chain(online).collect();
            format!("ALTER TABLE {table}\n    {}", words.join(",\n    "))
        }
    }
}

fn columns(names: &[String]) -> String {
    names.iter().map(|it| quoted(it)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_and_any_text_can_be_written() {
        assert_eq!(quoted("a`b"), "`a``b`");
        assert_eq!(plain_text("a\\'"), "CONVERT(X'615C27' USING utf8mb4)");
        assert_eq!(literal("it's \\"), "'it''s \\\\'");
    }
}
