//! The schema that the migrations lead to: all of them applied to a scratch database, and read from there.

use super::Scratch;
use crate::Error;
use crate::apply::{Event, Migrations, Options, Runner, UpTo};
use crate::connect::ScratchDatabase;
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
    let making = making(migrations);
    if let Some(known) = super::known(scratch, making.as_deref()) {
        return Ok(known);
    }
    let database = made_of_migrations(migrations, options, scratch).await?;
    let schema = super::read(database.connection()).await;
    database.drop_it().await;
    let mut schema = schema?;
    // The usual names are known to introspection; a project may have given its own.
    schema.tables.remove(&Name::plain(&migrations.table().to_string()));
    super::keep(scratch, making.as_deref(), &schema);
    Ok(schema)
}

/// What makes it: every migration by name and checksum. Nothing where a checksum is not known.
fn making(migrations: &Migrations) -> Option<String> {
    let line = |it: crate::history::Known<'_>| Some(format!("{} {}\n", it.name, it.checksum?));
    let lines: Option<String> = migrations.known().into_iter().map(line).collect();
    Some(format!("{}\n{}", migrations.table(), lines?))
}

/// A scratch database on which all of `migrations` ran; to be dropped by who asked for it.
///
/// # Errors
/// As [`current`].
pub async fn made_of_migrations(
    migrations: &Migrations,
    options: &Options,
    scratch: &Scratch,
) -> Result<ScratchDatabase, Error> {
    let database = scratch.database().await?;
    let runner = Runner::new(database.connection(), migrations, options.clone());
    match runner.up(&UpTo::Newest, &mut |_: Event<'_>| {}).await {
        Ok(_) => Ok(database),
        Err(error) => {
            database.drop_it().await;
            Err(error)
        }
    }
}
