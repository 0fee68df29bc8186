//! A `PostgreSQL` session: its number, its patience, and how to stop what it does.

use std::time::Duration;

use sea_orm::{ConnectionTrait, DbErr, Statement};

/// The session's number.
pub async fn id<C: ConnectionTrait>(db: &C) -> Result<i64, DbErr> {
    let sql = "SELECT pg_backend_pid()::int8 AS id";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    row.ok_or_else(|| DbErr::Custom("the server gave no session number".to_owned()))?
        .try_get("", "id")
}

/// Limits how long a statement waits for a lock, and how long it may run.
pub async fn set_patience<C: ConnectionTrait>(
    db: &C,
    lock: Duration,
    statement: Option<Duration>,
) -> Result<(), DbErr> {
    let statement = statement.map_or(0, |limit| limit.as_millis());
    // One simple query: both settings, one round trip.
    let sql =
        format!("SET lock_timeout = {}; SET statement_timeout = {statement}", lock.as_millis());
    db.execute_unprepared(&sql).await.map(drop)
}

/// Cancels the statement that session `id` is running, from another session.
pub async fn cancel<C: ConnectionTrait>(db: &C, id: i64) -> Result<(), DbErr> {
    db.execute_unprepared(&format!("SELECT pg_cancel_backend({id})")).await.map(drop)
}

/// Whether the server's message means that a lock was not to be had in time:
/// `lock_not_available`, `deadlock_detected`.
#[must_use]
pub fn is_lock_timeout(code: &str) -> bool {
    matches!(code, "55P03" | "40P01")
}

/// Indexes that a failed `CREATE INDEX CONCURRENTLY` left behind, by name.
pub async fn invalid_indexes<C: ConnectionTrait>(db: &C) -> Result<Vec<String>, DbErr> {
    let sql =
        "SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid ORDER BY 1";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    rows.iter().map(|row| row.try_get("", "name")).collect()
}
