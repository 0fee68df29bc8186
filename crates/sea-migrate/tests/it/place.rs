//! An empty database for one test, on each dialect that this machine has.
//!
//! It holds the database and looks into it. Running migrations there is the tests' work; nothing here may go
//! through the engine, or the engine would be its own witness.

use std::path::Path;

use sea_migrate::dialect::Dialect;
use sea_migrate::scratch::{
    Flavour, MySqlServer, PostgresServer, mariadb_for_tests, mysql_for_tests, postgres_for_tests,
};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbErr, Statement};
use tempfile::TempDir;

/// Tables that a run may write beside what it is asked for.
const BOOKKEEPING: &[&str] = &["seaql_migrations", "sea_migrate_history", "sea_migrate_journal"];

/// One database with a folder of its own.
pub(crate) struct Place {
    folder: TempDir,
    postgres: Option<(&'static PostgresServer, String)>,
    mysql: Option<(&'static MySqlServer, String)>,
}

/// Runs `work` to its end, as a `main` would.
pub(crate) fn block_on<F: Future>(work: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(work)
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), postgres: None, mysql: None }
    }

    /// `None` where `PostgreSQL` is not installed and may be skipped.
    pub(crate) fn postgres() -> Option<Self> {
        let server = postgres_for_tests()?;
        let database = server.create_database().unwrap();
        Some(Self { postgres: Some((server, database)), ..Self::sqlite() })
    }

    /// `None` where `MariaDB` is not installed and may be skipped.
    pub(crate) fn mariadb() -> Option<Self> {
        mariadb_for_tests().map(Self::of)
    }

    /// `None` where `MySQL` is not installed and may be skipped.
    pub(crate) fn mysql() -> Option<Self> {
        mysql_for_tests().map(Self::of)
    }

    fn of(server: &'static MySqlServer) -> Self {
        let database = server.create_database().unwrap();
        Self { mysql: Some((server, database)), ..Self::sqlite() }
    }

    /// The server, as people call it.
    pub(crate) fn server(&self) -> &'static str {
        match (&self.postgres, &self.mysql) {
            (Some(_), _) => "PostgreSQL",
            (None, Some((server, _))) if server.flavour() == Flavour::MySql => "MySQL",
            (None, Some(_)) => "MariaDB",
            (None, None) => "SQLite",
        }
    }

    pub(crate) fn dialect(&self) -> Dialect {
        match (&self.postgres, &self.mysql) {
            (Some(_), _) => Dialect::Postgres,
            (None, Some(_)) => Dialect::MySql,
            (None, None) => Dialect::Sqlite,
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn url(&self) -> String {
        match (&self.postgres, &self.mysql) {
            (Some((server, database)), _) => server.url(database),
            (None, Some((server, database))) => server.url(database),
            (None, None) => {
                format!("sqlite://{}?mode=rwc", self.folder().join("places.sqlite").display())
            }
        }
    }

    /// The database as messages name it.
    pub(crate) fn shown(&self) -> String {
        self.url().replace("?mode=rwc", "")
    }

    /// A connection that is none of the engine's.
    pub(crate) async fn connect(&self) -> DatabaseConnection {
        Database::connect(self.url()).await.unwrap()
    }

    /// Runs statements, separated by semicolons.
    #[track_caller]
    pub(crate) fn sql(&self, sql: &str) {
        let done = block_on(async {
            let db = self.connect().await;
            let done = db.execute_unprepared(sql).await;
            db.close().await.unwrap();
            done
        });
        if let Err(error) = done {
            panic!("{error}\n{sql}");
        }
    }

    /// What `select` finds in its only column, which holds text.
    pub(crate) fn rows(&self, select: &str) -> Vec<String> {
        block_on(async {
            let db = self.connect().await;
            let statement = Statement::from_string(db.get_database_backend(), select);
            let rows = db.query_all_raw(statement).await.unwrap();
            let texts = rows.iter().map(|row| row.try_get_by_index(0));
            let texts = texts.collect::<Result<_, DbErr>>().unwrap();
            db.close().await.unwrap();
            texts
        })
    }

    /// The number that `SELECT count(*) FROM {from}` finds.
    pub(crate) fn count(&self, from: &str) -> usize {
        let text = if self.mysql.is_some() { "char" } else { "text" };
        self.rows(&format!("SELECT CAST(count(*) AS {text}) FROM {from}"))[0].parse().unwrap()
    }

    pub(crate) fn has_table(&self, name: &str) -> bool {
        let catalog = match self.dialect() {
            Dialect::Sqlite => format!("sqlite_schema WHERE type = 'table' AND name = '{name}'"),
            Dialect::Postgres => {
                format!("pg_tables WHERE schemaname = 'public' AND tablename = '{name}'")
            }
            Dialect::MySql => format!(
                "information_schema.tables WHERE table_schema = DATABASE() AND table_name = '{name}'"
            ),
        };
        self.count(&catalog) == 1
    }

    /// The names in `SeaORM`'s table, in order; none where there is no such table.
    pub(crate) fn applied(&self) -> Vec<String> {
        if !self.has_table("seaql_migrations") {
            return Vec::new();
        }
        self.rows("SELECT version FROM seaql_migrations ORDER BY version")
    }

    /// Everything in the database but bookkeeping: its schema and its rows.
    pub(crate) fn dump(&self) -> String {
        match (&self.postgres, &self.mysql) {
            (Some((server, database)), _) => pg_dump(server, database),
            (None, Some((server, database))) => mysql_dump(server, database, &[]),
            (None, None) => self.sqlite_schema(true),
        }
    }

    /// The schema alone, without bookkeeping.
    pub(crate) fn schema(&self) -> String {
        match (&self.postgres, &self.mysql) {
            (None, Some((server, database))) => mysql_dump(server, database, &["--no-data"]),
            (Some((server, database)), _) => {
                let dump = pg_dump(server, database);
                // Rows stand between a COPY and a line that ends them.
                let mut in_rows = false;
                let schema = dump.lines().filter(|line| {
                    in_rows = in_rows || line.starts_with("COPY ");
                    let is_row = in_rows;
                    in_rows = in_rows && *line != "\\.";
                    !is_row && !line.contains("setval(")
                });
                schema.collect::<Vec<_>>().join("\n")
            }
            (None, None) => self.sqlite_schema(false),
        }
    }

    fn sqlite_schema(&self, with_rows: bool) -> String {
        // What SQLite makes for itself follows from the rest.
        let ours = format!(
            "tbl_name NOT IN ('{}') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
            BOOKKEEPING.join("', '")
        );
        let mut dump = self.rows(&format!(
            "SELECT type || ' ' || name || ': ' || sql FROM sqlite_schema WHERE {ours} ORDER BY type, name"
        ));
        let tables = self.rows(&format!(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND {ours} ORDER BY name"
        ));
        for table in tables.iter().filter(|_| with_rows) {
            let columns = self.rows(&format!(
                "SELECT 'quote(\"' || replace(name, '\"', '\"\"') || '\")' FROM pragma_table_info('{table}') ORDER BY cid"
            ));
            let row = columns.join(" || ', ' || ");
            dump.push(format!("rows of {table}:"));
            let quoted = table.replace('"', "\"\"");
            dump.extend(self.rows(&format!("SELECT {row} FROM \"{quoted}\" ORDER BY 1")));
        }
        dump.join("\n")
    }
}

fn mysql_dump(server: &MySqlServer, database: &str, words: &[&str]) -> String {
    let mut command = server.command(server.flavour().dump());
    command.args(["--no-defaults", "--protocol=tcp", "--host=127.0.0.1", "--user=root"]);
    if server.flavour() == Flavour::MySql {
        command.args(["--no-tablespaces", "--column-statistics=0"]);
    }
    command.args(["--skip-comments", "--skip-extended-insert", "--order-by-primary"]);
    command.arg(format!("--port={}", server.port())).args(words);
    for table in BOOKKEEPING {
        command.arg(format!("--ignore-table={database}.{table}"));
    }
    let output = command.arg(database).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // How far a table has counted is no part of it.
    let dump = String::from_utf8(output.stdout).unwrap();
    let lines = dump.lines().map(|line| match line.split_once(" AUTO_INCREMENT=") {
        Some((before, after)) => {
            format!("{before} {}", after.split_once(' ').map_or("", |it| it.1))
        }
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn pg_dump(server: &PostgresServer, database: &str) -> String {
    let mut command = server.command("pg_dump");
    command.args(["-h", "127.0.0.1", "-U", "postgres", "-p", &server.port().to_string()]);
    for table in BOOKKEEPING {
        // And the sequence that numbers it.
        command.args(["-T", &format!("{table}*")]);
    }
    let output = command.arg(database).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let dump = String::from_utf8(output.stdout).unwrap();
    // Newer versions put a random word into the first and the last line of commands.
    let lines = dump
        .lines()
        .filter(|line| !line.starts_with("\\restrict") && !line.starts_with("\\unrestrict"));
    lines.collect::<Vec<_>>().join("\n")
}
