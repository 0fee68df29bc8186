//! The database that is none: it takes every statement and notes it down, in order.
//!
//! `SeaORM` calls this a mock and gives it real connections and transactions, so that a migration runs
//! on it unchanged. Nothing here leaves the process.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sea_orm::{
    DatabaseConnection, DatabaseConnectionType, DbBackend, DbErr, ExecResult, MockDatabase,
    MockDatabaseConnection, MockDatabaseTrait, MockExecResult, QueryResult, Statement, Transaction,
    Value,
};

use super::answer::{self, Row};
use super::copy::{self, Copy};
use crate::dialect::Dialect;

/// The first key that stands in for one the database makes: a number that nobody has by chance, so that
/// a statement which uses it is noticed.
const MADE_UP: i32 = 1_909_090_901;

/// The types that such a key may have. The mock must give the one that is asked for, and nobody says which.
const KEY_TYPES: [fn(i32) -> Value; 4] = [
    |key| Value::Int(Some(key)),
    |key| Value::BigInt(Some(key.into())),
    |key| Value::Unsigned(key.try_into().ok()),
    |key| Value::BigUnsigned(key.try_into().ok()),
];

/// Which type of key each INSERT is tried with, by its text.
pub(super) type Guesses = BTreeMap<String, usize>;

/// What was noted down.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// The statements that change something, in order.
    pub(super) statements: Vec<Statement>,
    /// The questions, in order.
    pub(super) asked: Vec<Statement>,
    /// The made-up keys that were given out, each with its INSERT.
    pub(super) keys: Vec<(i32, Statement)>,
    /// Open transactions.
    depth: usize,
    guesses: Guesses,
}

impl Log {
    /// Tries the next type for the key that was given out last; `None` when there is nothing left to try.
    pub(super) fn next_guess(&self) -> Option<Guesses> {
        let (_, insert) = self.keys.last()?;
        let mut guesses = self.guesses.clone();
        let guess = guesses.entry(insert.sql.clone()).or_default();
        *guess += 1;
        (*guess < KEY_TYPES.len()).then_some(guesses)
    }

    fn key(&mut self, insert: &Statement) -> (i32, Value) {
        let given = i32::try_from(self.keys.len()).unwrap_or_default();
        let key = MADE_UP + given;
        self.keys.push((key, insert.clone()));
        let guess = self.guesses.get(&insert.sql).copied().unwrap_or_default();
        (key, KEY_TYPES[guess](key))
    }
}

/// Notes down what is sent to it.
#[derive(Debug, Clone)]
pub(super) struct Recorder {
    dialect: Dialect,
    log: Arc<Mutex<Log>>,
    copy: Option<Copy>,
}

impl Recorder {
    pub(super) fn new(dialect: Dialect, guesses: Guesses, copy: Option<&Copy>) -> Self {
        let log = Arc::new(Mutex::new(Log { guesses, ..Log::default() }));
        Self { dialect, log, copy: copy.cloned() }
    }

    /// A connection to it.
    pub(super) fn connection(&self) -> DatabaseConnection {
        DatabaseConnectionType::MockDatabaseConnection(Arc::new(MockDatabaseConnection::new(
            self.clone(),
        )))
        .into()
    }

    /// What was noted down since the last time.
    pub(super) fn take(&self) -> Log {
        let mut log = self.log();
        let (depth, guesses) = (log.depth, log.guesses.clone());
        std::mem::replace(&mut *log, Log { depth, guesses, ..Log::default() })
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        // Nothing panics while holding it, and half a log would still be a log.
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, sql: String) {
        self.log().statements.push(Statement::from_string(self.dialect.backend(), sql));
    }

    fn rows(&self, rows: Vec<Row>) -> Result<Vec<QueryResult>, DbErr> {
        // Only the mock itself can make the mock's rows.
        let statement = Statement::from_string(self.dialect.backend(), "");
        MockDatabase::new(self.dialect.backend()).append_query_results([rows]).query(0, statement)
    }
}

impl MockDatabaseTrait for Recorder {
    fn execute(&mut self, _: usize, statement: Statement) -> Result<ExecResult, DbErr> {
        let mut result = MockExecResult { last_insert_id: 0, rows_affected: 1 };
        let mut log = self.log();
        // PostgreSQL does not tell a key unless RETURNING asks for it.
        if self.dialect != Dialect::Postgres && answer::is_insert(&statement, self.dialect) {
            let (key, _) = log.key(&statement);
            result.last_insert_id = u64::from(key.unsigned_abs());
        }
        log.statements.push(statement.clone());
        drop(log);
        if let Some(copy) = &self.copy {
            copy.follow(&statement);
        }
        MockDatabase::new(self.dialect.backend())
            .append_exec_results([result])
            .execute(0, statement)
    }

    fn query(&mut self, _: usize, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        if let Some(copy) = self.copy.as_ref().filter(|_| copy::is_about_schema(&statement)) {
            return copy.ask(statement);
        }
        let mut log = self.log();
        if answer::is_question(&statement, self.dialect) {
            let rows = answer::probe(&statement).into_iter().collect();
            log.asked.push(statement);
            drop(log);
            return self.rows(rows);
        }
        let mut rows = Vec::new();
        if answer::is_insert(&statement, self.dialect)
            && let Some(returned) = answer::returned(&statement, self.dialect)
        {
            rows = returned.rows;
            for row in &mut rows {
                for column in &returned.unknown {
                    let (_, value) = log.key(&statement);
                    row.insert(column.clone(), value);
                }
            }
        } else {
            // An UPDATE … RETURNING tells what was there.
            log.asked.push(statement.clone());
        }
        log.statements.push(statement.clone());
        drop(log);
        if let Some(copy) = &self.copy {
            copy.follow(&statement);
        }
        self.rows(rows)
    }

    fn begin(&mut self) {
        let depth = {
            let mut log = self.log();
            log.depth += 1;
            log.depth - 1
        };
        self.tell(&format!("SAVEPOINT sea_migrate_{depth}"));
        self.note(if depth == 0 {
            "BEGIN".to_owned()
        } else {
            format!("SAVEPOINT sea_migrate_{depth}")
        });
    }

    fn commit(&mut self) {
        let depth = self.end();
        self.tell(&format!("RELEASE sea_migrate_{depth}"));
        self.note(if depth == 0 {
            "COMMIT".to_owned()
        } else {
            format!("RELEASE SAVEPOINT sea_migrate_{depth}")
        });
    }

    fn rollback(&mut self) {
        let depth = self.end();
        self.tell(&format!("ROLLBACK TO sea_migrate_{depth}"));
        self.note(if depth == 0 {
            "ROLLBACK".to_owned()
        } else {
            format!("ROLLBACK TO SAVEPOINT sea_migrate_{depth}")
        });
    }

    fn drain_transaction_log(&mut self) -> Vec<Transaction> {
        Vec::new()
    }

    fn get_database_backend(&self) -> DbBackend {
        self.dialect.backend()
    }

    fn ping(&self) -> Result<(), DbErr> {
        Ok(())
    }
}

impl Recorder {
    /// The copy has a transaction of its own around all.
    fn tell(&self, sql: &str) {
        if let Some(copy) = &self.copy {
            copy.tell(sql);
        }
    }

    /// One transaction less; how many are still open.
    fn end(&self) -> usize {
        let mut log = self.log();
        log.depth = log.depth.saturating_sub(1);
        log.depth
    }
}
