//! What `diff` and `dump` compare and show: a schema, from wherever it comes.
//!
//! A database today; entities and migrations will be words beside the URL, and this is where they are told apart.

use std::collections::BTreeMap;

use super::printer;
use crate::Error;
use crate::connect::{Access, Connection, Target};
use crate::dialect::introspect::{self, ReadError, Scope};
use crate::schema::{Schema, Unmodelled};

/// How many names of a kind are told.
const SHOWN: usize = 5;

/// The database that a URL or `env:NAME` means.
pub(super) fn target(given: &str, flag: &'static str) -> Result<Target, Error> {
    match given.strip_prefix("env:") {
        Some(name) => {
            let unset = || Error::BadArgument {
                given: given.to_owned(),
                wanted: "an environment variable that is set",
            };
            Target::parse(&super::env::variable(name).ok_or_else(unset)?, flag)
        }
        None => Target::parse(given, flag),
    }
}

/// A connection to a database that has to be there.
pub(super) async fn open(target: Target) -> Result<Connection, Error> {
    if target.is_missing_file() {
        let reason = "there is no such file".to_owned();
        return Err(Error::NoDatabase { place: target.to_string(), reason });
    }
    Connection::open(target, Access::Read).await
}

/// The schema of the database.
pub(super) async fn schema(connection: &Connection, scope: &Scope) -> Result<Schema, Error> {
    let read = introspect::read(connection.db(), connection.dialect(), scope).await;
    read.map_err(|error| match error {
        ReadError::Refused(error) => connection.refused(&error),
        other => {
            Error::Unreadable { place: connection.target.to_string(), reason: other.to_string() }
        }
    })
}

/// Says what is there and not compared, a line a kind.
pub(super) fn tell_unmodelled(place: &str, unmodelled: &[Unmodelled]) {
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for it in unmodelled {
        kinds.entry(&it.kind).or_default().push(&it.name);
    }
    if kinds.is_empty() {
        return;
    }
    let kinds = kinds.iter().map(|(kind, names)| {
        let more = names.len().saturating_sub(SHOWN);
        let rest = if more > 0 { format!(", and {more} more") } else { String::new() };
        let shown = names[..names.len().min(SHOWN)].join(", ");
        format!("{} ({shown}{rest})", printer::counted(names.len(), kind))
    });
    let list = kinds.collect::<Vec<_>>().join("; ");
    printer::talk(&format!("in {place} and left alone: {list}"));
}
