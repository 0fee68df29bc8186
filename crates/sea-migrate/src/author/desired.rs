//! The schema that the entities ask for: made on a scratch database, and read from there.

use sea_orm::ConnectionTrait;

use super::Scratch;
use crate::Error;
use crate::connect::{Connection, ScratchDatabase};
use crate::entities::{Entities, EntityError, EntityErrors, EntityStatement};
use crate::error::ServerMessage;
use crate::schema::Schema;

/// The schema that `entities` ask for, in the words of the scratch database.
///
/// # Errors
/// [`Error::Entities`] with everything that is wrong with them, or [`Error::NoScratch`].
pub async fn desired(entities: &Entities, scratch: &Scratch) -> Result<Schema, Error> {
    let statements = entities.statements(scratch.dialect())?;
    let text: Vec<&str> = statements.iter().map(|it| it.sql.as_str()).collect();
    let text = text.join(";\n");
    if let Some(known) = super::known(scratch, Some(&text)) {
        return Ok(known);
    }
    let database = made_of_entities(entities, scratch).await?;
    let schema = super::read(database.connection()).await;
    database.drop_it().await;
    let schema = schema?;
    super::keep(scratch, Some(&text), &schema);
    Ok(schema)
}

/// A scratch database with the tables of `entities`; to be dropped by who asked for it.
///
/// # Errors
/// As [`desired`].
pub async fn made_of_entities(
    entities: &Entities,
    scratch: &Scratch,
) -> Result<ScratchDatabase, Error> {
    let statements = entities.statements(scratch.dialect())?;
    let database = scratch.database().await?;
    match make(&statements, database.connection()).await {
        Ok(()) => Ok(database),
        Err(error) => {
            database.drop_it().await;
            Err(error)
        }
    }
}

async fn make(statements: &[EntityStatement], on: &Connection) -> Result<(), Error> {
    for EntityStatement { entity, sql } in statements {
        if let Err(error) = on.db().execute_unprepared(sql).await {
            if on.is_lost() {
                return Err(on.refused(&error));
            }
            let reason = ServerMessage::of(&error).message;
            let (entity, sql, dialect) = (entity.clone(), sql.clone(), on.dialect());
            let error = EntityError::Refused { entity, dialect, reason, sql };
            return Err(EntityErrors::from(error).into());
        }
    }
    Ok(())
}
