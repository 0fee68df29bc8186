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

mod books;
mod cache;
mod cargo;
mod check;
mod current;
mod desired;
mod effect;
mod error;
mod files;
mod film;
mod list;
mod places;
mod sample;
mod scratch;
mod sides;
mod snapshot;
mod title;
mod write;

pub use books::{Books, File};
pub use cache::Cache;
pub use cargo::{Built, Cargo};
pub use check::{Check, Findings, Place};
pub use current::{current, made_of_migrations};
pub use desired::{desired, made_of_entities};
pub use effect::lines as effect_lines;
pub use error::AuthorError;
pub use film::{Film, Take, WayBack};
pub use list::ListError;
pub use places::Places;
pub use scratch::Scratch;
pub use sides::{Ask, Sides, Wishes, open};
pub use title::{Title, TitleError};
pub use write::{add, move_to_the_end, note};

use sea_orm::{ConnectionTrait, Statement};

use crate::Error;
use crate::connect::Connection;
use crate::dialect::Dialect;
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

/// The schema that the same making gave before on the same server.
fn known(scratch: &Scratch, making: Option<&str>) -> Option<Schema> {
    scratch.cache().schema(&[&scratch.identity()?, making?])
}

fn keep(scratch: &Scratch, making: Option<&str>, schema: &Schema) {
    if let (Some(identity), Some(making)) = (scratch.identity(), making) {
        scratch.cache().remember(&[&identity, making], schema);
    }
}

/// What the server calls itself.
async fn version(connection: &Connection) -> Result<String, Error> {
    let sql = match connection.dialect() {
        Dialect::Postgres => "SHOW server_version",
        Dialect::Sqlite => "SELECT sqlite_version()",
        Dialect::MySql => "SELECT version()",
    };
    let query = Statement::from_string(connection.dialect().backend(), sql);
    let row = connection.db().query_one_raw(query).await;
    let version = row.and_then(|row| row.map_or(Ok(String::new()), |it| it.try_get_by_index(0)));
    version.map_err(|error| connection.refused(&error))
}
