//! The schema of a `MySQL` database: it can't be read yet, and says so.

use sea_orm::ConnectionTrait;

use crate::dialect::Dialect;
use crate::dialect::introspect::{ReadError, Scope};
use crate::schema::Schema;

/// Refuses.
///
/// # Errors
/// Always [`ReadError::NotSupported`].
#[expect(clippy::unused_async, reason = "it stands beside two that wait")]
pub async fn read<C: ConnectionTrait>(_: &C, _: &Scope) -> Result<Schema, ReadError> {
    Err(ReadError::NotSupported { dialect: Dialect::MySql })
}
