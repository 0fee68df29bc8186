//! A database for one test: an SQLite file, or a database of the throw-away PostgreSQL, MariaDB or MySQL.

use sea_migrate::scratch::{
    MySqlServer, PostgresServer, mariadb_for_tests, mysql_for_tests, postgres_for_tests,
};
use sea_orm::{ConnectionTrait, Database as Connect};
use tempfile::TempDir;

/// A database that no other test knows.
pub(crate) enum Database {
    Sqlite(TempDir),
    Postgres(&'static PostgresServer, String),
    MySql(&'static MySqlServer, String),
}

/// One of each kind, empty.
pub(crate) fn empty() -> Vec<Database> {
    let sqlite = Database::Sqlite(tempfile::tempdir().unwrap());
    std::iter::once(sqlite).chain(postgres()).chain(mariadb()).chain(mysql()).collect()
}

/// One of each kind, with the whole schema and some countries and regions.
pub(crate) fn full() -> Vec<Database> {
    empty().into_iter().inspect(Database::migrate).collect()
}

/// An empty one on PostgreSQL, where that is installed.
pub(crate) fn postgres() -> Option<Database> {
    let server = postgres_for_tests()?;
    Some(Database::Postgres(server, server.create_database().unwrap()))
}

/// An empty one on MariaDB, where that is installed.
pub(crate) fn mariadb() -> Option<Database> {
    mariadb_for_tests().map(Database::on)
}

/// An empty one on MySQL, where that is installed.
pub(crate) fn mysql() -> Option<Database> {
    mysql_for_tests().map(Database::on)
}

/// Waits for `future`, outside of any runtime.
pub(crate) fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

impl Database {
    fn on(server: &'static MySqlServer) -> Self {
        Self::MySql(server, server.create_database().unwrap())
    }

    /// For the server: the file need not exist.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite(directory) => {
                format!("sqlite://{}/places.sqlite", directory.path().display())
            }
            Self::Postgres(server, name) => server.url(name),
            Self::MySql(server, name) => server.url(name),
        }
    }

    /// Runs statements as whoever owns the database; creates the file.
    #[track_caller]
    pub(crate) fn sql(&self, sql: &str) {
        match self {
            Self::Sqlite(_) => wait(async {
                let db = Connect::connect(format!("{}?mode=rwc", self.url())).await.unwrap();
                db.execute_unprepared(sql).await.unwrap();
                db.close().await.unwrap();
            }),
            Self::Postgres(server, name) => drop(server.sql(name, sql).unwrap()),
            // One text for all of them: names in double quotes.
            Self::MySql(..) => wait(async {
                let mode = "SET SESSION sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES')";
                let db = Connect::connect(self.url()).await.unwrap();
                db.execute_unprepared(&format!("{mode}; {sql}")).await.unwrap();
                db.close().await.unwrap();
            }),
        }
    }
}
