//! Both sides of autogenerate, read by the same eyes: the schema that the entities ask for, and the schema that the
//! migrations lead to, each made on a scratch database and introspected there.
//!
//! ```text
//!  entities ── statements ──▶ scratch database ── introspect ──▶ desired ─┐
//!                                                                         ├─ diff
//!  migrations ─── apply ────▶ scratch database ── introspect ──▶ current ─┘
//! ```
//!
//! For a developer's machine and for CI. It never touches a database that it has not made itself.

mod check;
mod current;
mod desired;
mod scratch;

pub use check::{Check, Findings, Place};
pub use current::{current, made_of_migrations};
pub use desired::{desired, made_of_entities};
pub use scratch::Scratch;

use crate::Error;
use crate::connect::Connection;
use crate::dialect::introspect::{self, ReadError, Scope};
use crate::schema::Schema;

/// All of the scratch database.
async fn read(connection: &Connection) -> Result<Schema, Error> {
    let read = introspect::read(connection.db(), connection.dialect(), &Scope::default()).await;
    read.map_err(|error| match error {
        ReadError::Refused(error) => connection.refused(&error),
        other => {
            Error::Unreadable { place: connection.target.to_string(), reason: other.to_string() }
        }
    })
}
