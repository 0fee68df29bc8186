//! `PostgreSQL`'s session advisory lock.
//!
//! The key comes from database, schema and bookkeeping table, so that other projects on the same server
//! never wait for us: <https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS>

use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement};

/// The key, made by the server from where unqualified tables are created.
const KEY: &str = "hashtextextended('sea-migrate/' || current_database() || '/' || COALESCE(current_schema(), '') || '/' || $1, 0)";

async fn one<C: ConnectionTrait>(
    db: &C,
    sql: &str,
    table: &str,
) -> Result<Option<QueryResult>, DbErr> {
    let sql = sql.replace("{KEY}", KEY);
    db.query_one_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, [table.into()]))
        .await
}

/// Takes the lock if nobody has it.
pub async fn try_acquire<C: ConnectionTrait>(db: &C, table: &str) -> Result<bool, DbErr> {
    let row = one(db, "SELECT pg_try_advisory_lock({KEY}) AS taken", table).await?;
    row.map_or(Ok(false), |row| row.try_get("", "taken"))
}

/// Gives it back; `false` when this session did not have it.
pub async fn release<C: ConnectionTrait>(db: &C, table: &str) -> Result<bool, DbErr> {
    let row = one(db, "SELECT pg_advisory_unlock({KEY}) AS released", table).await?;
    row.map_or(Ok(false), |row| row.try_get("", "released"))
}

/// Who has it.
pub async fn holder<C: ConnectionTrait>(db: &C, table: &str) -> Result<Option<String>, DbErr> {
    // A 64-bit key is shown as two halves: <https://www.postgresql.org/docs/current/view-pg-locks.html>
    let sql = "
WITH k AS (SELECT {KEY} AS key)
SELECT a.pid::int8 AS pid, COALESCE(NULLIF(a.application_name, ''), a.usename, '?')::text AS name,
       COALESCE(host(a.client_addr), 'a local socket') AS host,
       to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS since
FROM k, pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND l.classid::int8 = (key >> 32) & 4294967295 AND l.objid::int8 = key & 4294967295
LIMIT 1";
    let Some(row) = one(db, sql, table).await? else { return Ok(None) };
    let text = |column: &str| row.try_get::<String>("", column);
    let pid: i64 = row.try_get("", "pid")?;
    Ok(Some(format!(
        "{} from {} (session {pid}), since {} UTC",
        text("name")?,
        text("host")?,
        text("since")?
    )))
}
