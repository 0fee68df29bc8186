//! A `SQLite` session: how to stop what it does, and when it gave up waiting.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
#[cfg(feature = "sqlite")]
use std::time::Duration;

use sea_orm::{ConnectionTrait, DbErr, Statement};
#[cfg(feature = "sqlite")]
use sea_orm::{
    SqlxError,
    sqlx::sqlite::{SqliteConnection, SqlitePoolOptions},
};

/// Virtual machine steps between two looks at the flag: often enough to stop within milliseconds.
#[cfg(feature = "sqlite")]
const STEPS: i32 = 1000;

/// The longest busy time-out that SQLite keeps, in milliseconds.
const MAX_TIMEOUT: u128 = 0x7fff_ffff;

/// A number that changes when another connection commits, and at no commit of this one.
///
/// <https://www.sqlite.org/pragma.html#pragma_data_version>
pub async fn data_version<C: ConnectionTrait>(db: &C) -> Result<i64, DbErr> {
    let sql = "PRAGMA data_version";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    row.ok_or_else(|| DbErr::Custom("the file has no version".to_owned()))?
        .try_get("", "data_version")
}

/// Limits how long a statement waits while somebody else writes to the file.
///
/// <https://www.sqlite.org/pragma.html#pragma_busy_timeout>
pub async fn set_patience<C: ConnectionTrait>(db: &C, lock: Duration) -> Result<(), DbErr> {
    let sql = format!("PRAGMA busy_timeout = {}", lock.as_millis().min(MAX_TIMEOUT));
    db.execute_unprepared(&sql).await.map(drop)
}

/// Makes every connection of the pool give up its statement once `stop` is set.
#[cfg(feature = "sqlite")]
#[must_use]
pub fn stoppable(pool: SqlitePoolOptions, stop: Arc<AtomicBool>) -> SqlitePoolOptions {
    pool.after_connect(move |connection, _| {
        let stop = Arc::clone(&stop);
        Box::pin(async move { watch(connection, stop).await })
    })
}

#[cfg(feature = "sqlite")]
async fn watch(connection: &mut SqliteConnection, stop: Arc<AtomicBool>) -> Result<(), SqlxError> {
    connection
        .lock_handle()
        .await?
        .set_progress_handler(STEPS, move || !stop.load(Ordering::Relaxed));
    Ok(())
}

/// Whether the message means that a lock was not to be had in time: `SQLITE_BUSY`, `SQLITE_LOCKED`, in
/// the lower byte of an extended code.
#[must_use]
pub fn is_lock_timeout(code: &str) -> bool {
    code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6))
}
