//! The connection pool, and what its errors mean.
//!
//! Connecting is lazy: nothing here waits for a database, so that the server starts without one. Nothing here
//! creates a database either, not even the file of an embedded one; that is the migrations' work.

pub mod failure;
mod recycle;

use sea_orm::sqlx::mysql::{MySql, MySqlConnectOptions};
use sea_orm::sqlx::pool::PoolOptions;
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::sqlx::{AssertSqlSafe, ConnectOptions, Database as Driver, Executor};
use sea_orm::{
    DatabaseConnection, SqlxError, SqlxMySqlConnector, SqlxPostgresConnector, SqlxSqliteConnector,
};

pub use failure::Failure;
pub use recycle::Recycle;

use crate::config::Database;
use crate::config::database_url::Dialect;

/// The name by which the database's administrator sees this server.
const APPLICATION_NAME: &str = "places-backend";

/// A pool that opens its first connection when the first query needs one, and the handle that renews its
/// connections. Fails only for a URL with options that the driver does not know. Needs a runtime.
///
/// The pool is the driver's own: with the feature `sqlite-use-returning-for-3_35`, which any crate of the same
/// build can switch on, `SeaORM`'s connector asks an `SQLite` database for its version at once, lazy or not.
pub fn pool(config: &Database) -> Result<(DatabaseConnection, Recycle), SqlxError> {
    match config.url.dialect() {
        Dialect::Postgres => {
            let options: PgConnectOptions = config.url.expose().parse()?;
            let timeout = config.statement_timeout.as_millis().to_string();
            let options = options
                .application_name(APPLICATION_NAME)
                .options([("statement_timeout", timeout)])
                .disable_statement_logging();
            let recycle = Recycle::default();
            let pool = pool_options(config, &recycle).connect_lazy_with(options);
            Ok((SqlxPostgresConnector::from_sqlx_postgres_pool(pool), recycle))
        }
        Dialect::MySql => {
            let options: MySqlConnectOptions = config.url.expose().parse()?;
            let recycle = Recycle::default();
            let pool = with_timeout(pool_options(config, &recycle), config, &recycle);
            let pool = pool.connect_lazy_with(options.disable_statement_logging());
            Ok((SqlxMySqlConnector::from_sqlx_mysql_pool(pool), recycle))
        }
        Dialect::Sqlite => {
            let options: SqliteConnectOptions = config.url.expose().parse()?;
            let options = options.create_if_missing(false).disable_statement_logging();
            let recycle = Recycle::watching(options.get_filename().to_owned());
            let pool = pool_options(config, &recycle).connect_lazy_with(options);
            Ok((SqlxSqliteConnector::from_sqlx_sqlite_pool(pool), recycle))
        }
    }
}

/// There a session is told how long a statement may take, by each server in its own words and in a comment that only it reads:
/// `MariaDB` in seconds and for every statement, `MySQL` in milliseconds and for queries.
/// <https://mariadb.com/kb/en/comment-syntax/>
fn with_timeout(
    pool: PoolOptions<MySql>,
    config: &Database,
    recycle: &Recycle,
) -> PoolOptions<MySql> {
    let (opened, timeout) = (recycle.clone(), config.statement_timeout);
    pool.after_connect(move |session, _| {
        opened.opened();
        let sql = format!(
            "SET /*M! SESSION max_statement_time = {}, */ /*!50708 SESSION max_execution_time = {}, */ \
             SESSION time_zone = '+00:00'",
            timeout.as_secs_f64(),
            timeout.as_millis()
        );
        Box::pin(async move { session.execute(AssertSqlSafe(sql)).await.map(drop) })
    })
}

/// What all databases have in common. Statements are not logged: they carry the clients' data.
fn pool_options<D: Driver>(config: &Database, recycle: &Recycle) -> PoolOptions<D> {
    let (opened, asked_for) = (recycle.clone(), recycle.clone());
    PoolOptions::new()
        .max_connections(config.max_connections)
        .acquire_timeout(config.acquire_timeout)
        .after_connect(move |_, _| {
            opened.opened();
            Box::pin(async { Ok(()) })
        })
        .before_acquire(move |_, connection| {
            let keep = asked_for.keeps(connection.age);
            Box::pin(async move { Ok(keep) })
        })
}
