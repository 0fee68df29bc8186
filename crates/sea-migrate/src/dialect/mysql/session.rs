//! A `MySQL` session: its number, its patience, and how to stop what it does.

use std::time::Duration;

use sea_orm::{ConnectionTrait, DbErr, Statement};

/// The session's number.
pub async fn id<C: ConnectionTrait>(db: &C) -> Result<i64, DbErr> {
    let sql = "SELECT CAST(CONNECTION_ID() AS SIGNED) AS id";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    row.ok_or_else(|| DbErr::Custom("the server gave no session number".to_owned()))?
        .try_get("", "id")
}

/// Limits how long a statement waits for a lock. How long it may run can't be limited for DDL.
pub async fn set_patience<C: ConnectionTrait>(db: &C, lock: Duration) -> Result<(), DbErr> {
    // Whole seconds, at least one; the default for metadata locks is a year.
    let seconds = lock.as_secs().max(1);
    let sql = format!(
        "SET SESSION lock_wait_timeout = {seconds}, SESSION innodb_lock_wait_timeout = {seconds}"
    );
    db.execute_unprepared(&sql).await.map(drop)
}

/// Cancels the statement that session `id` is running, from another session.
pub async fn cancel<C: ConnectionTrait>(db: &C, id: i64) -> Result<(), DbErr> {
    db.execute_unprepared(&format!("KILL QUERY {id}")).await.map(drop)
}

/// Whether the server's message means that a lock was not to be had in time:
/// `ER_LOCK_WAIT_TIMEOUT`, `ER_LOCK_DEADLOCK`.
#[must_use]
pub fn is_lock_timeout(number: u16) -> bool {
    matches!(number, 1205 | 1213)
}
