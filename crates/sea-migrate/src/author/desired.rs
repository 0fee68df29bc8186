//! The schema that the entities ask for: made on a scratch database, and read from there.

use sea_orm::ConnectionTrait;

use super::Scratch;
use crate::Error;
use crate::connect::Connection;
use crate::entities::{Entities, EntityError, EntityErrors, EntityStatement};
use crate::error::ServerMessage;
use crate::schema::Schema;

/// The schema that `entities` ask for, in the words of the scratch database.
///
/// # Errors
/// [`Error::Entities`] with everything that is wrong with them, or [`Error::NoScratch`].
pub async fn desired(entities: &Entities, scratch: &Scratch) -> Result<Schema, Error> {
    let statements = entities.statements(scratch.dialect())?;
    let database = scratch.database().await?;
    let made = make(&statements, database.connection()).await;
    database.drop_it().await;
    made
}

async fn make(statements: &[EntityStatement], on: &Connection) -> Result<Schema, Error> {
    for EntityStatement { entity, sql } in statements {
        if let Err(error) = on.db().execute_unprepared(sql).await {
            if on.is_lost() {
                return Err(on.refused(&error));
            }
            let reason = ServerMessage::of(&error).message;
            let (entity, sql, dialect) = (entity.clone(), sql.clone(), on.dialect());
            let error = EntityError::Refused { entity, dialect, reason, sql };
            return Err(EntityErrors(vec![error]).into());
        }
    }
    super::read(on).await
}
