//! A `MySQL` session: its number, its patience, and how to stop what it does.

use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, QueryResult, Statement};

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

/// Makes `LAST_INSERT_ID()` say `id`, as after the statement that made it.
pub async fn restore_last_insert_id<C: ConnectionTrait>(db: &C, id: u64) -> Result<(), DbErr> {
    db.execute_unprepared(&format!("DO LAST_INSERT_ID({id})")).await.map(drop)
}

/// The tables whose rows take no part in a transaction: for each the words by which a statement speaks of it, which for one
/// of another database are two.
pub async fn bare_tables<C: ConnectionTrait>(db: &C) -> Result<Vec<Vec<String>>, DbErr> {
    let sql = "SELECT CAST(t.table_name AS CHAR) AS name, \
                      CAST(NULLIF(t.table_schema, DATABASE()) AS CHAR) AS elsewhere FROM information_schema.tables t \
               JOIN information_schema.engines e ON e.engine = t.engine \
               WHERE t.table_schema NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys') \
                 AND COALESCE(e.transactions, 'NO') <> 'YES'";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    let words = |row: &QueryResult| {
        let elsewhere: Option<String> = row.try_get("", "elsewhere")?;
        Ok([Some(row.try_get("", "name")?), elsewhere].into_iter().flatten().collect())
    };
    rows.iter().map(words).collect()
}

/// The functions that somebody wrote, which may change rows wherever they are called.
pub async fn functions(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let sql = "SELECT CAST(routine_name AS CHAR) AS name FROM information_schema.routines \
               WHERE routine_type = 'FUNCTION' AND routine_schema NOT IN ('mysql', 'sys')";
    plain_rows(db, sql).await?.iter().map(|row| row.try_get("", "name")).collect()
}

/// The rows of a query without values, asked without preparing it, which is one round trip and leaves nothing to close.
#[cfg(feature = "mysql")]
pub async fn plain_rows(db: &DatabaseConnection, sql: &str) -> Result<Vec<QueryResult>, DbErr> {
    use sea_orm::sqlx::{AssertSqlSafe, raw_sql};

    let rows = raw_sql(AssertSqlSafe(sql)).fetch_all(db.get_mysql_connection_pool()).await;
    let refused = |error| DbErr::Query(sea_orm::RuntimeErr::SqlxError(std::sync::Arc::new(error)));
    Ok(rows.map_err(refused)?.into_iter().map(QueryResult::from).collect())
}

/// Without its driver there is nobody to ask.
#[cfg(not(feature = "mysql"))]
pub async fn plain_rows(db: &DatabaseConnection, sql: &str) -> Result<Vec<QueryResult>, DbErr> {
    db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await
}
