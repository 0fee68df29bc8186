//! A copy of the schema, in memory: what the migrations before have made, for a migration that has to read a table before it
//! can alter it. `SQLite` alone needs that.
//!
//! It has no rows but those that migrations insert, and is asked for the schema only: what depends on rows is still told
//! that nothing is there.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, QueryResult,
    Statement,
};

use crate::dialect::Dialect;
use crate::dialect::scan::{Kind, meaningful};

/// The place to which a failed attempt goes back.
const MARK: &str = "sea_migrate_copy";

/// One statement for the copy.
#[derive(Debug)]
enum Order {
    /// To be run.
    Follow(Statement, Sender<Result<(), DbErr>>),
    /// To be answered.
    Answer(Statement, Sender<Result<Vec<QueryResult>, DbErr>>),
}

/// Sends statements to a connection on a thread of its own, because the recorder has to wait without being a future.
#[derive(Debug, Clone)]
pub(super) struct Copy {
    orders: Sender<Order>,
    broken: Arc<Mutex<Broken>>,
}

/// Why it is no copy any more.
#[derive(Debug, Default)]
struct Broken {
    /// As of the last mark.
    kept: Option<String>,
    now: Option<String>,
}

impl Broken {
    fn keep(&mut self) {
        self.kept.clone_from(&self.now);
    }

    fn take_back(&mut self) {
        self.now.clone_from(&self.kept);
    }
}

impl Copy {
    /// An empty one, where the dialect needs it.
    pub(super) fn of(dialect: Dialect) -> Option<Self> {
        if dialect != Dialect::Sqlite {
            return None;
        }
        let (orders, received) = channel();
        std::thread::spawn(move || serve(&received));
        let copy = Self { orders, broken: Arc::default() };
        copy.tell("PRAGMA foreign_keys = OFF");
        copy.tell(&format!("SAVEPOINT {MARK}"));
        Some(copy)
    }

    /// Keeps what was done since the last mark.
    pub(super) fn keep(&self) {
        self.broken().keep();
        self.tell(&format!("RELEASE {MARK}"));
        self.tell(&format!("SAVEPOINT {MARK}"));
    }

    /// Takes back what was done since the last mark.
    pub(super) fn take_back(&self) {
        self.broken().take_back();
        self.tell(&format!("ROLLBACK TO {MARK}"));
    }

    /// Follows a statement that was written down.
    pub(super) fn follow(&self, statement: &Statement) {
        if let Err(error) = self.send(|answer| Order::Follow(statement.clone(), answer)) {
            let shown = statement.sql.split_whitespace().collect::<Vec<_>>().join(" ");
            self.breaks(&format!("{error}, in: {shown}"));
        }
    }

    /// It could not follow.
    pub(super) fn breaks(&self, reason: &str) {
        self.broken().now.get_or_insert(reason.to_owned());
    }

    pub(super) fn tell(&self, sql: &str) {
        self.follow(&Statement::from_string(DbBackend::Sqlite, sql));
    }

    /// The answer to a question about the schema.
    pub(super) fn ask(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        if let Some(reason) = &self.broken().now {
            return Err(DbErr::Migration(format!(
                "it reads a table before it alters it, and on an empty copy of the database that could not be followed: {reason}"
            )));
        }
        self.send(|answer| Order::Answer(statement, answer))
    }

    fn send<T>(&self, order: impl FnOnce(Sender<Result<T, DbErr>>) -> Order) -> Result<T, DbErr> {
        let (answer, answered) = channel();
        let gone = || DbErr::Custom("the copy in memory is gone".to_owned());
        self.orders.send(order(answer)).map_err(|_| gone())?;
        answered.recv().map_err(|_| gone())?
    }

    fn broken(&self) -> std::sync::MutexGuard<'_, Broken> {
        self.broken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a question is about the schema and not about rows.
pub(super) fn is_about_schema(statement: &Statement) -> bool {
    let tokens = meaningful(&statement.sql, Dialect::Sqlite);
    let words = || tokens.iter().filter(|it| it.0 == Kind::Word).map(|it| it.1);
    let tables = ["sqlite_schema", "pragma_table_list", "pragma_table_xinfo", "foreign_keys"];
    words().next().is_some_and(|it| it.eq_ignore_ascii_case("EXPLAIN"))
        || words().any(|it| tables.contains(&it))
}

fn serve(orders: &Receiver<Order>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let Ok(runtime) = runtime else { return };
    runtime.block_on(async {
        let mut options = ConnectOptions::new("sqlite::memory:");
        options.max_connections(1).sqlx_logging(false);
        let opened = Database::connect(options).await;
        let db = opened.as_ref().map_err(|error| DbErr::Custom(error.to_string()));
        for order in orders {
            let db = db.clone();
            // Who does not wait any more does not want to know.
            match order {
                Order::Follow(statement, answer) => drop(answer.send(match db {
                    Ok(db) => follow(db, statement).await,
                    Err(error) => Err(error),
                })),
                Order::Answer(statement, answer) => drop(answer.send(match db {
                    Ok(db) => db.query_all_raw(statement).await,
                    Err(error) => Err(error),
                })),
            }
        }
    });
}

async fn follow(db: &DatabaseConnection, statement: Statement) -> Result<(), DbErr> {
    match statement.values {
        Some(_) => db.execute_raw(statement).await.map(drop),
        // There may be several in one text.
        None => db.execute_unprepared(&statement.sql).await.map(drop),
    }
}
