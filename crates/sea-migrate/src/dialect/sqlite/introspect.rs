//! stub
use crate::dialect::Dialect;
use crate::dialect::introspect::{ReadError, Scope};
use crate::schema::Schema;
use sea_orm::ConnectionTrait;
pub async fn read<C: ConnectionTrait>(_: &C, _: &Scope) -> Result<Schema, ReadError> {
    Err(ReadError::NotSupported { dialect: Dialect::Sqlite })
}
