//! One statement of a migration, in each dialect, and what undoes it.
//!
//! It only makes SQL; nothing here talks to a database.

use std::time::Duration;

use sea_orm_migration::sea_orm::DbBackend;

/// `MariaDB`'s name of the engine's lock, so that a statement can see whether its session holds it.
const LOCK_NAME: &str =
    "CONCAT('sea-migrate/', LEFT(SHA2(CONCAT(DATABASE(), '/seaql_migrations'), 256), 32))";

/// One statement of a migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Creates `tally`, the table for the marks.
    Tally,
    /// Adds a row to `tally`: who was here, and whether that was under the lock.
    Mark,
    /// Creates a table with an `id` and a `name`.
    Table(&'static str),
    /// Adds rows to a table, by their names.
    Rows(&'static str, &'static [&'static str]),
    /// Creates an index on the `name` of a table, beside those who write where the dialect can.
    Index(&'static str, &'static str),
    /// The same, and it allows each name once.
    UniqueIndex(&'static str, &'static str),
    /// Adds a column to a table.
    Column(&'static str, &'static str),
    /// Creates a table whose keys the server makes.
    Keyed(&'static str),
    /// Adds a row to one table, and one to another that has its key for a name.
    Child(&'static str, &'static str),
    /// Creates a table if the database says that there is none.
    Unless(&'static str),
    /// Asks how many rows a table has, and adds one with that number.
    Counted(&'static str),
    /// Adds a row with bound values.
    Bound(&'static str, &'static str),
    /// Begins a transaction of the migration's own.
    Begin,
    /// Ends it and keeps it.
    Commit,
    /// Ends it and takes it back.
    Rollback,
    /// Several statements in one text.
    Several(&'static str),
    /// Asks, and notes each answer, as text, in `m02_heard`.
    Heard(&'static str),
    /// Changes rows, and notes in `m02_heard` how many they were and whose key was made, by its name in `m02_parent`.
    Told(&'static str),
    /// Fails if there is a row that this finds, in words of the migration's own.
    Unready(&'static str),
    /// Takes a moment, so that others get their chance to be in the way.
    Pause,
    /// Takes longer than anybody waits.
    Long,
    /// Fails.
    Fail,
}

impl Act {
    /// The statement, as the one at `position` of `migration`; `pause` is how long a moment is.
    pub(crate) fn sql(
        self,
        dialect: DbBackend,
        migration: &str,
        position: usize,
        pause: Duration,
    ) -> String {
        match self {
            Self::Tally => {
                "CREATE TABLE tally (id INTEGER NOT NULL, name VARCHAR(40) NOT NULL, held INTEGER NOT NULL)".to_owned()
            }
            Self::Mark => format!(
                "INSERT INTO tally (id, name, held) SELECT {position}, '{migration}', {}",
                held(dialect)
            ),
            Self::Table(name) => format!("CREATE TABLE {name} (id INTEGER, name VARCHAR(40))"),
            Self::Rows(table, names) => {
                let rows: Vec<String> = names.iter().map(|name| format!("(1, '{name}')")).collect();
                format!("INSERT INTO {table} (id, name) VALUES {}", rows.join(", "))
            }
            Self::Index(name, table) => {
                format!("CREATE INDEX {}{name} ON {table} (name)", beside_writers(dialect))
            }
            Self::UniqueIndex(name, table) => {
                format!("CREATE UNIQUE INDEX {}{name} ON {table} (name)", beside_writers(dialect))
            }
            Self::Column(name, table) => format!("ALTER TABLE {table} ADD COLUMN {name} INTEGER"),
            Self::Keyed(name) => {
                format!("CREATE TABLE {name} (id INTEGER AUTO_INCREMENT PRIMARY KEY, name VARCHAR(40))")
            }
            Self::Child(parent, child) => format!(
                "INSERT INTO {parent} (name) VALUES ('parent {position}'); \
                 INSERT INTO {child} (id, name) VALUES ({position}, LAST_INSERT_ID())"
            ),
            Self::Unless(name) | Self::Counted(name) => format!("SELECT count(*) AS n FROM {name}"),
            Self::Bound(table, _) => format!("INSERT INTO {table} (id, name) VALUES (?, ?)"),
            Self::Begin => "START TRANSACTION".to_owned(),
            Self::Commit => "COMMIT".to_owned(),
            Self::Rollback => "ROLLBACK".to_owned(),
            Self::Several(text) | Self::Heard(text) | Self::Told(text) | Self::Unready(text) => {
                text.to_owned()
            }
            Self::Pause => busy(dialect, pause),
            // A `SLEEP` by itself takes a cancellation for its end, and not for an error.
            Self::Long if dialect == DbBackend::MySql => {
                "CREATE TABLE never AS SELECT SLEEP(3600) AS slept FROM (SELECT 1 UNION SELECT 2) AS two".to_owned()
            }
            Self::Long => busy(dialect, Duration::from_hours(1)),
            Self::Fail => "INSERT INTO no_such_table (id) VALUES (1)".to_owned(),
        }
    }

    /// What undoes it, whether it had its effect or not.
    pub(crate) fn undo(self, dialect: DbBackend, migration: &str) -> Option<String> {
        match self {
            Self::Tally => Some("DROP TABLE IF EXISTS tally".to_owned()),
            Self::Mark => Some(format!("DELETE FROM tally WHERE name = '{migration}'")),
            Self::Table(name) => Some(format!("DROP TABLE IF EXISTS {name}")),
            Self::Rows(table, _) => Some(format!("DELETE FROM {table}")),
            Self::Index(name, table) | Self::UniqueIndex(name, table) => {
                let of = if dialect == DbBackend::MySql {
                    format!(" ON {table}")
                } else {
                    String::new()
                };
                Some(format!("DROP INDEX IF EXISTS {name}{of}"))
            }
            Self::Column(name, table) => Some(format!("ALTER TABLE {table} DROP COLUMN {name}")),
            _ => None,
        }
    }

    /// The table or index that is there when it had its effect.
    #[must_use]
    pub fn object(self) -> Option<&'static str> {
        match self {
            Self::Tally => Some("tally"),
            Self::Table(name) | Self::Index(name, _) | Self::UniqueIndex(name, _) => Some(name),
            _ => None,
        }
    }
}

/// Whether this session holds the engine's lock, as 1 or 0. The lock of `SQLite` is the process's.
fn held(dialect: DbBackend) -> String {
    match dialect {
        DbBackend::Postgres => "(SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted)".to_owned(),
        DbBackend::MySql => format!("COALESCE(IS_USED_LOCK({LOCK_NAME}) = CONNECTION_ID(), 0)"),
        _ => "1".to_owned(),
    }
}

fn beside_writers(dialect: DbBackend) -> &'static str {
    if dialect == DbBackend::Postgres { "CONCURRENTLY " } else { "" }
}

/// Keeps the server at work; `SQLite` counts, and how fast depends on the machine.
fn busy(dialect: DbBackend, time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match dialect {
        DbBackend::Postgres => format!("SELECT pg_sleep({seconds})"),
        DbBackend::MySql => format!("DO SLEEP({seconds})"),
        _ => format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) SELECT count(*) FROM n",
            time.as_micros()
        ),
    }
}
