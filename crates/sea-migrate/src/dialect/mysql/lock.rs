//! `MySQL`'s named lock, which belongs to the session: <https://dev.mysql.com/doc/refman/8.4/en/locking-functions.html>

use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement};

/// A name is for the whole server, and at most 64 characters long. `MD5` is no longer there since `MySQL` 9.6.
const NAME: &str =
    "CONCAT('sea-migrate/', LEFT(SHA2(CONCAT(COALESCE(DATABASE(), ''), '/', ?), 256), 32))";

async fn one<C: ConnectionTrait>(
    db: &C,
    sql: &str,
    table: &str,
) -> Result<Option<QueryResult>, DbErr> {
    let sql = sql.replace("{NAME}", NAME);
    db.query_one_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, [table.into()]))
        .await
}

async fn is_one<C: ConnectionTrait>(db: &C, sql: &str, table: &str) -> Result<bool, DbErr> {
    let Some(row) = one(db, sql, table).await? else { return Ok(false) };
    Ok(row.try_get::<Option<i64>>("", "answer")? == Some(1))
}

/// Takes the lock if nobody has it.
pub async fn try_acquire<C: ConnectionTrait>(db: &C, table: &str) -> Result<bool, DbErr> {
    is_one(db, "SELECT CAST(GET_LOCK({NAME}, 0) AS SIGNED) AS answer", table).await
}

/// Gives it back; `false` when this session did not have it.
pub async fn release<C: ConnectionTrait>(db: &C, table: &str) -> Result<bool, DbErr> {
    is_one(db, "SELECT CAST(RELEASE_LOCK({NAME}) AS SIGNED) AS answer", table).await
}

/// Who has it.
pub async fn holder<C: ConnectionTrait>(db: &C, table: &str) -> Result<Option<String>, DbErr> {
    let sql = "
SELECT CAST(p.id AS SIGNED) AS id, CAST(p.user AS CHAR) AS user, CAST(p.host AS CHAR) AS host
FROM information_schema.processlist p WHERE p.id = IS_USED_LOCK({NAME})";
    let Some(row) = one(db, sql, table).await? else { return Ok(None) };
    let (user, host): (String, String) = (row.try_get("", "user")?, row.try_get("", "host")?);
    Ok(Some(format!("{user} from {host} (session {})", row.try_get::<i64>("", "id")?)))
}
