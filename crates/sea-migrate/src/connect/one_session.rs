//! One session for the life of a connection: the driver's pool must not open another one in silence,
//! for the lock belongs to the first.
//!
//! Once the session is open the pool is given an address at which nothing ever is. Wanting another session
//! is then an error at once, and not a session without the lock.

use sea_orm::DatabaseConnection;

use crate::dialect::Dialect;

/// A socket that does not exist: another failure than a refused connection, which the pool would retry.
#[cfg(any(feature = "postgres", feature = "mysql"))]
const NOWHERE: &str = "/nonexistent/sea-migrate-holds-one-session";

/// Takes from the pool the means to replace the session that it has.
pub(super) fn keep(db: &DatabaseConnection, dialect: Dialect) {
    match dialect {
        #[cfg(feature = "postgres")]
        Dialect::Postgres => {
            use sea_orm::sqlx::postgres::PgConnectOptions;
            let nowhere = PgConnectOptions::new_without_pgpass().socket(NOWHERE);
            db.get_postgres_connection_pool().set_connect_options(nowhere);
        }
        #[cfg(feature = "mysql")]
        Dialect::MySql => {
            use sea_orm::sqlx::mysql::MySqlConnectOptions;
            db.get_mysql_connection_pool()
                .set_connect_options(MySqlConnectOptions::new().socket(NOWHERE));
        }
        // An embedded database has no sessions, and a driver that is not built in has no pool.
        _ => {}
    }
}

/// Whether the session is gone.
pub(super) fn is_lost(db: &DatabaseConnection, dialect: Dialect) -> bool {
    match dialect {
        #[cfg(feature = "postgres")]
        Dialect::Postgres => db.get_postgres_connection_pool().size() == 0,
        #[cfg(feature = "mysql")]
        Dialect::MySql => db.get_mysql_connection_pool().size() == 0,
        _ => false,
    }
}
