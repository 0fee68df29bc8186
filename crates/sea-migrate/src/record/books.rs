//! The bookkeeping of a script: the same tables and records that a run writes, by the same code.
//!
//! Only the times differ: they are those of running the script, so an expression stands in their place.

use sea_orm::sea_query::{
    Expr, ExprTrait, MysqlQueryBuilder, PostgresQueryBuilder, Query, SqliteQueryBuilder, Value,
};
use sea_orm::{DbErr, DynIden};
use sea_orm_migration::seaql_migrations::Column;

use super::inline::Inliner;
use super::recorder::{Guesses, Recorder};
use crate::apply::Direction;
use crate::dialect::Dialect;
use crate::history::{self, Attempt, AttemptState, Author, Recorded, attempts, seaql};

/// How the rows came to be, for `history`.
const NOTE: &str = "sql";

/// Numbers that stand for a time until the text is made; no clock ever shows them.
const NOW: i64 = i64::MIN + 1;
const NOW_MS: i64 = i64::MIN + 2;
/// The time in `SeaORM`'s record, in milliseconds: by it the two records are known to belong together.
const APPLIED_MS: i64 = i64::MIN + 3;

/// The records of one migration.
#[derive(Debug, Default)]
pub(super) struct Books {
    /// Before its statements: that it began, where no transaction would undo it.
    pub(super) opening: Vec<String>,
    /// After its statements.
    pub(super) records: Vec<String>,
}

/// Whose records.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry<'e> {
    pub(super) dialect: Dialect,
    pub(super) table: &'e DynIden,
    pub(super) name: &'e str,
    pub(super) direction: Direction,
    pub(super) is_transactional: bool,
    pub(super) checksum: Option<&'e str>,
    pub(super) author: &'e Author,
}

/// The statements that create both tables where they are missing.
pub(super) async fn install(dialect: Dialect, table: &DynIden) -> Result<Vec<String>, DbErr> {
    let recorder = Recorder::new(dialect, Guesses::new(), None);
    history::install(&recorder.connection(), table, &Recorded::default()).await?;
    Ok(recorder.take().statements.into_iter().map(|statement| statement.sql).collect())
}

/// The records of a migration.
pub(super) async fn of(entry: Entry<'_>) -> Result<Books, DbErr> {
    let recorder = Recorder::new(entry.dialect, Guesses::new(), None);
    let db = recorder.connection();
    let finished = match entry.direction {
        Direction::Up => APPLIED_MS,
        Direction::Down => NOW_MS,
    };
    let state = match entry.direction {
        Direction::Up => AttemptState::Applied,
        Direction::Down => AttemptState::Reverted,
    };
    let mut books = Books::default();
    if !entry.is_transactional {
        attempts::insert(&db, &entry.attempt(AttemptState::Running, NOW_MS, None)).await?;
        books.opening = entry.texts(&recorder).await?;
    }
    match entry.direction {
        Direction::Up => seaql::insert(&db, entry.table, entry.name, NOW).await?,
        Direction::Down => seaql::delete(&db, entry.table, entry.name).await.map(drop)?,
    }
    if entry.is_transactional {
        attempts::insert(&db, &entry.attempt(state, finished, Some(finished))).await?;
    } else {
        attempts::end(&db, entry.name, state, finished, None).await?;
    }
    books.records = entry.texts(&recorder).await?;
    Ok(books)
}

impl Entry<'_> {
    fn attempt(&self, state: AttemptState, started_at: i64, finished_at: Option<i64>) -> Attempt {
        Attempt {
            id: 0,
            migration: self.name.to_owned(),
            direction: self.direction,
            state,
            is_transactional: self.is_transactional,
            started_at,
            finished_at,
            error: None,
            note: Some(NOTE.to_owned()),
            checksum: self.checksum.map(str::to_owned),
            author: self.author.clone(),
        }
    }

    async fn texts(&self, recorder: &Recorder) -> Result<Vec<String>, DbErr> {
        let mut inliner = Inliner::new(self.dialect);
        let mut texts = Vec::new();
        for statement in recorder.take().statements {
            texts.push(inliner.text(&statement, |value| self.time(value)).await?);
        }
        Ok(texts)
    }

    /// The expression for a time.
    fn time(&self, value: &Value) -> Option<String> {
        let now = match self.dialect {
            Dialect::Postgres => "CAST(FLOOR(EXTRACT(EPOCH FROM now())) AS bigint)",
            // unixepoch() is younger than the oldest SQLite we support.
            Dialect::Sqlite => "CAST(strftime('%s', 'now') AS integer)",
            Dialect::MySql => "UNIX_TIMESTAMP()",
        };
        match value {
            Value::BigInt(Some(NOW)) => Some(now.to_owned()),
            Value::BigInt(Some(NOW_MS)) => Some(format!("{now} * 1000")),
            // A clock that is read twice may say two different seconds.
            Value::BigInt(Some(APPLIED_MS)) => Some(format!("({})", self.applied_ms())),
            _ => None,
        }
    }

    fn applied_ms(&self) -> String {
        let select = Query::select()
            .expr(Expr::col(Column::AppliedAt).mul(1000))
            .from(self.table.clone())
            .and_where(Expr::col(Column::Version).eq(self.name))
            .to_owned();
        match self.dialect {
            Dialect::Postgres => select.to_string(PostgresQueryBuilder),
            Dialect::Sqlite => select.to_string(SqliteQueryBuilder),
            Dialect::MySql => select.to_string(MysqlQueryBuilder),
        }
    }
}
