//! The schema that the migrations lead to: all of them applied to a scratch database, and read from there.

use super::Scratch;
use crate::Error;
use crate::apply::{Event, Migrations, Options, Runner, UpTo};
use crate::connect::Connection;
use crate::schema::{Name, Schema};

/// The schema that `migrations` lead to, without their bookkeeping, in the words of the scratch database.
///
/// # Errors
/// Whatever stops a migration, as [`Runner::up`] says it.
pub async fn current(
    migrations: &Migrations,
    options: &Options,
    scratch: &Scratch,
) -> Result<Schema, Error> {
    let database = scratch.database().await?;
    let replayed = replay(migrations, options, database.connection()).await;
    database.drop_it().await;
    replayed
}

async fn replay(
    migrations: &Migrations,
    options: &Options,
    on: &Connection,
) -> Result<Schema, Error> {
    let runner = Runner::new(on, migrations, options.clone());
    runner.up(&UpTo::Newest, &mut |_: Event<'_>| {}).await?;
    let mut schema = super::read(on).await?;
    // The usual names are known to introspection; a project may have given its own.
    schema.tables.remove(&Name::plain(&migrations.table().to_string()));
    Ok(schema)
}
