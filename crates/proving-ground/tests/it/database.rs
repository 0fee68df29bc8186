//! One empty database for a test, on each dialect, and sessions on it for the test's own questions.
//!
//! Its user is not the superuser, and its URL has a password, which PostgreSQL does not even ask for.

use std::sync::atomic::{AtomicU32, Ordering};

use sea_migrate::scratch::{
    MySqlServer, PostgresServer, Proxy, mariadb_for_tests, mysql_for_tests, postgres_for_tests,
};
use sea_orm_migration::sea_orm::{
    ConnectOptions, ConnectionTrait, Database as SeaDatabase, DatabaseConnection, DbBackend, DbErr,
    Statement,
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::patience::PATIENCE;
use crate::program::{PASSWORD, Program};

const USER: &str = "prover";

/// Where the database is.
#[derive(Debug)]
enum Place<'s> {
    Postgres(&'s PostgresServer),
    MySql(&'s MySqlServer),
    Folder(TempDir),
}

/// A database.
#[derive(Debug)]
pub(crate) struct Database<'s> {
    place: Place<'s>,
    name: String,
}

/// One for each dialect that there is here.
pub(crate) fn each() -> Vec<Database<'static>> {
    [Some(sqlite()), postgres(), mariadb(), mysql()].into_iter().flatten().collect()
}

pub(crate) fn sqlite() -> Database<'static> {
    Database {
        place: Place::Folder(tempfile::tempdir().unwrap()),
        name: "ground.sqlite".to_owned(),
    }
}

pub(crate) fn postgres() -> Option<Database<'static>> {
    postgres_for_tests().map(Database::on_postgres)
}

pub(crate) fn mariadb() -> Option<Database<'static>> {
    mariadb_for_tests().map(Database::on_mysql)
}

pub(crate) fn mysql() -> Option<Database<'static>> {
    mysql_for_tests().map(Database::on_mysql)
}

impl<'s> Database<'s> {
    pub(crate) fn on_postgres(server: &'s PostgresServer) -> Self {
        let name = unused_name();
        let role = format!(
            "DO $$ BEGIN CREATE ROLE {USER} LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        );
        server.sql("postgres", &role).unwrap();
        server.create_database_named(&name).unwrap();
        server.sql("postgres", &format!("ALTER DATABASE {name} OWNER TO {USER}")).unwrap();
        Self { place: Place::Postgres(server), name }
    }

    pub(crate) fn on_mysql(server: &'s MySqlServer) -> Self {
        let name = unused_name();
        server.create_database_named(&name).unwrap();
        for sql in [
            format!("CREATE USER IF NOT EXISTS '{USER}'@'%' IDENTIFIED BY '{PASSWORD}'"),
            format!("GRANT ALL ON {name}.* TO '{USER}'@'%'"),
        ] {
            server.sql("", &sql).unwrap();
        }
        Self { place: Place::MySql(server), name }
    }

    pub(crate) fn dialect(&self) -> DbBackend {
        match self.place {
            Place::Postgres(_) => DbBackend::Postgres,
            Place::MySql(_) => DbBackend::MySql,
            Place::Folder(_) => DbBackend::Sqlite,
        }
    }

    /// Whether a migration that says nothing of transactions is rolled back when it fails.
    pub(crate) fn rolls_back(&self) -> bool {
        self.dialect() != DbBackend::MySql
    }

    pub(crate) fn url(&self) -> String {
        match &self.place {
            Place::Postgres(server) => self.url_at(server.port()),
            Place::MySql(server) => self.url_at(server.port()),
            Place::Folder(folder) => {
                format!("sqlite://{}?mode=rwc", folder.path().join(&self.name).display())
            }
        }
    }

    /// The URL behind whatever listens on `port`.
    pub(crate) fn url_at(&self, port: u16) -> String {
        let scheme = if self.dialect() == DbBackend::Postgres { "postgres" } else { "mysql" };
        format!("{scheme}://{USER}:{PASSWORD}@127.0.0.1:{port}/{}", self.name)
    }

    /// A proxy in front of its server; none for a file.
    pub(crate) fn proxy(&self) -> Option<Proxy> {
        self.address().map(|address| Proxy::start(address).unwrap())
    }

    /// Where its server listens.
    pub(crate) fn address(&self) -> Option<std::net::SocketAddr> {
        match &self.place {
            Place::Postgres(server) => Some(server.address()),
            Place::MySql(server) => Some(server.address()),
            Place::Folder(_) => None,
        }
    }

    /// The program with the migrations of this ground, on this database.
    pub(crate) fn program(&self, ground: &str) -> Program {
        Program::new(ground, &self.url())
    }

    /// The same, with a server on which it may make scratch databases; its own user may not.
    pub(crate) fn scratch_apart(&self, ground: &str) -> Program {
        let program = self.program(ground);
        match &self.place {
            Place::Postgres(server) => program.set("SCRATCH_DATABASE_URL", &server.url("postgres")),
            Place::MySql(server) => program.set("SCRATCH_DATABASE_URL", &server.url("mysql")),
            Place::Folder(_) => program,
        }
    }

    /// Its name: a file's, too.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn session(&self) -> Session {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut options = ConnectOptions::new(self.url());
        options.max_connections(1).sqlx_logging(false);
        let db = runtime.block_on(SeaDatabase::connect(options)).unwrap();
        Session { runtime, db }
    }

    /// The first column, as text.
    pub(crate) fn rows(&self, sql: &str) -> Vec<String> {
        self.session().rows(sql)
    }

    pub(crate) fn run(&self, sql: &str) {
        self.session().run(sql);
    }

    /// Empties it, of everything.
    pub(crate) fn clear(&self) {
        match &self.place {
            Place::Postgres(_) => {
                let session = self.session();
                session.run("DROP SCHEMA public CASCADE");
                session.run("CREATE SCHEMA public");
            }
            Place::MySql(_) => {
                let session = self.session();
                session.run(&format!("DROP DATABASE {}", self.name));
                session.run(&format!("CREATE DATABASE {}", self.name));
            }
            Place::Folder(folder) => {
                for entry in std::fs::read_dir(folder.path()).unwrap() {
                    std::fs::remove_file(entry.unwrap().path()).unwrap();
                }
            }
        }
    }
}

/// A session of the test's own, until it is dropped.
#[derive(Debug)]
pub(crate) struct Session {
    runtime: Runtime,
    db: DatabaseConnection,
}

impl Session {
    /// The first column, as text.
    pub(crate) fn rows(&self, sql: &str) -> Vec<String> {
        let statement = Statement::from_string(self.db.get_database_backend(), sql);
        let rows = self.until(sql, self.db.query_all_raw(statement));
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    pub(crate) fn run(&self, sql: &str) {
        self.until(sql, self.db.execute_unprepared(sql));
    }

    /// Waits for an answer, but not for ever.
    fn until<T>(&self, sql: &str, answer: impl Future<Output = Result<T, DbErr>>) -> T {
        let answer = self.runtime.block_on(async { tokio::time::timeout(PATIENCE, answer).await });
        let answer = answer.unwrap_or_else(|_| panic!("no answer to {sql}"));
        answer.unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// The connection, for work that waits for nothing else.
    pub(crate) fn block_on<T>(&self, work: impl AsyncFnOnce(&DatabaseConnection) -> T) -> T {
        self.runtime.block_on(work(&self.db))
    }
}

fn unused_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("ground_{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
